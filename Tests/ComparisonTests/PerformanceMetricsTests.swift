import Comparison
import Market
import Testing

@Suite struct PerformanceMetricsTests {
  /// Expected values: empyrical-reloaded and quantstats, see Fixtures/make_performance_metrics.py.
  @Test(arguments: ["crypto", "us_equities", "forex", "two_days", "falling"])
  func `metrics of daily equity are those of two established packages`(name: String) throws {
    let curve = EquityCurve(
      try Fixture.rows("equity_curves.csv").filter { $0[0] == name }.map { row in
        EquityPoint(
          time: try #require(Timestamp(row[1])), equity: FixedPoint(try #require(Double(row[2]))))
      })
    let expected = try Fixture.rows("performance_metrics.csv").filter { $0[0] == name }
    let daysPerYear = try #require(expected.first.flatMap { Double($0[1]) })
    let metrics = ReturnMetrics(of: curve, annualised: .daysPerYear(daysPerYear))
    #expect(metrics.days == curve.points.count - 1)
    let drawdown = try #require(metrics.maximumDrawdown)
    let values = [
      "total_return": metrics.totalReturn, "annual_return": metrics.annualReturn,
      "annual_volatility": metrics.annualVolatility, "sharpe_ratio": metrics.sharpeRatio,
      "sortino_ratio": metrics.sortinoRatio, "calmar_ratio": metrics.calmarRatio,
      "maximum_drawdown": drawdown.depth,
    ]
    #expect(expected.count == 8)
    for row in expected {
      if row[2] == "drawdown_dates" {
        let dates = row[3].split(separator: " ", omittingEmptySubsequences: false).map { Timestamp(String($0)) }
        #expect([drawdown.peak, drawdown.trough, drawdown.recovery] == dates)
      } else {
        let value = try #require(values[row[2]] ?? nil)
        // Sums of up to 760 terms: the last four digits of a double are its own.
        for text in row[3...] where !text.isEmpty {
          let expected = try #require(Double(text))
          #expect(value.isClose(to: expected, 1e-11), "\(row)")
        }
      }
    }
  }

  @Test func `a drawdown names its peak, its trough and its recovery`() {
    let drawdown = EquityCurve.of(100, 120, 90, 100, 120, 96, 130).maximumDrawdown
    // 120 to 90 is a quarter; 120 to 96 only a fifth.
    #expect(drawdown == Drawdown(depth: 0.25, peak: .day(1), trough: .day(2), recovery: .day(4)))
  }

  @Test func `a drawdown may start with the first point, touch its peak again and never end`() {
    #expect(
      EquityCurve.of(100, 80, 90).maximumDrawdown
        == Drawdown(depth: 0.2, peak: .day(0), trough: .day(1), recovery: nil))
    #expect(EquityCurve.of(100, 100, 50).maximumDrawdown?.peak == .day(1))
    #expect(EquityCurve.of(100, -50).maximumDrawdown?.depth == 1.5)
    #expect(EquityCurve.of(100, 100, 110).maximumDrawdown == nil)
  }

  @Test func `what is undefined is nil`() {
    for curve in [EquityCurve.of(), .of(100)] {
      let metrics = ReturnMetrics(of: curve, annualised: .daysPerYear(365))
      #expect(metrics.days == 0 && metrics.totalReturn == nil && metrics.annualReturn == nil)
      #expect(metrics.annualVolatility == nil && metrics.sharpeRatio == nil && metrics.sortinoRatio == nil)
      #expect(metrics.calmarRatio == nil && metrics.maximumDrawdown == nil)
    }
    let oneDay = ReturnMetrics(of: .of(100, 90), annualised: .daysPerYear(365))
    #expect(oneDay.totalReturn?.isClose(to: -0.1, 1e-15) == true && oneDay.annualReturn == nil)
    #expect(oneDay.annualVolatility == nil && oneDay.sharpeRatio == nil && oneDay.sortinoRatio == nil)

    let idle = ReturnMetrics(of: .of(100, 100, 100), annualised: .daysPerYear(365))
    #expect(idle.annualReturn == 0 && idle.annualVolatility == 0)
    #expect(idle.sharpeRatio == nil && idle.sortinoRatio == nil && idle.calmarRatio == nil)

    let steady = ReturnMetrics(of: .of(100, 110, 121, 133.1), annualised: .daysPerYear(365))
    #expect(steady.annualVolatility == 0 && steady.sharpeRatio == nil && steady.sortinoRatio == nil)
  }

  @Test func `an account without money has no return from there on`() {
    let broke = ReturnMetrics(of: .of(100, 0, 0), annualised: .daysPerYear(365))
    #expect(broke.totalReturn == -1 && broke.annualReturn == -1 && broke.maximumDrawdown?.depth == 1)
    #expect(broke.annualVolatility == nil && broke.sharpeRatio == nil && broke.sortinoRatio == nil)
    let indebted = ReturnMetrics(of: .of(100, 50, -10), annualised: .daysPerYear(365))
    #expect(indebted.totalReturn?.isClose(to: -1.1, 1e-15) == true && indebted.annualReturn == nil)
    #expect(ReturnMetrics(of: .of(0, 50, 100), annualised: .daysPerYear(365)).totalReturn == nil)
  }

  @Test func `a growth beyond all numbers is nil, not infinite`() {
    #expect(EquityCurve.of(0.000_001, 1_000, 90_000_000).annualReturn(daysPerYear: 365) == nil)
  }

  @Test func `mixed accounts are annualised by the days they have in a year`() {
    // 10 points in 18 days: every second day.
    let points = (0..<10).map { EquityPoint(time: .day(2 * $0), equity: FixedPoint(100 + Double($0))) }
    let days = Annualisation.elapsedTime.daysPerYear(of: EquityCurve(points))
    #expect(days?.isClose(to: 365.2425 / 2, 1e-15) == true)
    #expect(Annualisation.elapsedTime.daysPerYear(of: .of(1)) == nil)
  }

  @Test func `trades are counted, won and lost to the last digit`() {
    let metrics = TradeMetrics(profits: [30, -10, 0, 20, -15].map { FixedPoint($0) })
    #expect(metrics.count == 5 && metrics.hitRate == 0.4 && metrics.profitFactor == 2)
    #expect(metrics.averageProfit == FixedPoint(5))
    #expect(TradeMetrics(profits: [FixedPoint(units: 1), FixedPoint(units: 2)]).averageProfit?.units == 2)
    #expect(TradeMetrics(profits: [FixedPoint(units: 0), FixedPoint(units: 1)]).averageProfit?.units == 0)
    #expect(TradeMetrics(profits: [FixedPoint(units: -1), FixedPoint(units: -2)]).averageProfit?.units == -2)
    #expect(TradeMetrics(profits: [1, 1, -1].map { FixedPoint(units: $0) }).averageProfit?.units == 0)
  }

  @Test func `without trades there is no rate, without losses no factor`() {
    let none = TradeMetrics(profits: [])
    #expect(none.count == 0 && none.hitRate == nil && none.profitFactor == nil && none.averageProfit == nil)
    let won = TradeMetrics(profits: [FixedPoint(5)])
    #expect(won.hitRate == 1 && won.profitFactor == nil)
    #expect(TradeMetrics(profits: [FixedPoint(-5)]).profitFactor == 0)
  }

  @Test func `going all in and out once in a year is a turnover of two`() {
    let year = EquityCurve([0, 1, 2, 3, 4].map { EquityPoint(time: .day($0), equity: FixedPoint(1_000)) })
    #expect(year.turnover(tradedValue: 2_000, daysPerYear: 4) == 2)
    #expect(year.turnover(tradedValue: 0, daysPerYear: 4) == 0)
    #expect(EquityCurve.of(1_000, 1_000).turnover(tradedValue: 10, daysPerYear: 4) == nil)
  }

  @Test func `buying and holding follows the price, less what entering cost`() throws {
    let prices = [50, 55, 40].enumerated().map { PricePoint(time: .day($0.offset), price: $0.element) }
    #expect(EquityCurve.buyAndHold(prices: prices, initialEquity: FixedPoint(1_000)) == .of(1_000, 1_100, 800))
    let costly = EquityCurve.buyAndHold(prices: prices, initialEquity: FixedPoint(1_000), entryCost: 0.01)
    #expect(costly == .of(1_000, 1_089, 792))
    for price in [0, -1, .nan, .infinity] {
      let bad = prices + [PricePoint(time: .day(9), price: price)]
      #expect(EquityCurve.buyAndHold(prices: bad, initialEquity: FixedPoint(1_000)) == nil)
    }
    #expect(EquityCurve.buyAndHold(prices: [], initialEquity: FixedPoint(1_000)) == nil)
    let moon = [PricePoint(time: .day(0), price: 1e-9), PricePoint(time: .day(1), price: 1e9)]
    #expect(EquityCurve.buyAndHold(prices: moon, initialEquity: FixedPoint(1_000)) == nil)
  }

  @Test func `all of it stands together`() {
    let metrics = PerformanceMetrics(
      curve: .of(100, 110, 99), annualised: .daysPerYear(252), tradeProfits: [FixedPoint(-1)], exposure: 0.5,
      tradedValue: 412, fees: FixedPoint(0.2), buyAndHold: .of(100, 101, 102))
    #expect(metrics.returns == ReturnMetrics(of: .of(100, 110, 99), annualised: .daysPerYear(252)))
    #expect(metrics.buyAndHold == ReturnMetrics(of: .of(100, 101, 102), annualised: .daysPerYear(252)))
    #expect(metrics.trades.count == 1 && metrics.exposure == 0.5 && metrics.fees == FixedPoint(0.2))
    // 412 over a mean equity of 103 in two of 252 days.
    #expect(metrics.turnover?.isClose(to: 504, 1e-14) == true)
  }
}
