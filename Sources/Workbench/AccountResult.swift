import Comparison
import Market
import Replay
import Scenarios

extension ScenarioRun {
  func books(of book: Book) -> AccountBooks {
    AccountBooks(
      book.panels.map { (scenario.panels[$0], panels[$0].firstOpen) },
      from: book.panels.map { panels[$0].window.lowerBound }.min() ?? .distantPast)
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
    let books = run.books(of: book)
    let bySeed = run.seeds.map { seed in
      book.panels.compactMap { panel in sessions.first { $0.panel == panel && $0.seed == seed }?.record }
    }
    let records = bySeed.map(SessionRecord.init(sharing:))
    let held = books.buyAndHold((bySeed.first ?? []).map(\.days))
    self.book = book
    self.records = records
    buyAndHold = held
    curve = books.meanCurve(records)
    metrics = records.map { books.metrics($0, buyAndHold: held) }
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
    closed = records.flatMap(\.closed).sorted { $0.exit < $1.exit }
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
