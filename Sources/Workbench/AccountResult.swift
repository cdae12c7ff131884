import Comparison
import Market
import Replay
import Scenarios

extension ScenarioRun {
  /// The calendar whose days an account books: its instruments' own, or the UTC day where they do not agree.
  func calendar(of book: Book) -> TradingCalendar {
    let calendars = book.panels.map { scenario.panels[$0].instrument.calendar }
    return calendars.allSatisfy { $0 == calendars[0] } ? calendars[0] : .alwaysOpen
  }

  func annualisation(of book: Book) -> Annualisation {
    let calendars = book.panels.map { scenario.panels[$0].instrument.calendar }
    return calendars.allSatisfy { $0 == calendars[0] } ? .daysPerYear(calendars[0].daysPerYear) : .elapsedTime
  }

  /// `BTCUSD`, or `BTCUSD+GBPUSD` of an account that holds both.
  func name(of book: Book) -> String {
    book.panels.map { scenario.panels[$0].instrument.symbol }.joined(separator: "+")
  }

  func currency(of book: Book) -> String { scenario.currency ?? scenario.panels[book.panels[0]].instrument.quote }
}

extension RunResults.AccountResult {
  /// `sessions` are a variant's; those of the book's panels are taken.
  init(_ run: ScenarioRun, _ book: ScenarioRun.Book, _ sessions: [ScenarioRun.Session]) {
    let calendar = run.calendar(of: book)
    let start = book.panels.map { run.panels[$0].window.lowerBound }.min() ?? .distantPast
    let balance = run.scenario.panels[book.panels[0]].settings.venue.balance ?? .zero
    let bySeed = run.seeds.map { seed in
      book.panels.compactMap { panel in sessions.first { $0.panel == panel && $0.seed == seed }?.record }
    }
    let records = bySeed.map(SessionRecord.init(sharing:))
    func curve(_ equity: (Int) -> FixedPoint) -> EquityCurve {
      var points = [EquityPoint(time: start, equity: balance)]
      for (day, row) in (records.first?.days ?? []).enumerated() {
        let time = calendar.dayEnd(after: row.dayStart)
        if time > points[points.count - 1].time { points.append(EquityPoint(time: time, equity: equity(day))) }
      }
      return EquityCurve(points)
    }
    let held = Self.buyAndHold(run, book, bySeed.first ?? [], calendar, start: start, balance: balance)
    self.book = book
    self.records = records
    buyAndHold = held
    self.curve = curve { day in
      let sum = records.reduce(Int64(0)) { $0 + $1.days[day].equity.units }
      return FixedPoint(units: sum / Int64(max(1, records.count)))
    }
    metrics = records.map { record in
      PerformanceMetrics(
        curve: curve { record.days[$0].equity }, annualised: run.annualisation(of: book),
        tradeProfits: record.profits, exposure: record.outcome.funnel.exposure,
        tradedValue: record.outcome.ledger.turnover.reduce(0) { $0 + $1.doubleValue },
        fees: record.outcome.ledger.fees.reduce(.zero, +), buyAndHold: held)
    }
  }

  /// The balance in equal parts in every instrument; nil where one is priced in another currency than the account.
  private static func buyAndHold(
    _ run: ScenarioRun, _ book: ScenarioRun.Book, _ records: [SessionRecord], _ calendar: TradingCalendar,
    start: Timestamp, balance: FixedPoint
  ) -> EquityCurve? {
    let part = FixedPoint(balance.doubleValue / Double(book.panels.count))
    var curves: [EquityCurve] = []
    for (index, record) in zip(book.panels, records) {
      let panel = run.scenario.panels[index]
      guard panel.exchange == nil else { return nil }
      let prices =
        [PricePoint(time: start, price: run.panels[index].firstOpen)]
        + record.days.filter { $0.price > 0 }
        .map { PricePoint(time: calendar.dayEnd(after: $0.dayStart), price: $0.price) }
      let cost = panel.settings.venue.takerFee + panel.settings.venue.spread / 2
      guard let held = EquityCurve.buyAndHold(prices: prices, initialEquity: part, entryCost: cost) else { return nil }
      curves.append(held)
    }
    guard curves.count > 1 else { return curves.first }
    return EquityCurve.sum(of: curves)
  }
}

extension SessionRecord {
  /// What the instruments of one account did together; their days are the account's, and so all alike.
  init(sharing records: [SessionRecord]) {
    guard let first = records.first else { preconditionFailure("an account has an instrument") }
    self = first
    guard records.count > 1 else { return }
    for record in records.dropFirst() { outcome.funnel.add(record.outcome.funnel) }
    let trades = records.flatMap(\.trades).sorted { $0.exitTime < $1.exitTime }
    self.trades = trades
    profits = records.flatMap(\.profits)
    forecasts = []
    periods = []
    orders = records.reduce(0) { $0 + $1.orders }
    fills = records.reduce(0) { $0 + $1.fills }
    failures = []
    for failure in records.flatMap(\.failures) {
      if let known = failures.firstIndex(where: { $0.reason == failure.reason }) {
        failures[known].count += failure.count
      } else {
        failures.append(failure)
      }
    }
  }
}
