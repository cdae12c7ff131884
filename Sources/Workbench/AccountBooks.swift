import Comparison
import Market
import Replay
import Scenarios

/// What an account's days say about it: its curve, what holding would have brought, its figures.
struct AccountBooks: Sendable {
  /// What it may hold, and the first price of each.
  let holdings: [(panel: Scenario.Panel, firstOpen: Double)]
  let start: Timestamp

  init(_ holdings: [(panel: Scenario.Panel, firstOpen: Double)], from start: Timestamp) {
    self.holdings = holdings
    self.start = start
  }

  private var balance: FixedPoint { holdings[0].panel.settings.venue.balance ?? .zero }
  private var calendars: [TradingCalendar] { holdings.map(\.panel.instrument.calendar) }
  private var isMixed: Bool { calendars.contains { $0 != calendars[0] } }
  /// Whose days it books: its instruments' own, or the UTC day where they do not agree.
  var calendar: TradingCalendar { isMixed ? .alwaysOpen : calendars[0] }

  var annualisation: Annualisation { isMixed ? .elapsedTime : .daysPerYear(calendars[0].daysPerYear) }

  /// The day that a point of the account's curve is the end of; of its first point, the date on which it began.
  func date(ofPointAt time: Timestamp) -> CivilDate {
    time == start ? start.date : calendar.date(ofDayEndingAt: time)
  }

  func curve(_ days: [DayEquity], equity: (Int) -> FixedPoint) -> EquityCurve {
    var points = [EquityPoint(time: start, equity: balance)]
    for (day, row) in days.enumerated() {
      let time = calendar.dayEnd(after: row.dayStart)
      if time > points[points.count - 1].time { points.append(EquityPoint(time: time, equity: equity(day))) }
    }
    return EquityCurve(points)
  }

  func curve(_ days: [DayEquity]) -> EquityCurve { curve(days) { days[$0].equity } }

  /// The mean over seeds, day by day.
  func meanCurve(_ records: [SessionRecord]) -> EquityCurve {
    curve(records.first?.days ?? []) { day in
      let sum = records.reduce(Int64(0)) { $0 + $1.days[day].equity.units }
      return FixedPoint(units: sum / Int64(max(1, records.count)))
    }
  }

  /// The balance put in at the first prices, in equal parts, and held, fee and half the spread paid; `days` are those of
  /// each holding. Nil where one is priced in another currency than the account's.
  func buyAndHold(_ days: [[DayEquity]]) -> EquityCurve? {
    let part = holdings.count == 1 ? balance : FixedPoint(balance.doubleValue / Double(holdings.count))
    var curves: [EquityCurve] = []
    for (holding, own) in zip(holdings, days) {
      guard holding.panel.exchange == nil else { return nil }
      let prices =
        [PricePoint(time: start, price: holding.firstOpen)]
        + own.filter { $0.price > 0 }.map { PricePoint(time: calendar.dayEnd(after: $0.dayStart), price: $0.price) }
      let venue = holding.panel.settings.venue
      guard
        let held = EquityCurve.buyAndHold(
          prices: prices, initialEquity: part, entryCost: venue.takerFee + venue.spread / 2)
      else { return nil }
      curves.append(held)
    }
    return curves.count > 1 ? EquityCurve.sum(of: curves) : curves.first
  }

  func metrics(_ record: SessionRecord, buyAndHold: EquityCurve?) -> PerformanceMetrics {
    PerformanceMetrics(
      curve: curve(record.days), annualised: annualisation, tradeProfits: record.profits,
      exposure: record.outcome.funnel.exposure,
      tradedValue: record.outcome.ledger.turnover,
      fees: record.outcome.ledger.fees.reduce(.zero, +), buyAndHold: buyAndHold)
  }
}
