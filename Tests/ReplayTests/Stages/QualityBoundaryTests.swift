import Market
import Replay
import Testing

/// What a candle may just be, and what 1e-8 more makes of it.
@Suite struct QualityBoundaryTests {
  private static let unit = 1e-8
  private let start = Timestamp.at("2024-01-01")

  private func isGood(_ bar: PriceBar) throws -> Bool {
    let candles = CandleColumns([.flat(100), bar, .flat(100)], from: start)
    let run = try ReplayScene(candles).played(deciding: Decision(.hold, confidence: 50))
    #expect(run.stages[0] == .hold && run.stages[2] == .hold)
    #expect(run.learned.count == (run.stages[1] == .hold ? 3 : 2))
    return run.stages[1] == .hold
  }

  @Test(arguments: [
    PriceBar.flat(100), PriceBar(101, 101, 99, 99), PriceBar(99, 101, 99, 101), PriceBar(100, 101, unit, 100),
  ])
  func `a price may be the candle's high or low, and any amount above zero`(bar: PriceBar) throws {
    #expect(try isGood(bar))
  }

  @Test(arguments: [
    PriceBar(100, 100, 100 + unit, 100), PriceBar(101 + unit, 101, 99, 100), PriceBar(100, 101, 99, 101 + unit),
    PriceBar(99 - unit, 101, 99, 100), PriceBar(100, 101, 99, 99 - unit), PriceBar(100, 101, 0, 100),
    PriceBar(100, 101, -unit, 100),
  ])
  func `1e-8 outside the candle, or no price above zero, is bad`(bar: PriceBar) throws {
    #expect(try !isGood(bar))
  }

  @Test(arguments: [
    (Timeframe.oneMinute, 0.25), (.fiveMinutes, 0.25), (.fifteenMinutes, 0.25), (.thirtyMinutes, 0.25),
    (.oneHour, 0.25),
    (.fourHours, 0.25), (.oneDay, 0.6),
  ])
  func `a jump of the whole limit is a market, 1e-8 more a bad print`(timeframe: Timeframe, limit: Double) throws {
    for sign in [1.0, -1] {
      for (beyond, stage) in [(0, Stage.hold), (Self.unit, .badCandle)] {
        let jump = 100 + sign * (100 * limit + beyond)
        let candles = CandleColumns(closes: [100, jump, 100], from: start, timeframe)
        let run = try ReplayScene(candles, timeframe: timeframe).played(deciding: Decision(.hold, confidence: 50))
        #expect(run.stages[1] == stage, "\(jump)")
      }
    }
  }

  @Test func `a forecast is what it would be had the bad candle never come`() throws {
    var settings = PipelineSettings.halfIn
    settings.sizing.rule = .volatilityTarget
    settings.volatility.model = .ewma
    settings.volatility.window = 10
    settings.quality.jumpLimit = nil
    let whole = CandleColumns(walk: 30, seed: 4, from: .monday)
    var damaged = whole
    damaged.close[20] *= 1.2
    damaged.low[20] = 0
    func input(_ candles: CandleColumns) throws -> Double? {
      try ReplayScene(candles, settings: settings).played(by: .plan([25: .buy])).orders.first?.sizing?.input
    }
    let expected = try #require(try input(whole.keeping { $0 != Timestamp.monday.open(of: 20) }))
    #expect(try input(damaged) == expected)
    #expect(try input(whole) != expected)
  }
}
