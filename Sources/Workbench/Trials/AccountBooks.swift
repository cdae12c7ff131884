import Comparison
import Market
import Replay
import Scenarios

/// What an account's days say about it: its curve, what holding would have brought, its figures.
struct AccountBooks: Sendable {
  let panel: Scenario.Panel
  let window: Range<Timestamp>
  /// Open of the window's first candle.
  let firstOpen: Double

  private var balance: FixedPoint { panel.settings.venue.balance ?? .zero }
  private var calendar: TradingCalendar { panel.instrument.calendar }

  func curve(_ days: [DayEquity], equity: (Int) -> FixedPoint) -> EquityCurve {
    var points = [EquityPoint(time: window.lowerBound, equity: balance)]
    for (day, row) in days.enumerated() {
      let time = calendar.dayEnd(after: row.dayStart)
      if time > points[points.count - 1].time { points.append(EquityPoint(time: time, equity: equity(day))) }
    }
    return EquityCurve(points)
  }

  func curve(_ days: [DayEquity]) -> EquityCurve { curve(days) { days[$0].equity } }

  /// Everything put in at the first price and held, fee and half the spread paid.
  func buyAndHold(_ days: [DayEquity]) -> EquityCurve? {
    let prices =
      [PricePoint(time: window.lowerBound, price: firstOpen)]
      + days.filter { $0.price > 0 }.map { PricePoint(time: calendar.dayEnd(after: $0.dayStart), price: $0.price) }
    let cost = panel.settings.venue.takerFee + panel.settings.venue.spread / 2
    return EquityCurve.buyAndHold(prices: prices, initialEquity: balance, entryCost: cost)
  }

  func metrics(_ record: SessionRecord, buyAndHold: EquityCurve?) -> PerformanceMetrics {
    PerformanceMetrics(
      curve: curve(record.days), annualised: .daysPerYear(calendar.daysPerYear), tradeProfits: record.profits,
      exposure: record.outcome.funnel.exposure, tradedValue: record.outcome.ledger.turnover[0].doubleValue,
      fees: record.outcome.ledger.fees[0], buyAndHold: buyAndHold)
  }
}
