import CandleStore
import Comparison
package import Market
import Replay
import Reports
import Scenarios

/// Plays one point on one stretch of tape, keeping nothing but its figures and perhaps its days.
struct TrialPlayer: Sendable {
  let scenario: Scenario
  /// By panel.
  let tapes: [TrialTape]
  let models: [VariantModel]
  let keepsDays: Bool
  /// What is played of the tape: nil for all of it.
  var stretch: TapeStretch?

  /// Figures are means over the accounts and seeds.
  func play() async throws -> TrialResult {
    var figures: [RunSummary.Figures] = []
    var curves: [EquityCurve] = []
    for book in scenario.books {
      let books = try books(of: book)
      var records: [SessionRecord] = []
      for seed in scenario.models?.seeds ?? [scenario.seed] {
        let parts = try await play(book, seed: seed)
        let record = SessionRecord(sharing: parts)
        let metrics = books.metrics(record, buyAndHold: books.buyAndHold(parts.map(\.days)))
        figures.append(RunSummary.Figures(record, metrics))
        records.append(record)
      }
      if keepsDays { curves.append(books.meanCurve(records)) }
    }
    return TrialResult(figures: RunSummary.Figures(meanOf: figures), days: keepsDays ? TrialDays(curves) : nil)
  }

  private func window(_ panel: Int) -> Range<Timestamp> { stretch?.window ?? tapes[panel].window }

  private func books(of book: ScenarioRun.Book) throws -> AccountBooks {
    AccountBooks(
      try book.panels.map { (scenario.panels[$0], try tapes[$0].firstOpen(in: window($0))) },
      from: book.panels.map { window($0).lowerBound }.min() ?? .distantPast)
  }

  /// By panel of the account.
  private func play(_ book: ScenarioRun.Book, seed: UInt64) async throws -> [SessionRecord] {
    let respondents = book.panels.map { _ in
      models.first?.respondent(seed: seed)
    }
    let sinks = respondents.map { TrialSink(answers: $0?.log) }
    let job = ReplayJob(
      tracks: book.panels.map { panel in
        let (tape, window) = (tapes[panel], window(panel))
        return ReplayJob.Track(
          panel: scenario.panels[panel], window: window, learnsFrom: stretch?.learnsFrom ?? window.lowerBound,
          exchange: tape.exchange, findings: tape.findings, candles: tape.candles, finer: tape.finerCandles)
      }, strategy: scenario.strategy, seed: seed)
    let outcomes = try await job.play(into: sinks, asking: respondents) { _, setup, _ in
      setup.settings.recordsTicks = false
    }
    return zip(sinks, outcomes).map { $0.record($1) }
  }
}

/// A part of a tape.
package struct TapeStretch: Equatable, Sendable {
  /// Ticks lie in `(lowerBound, upperBound]`.
  package var window: Range<Timestamp>
  /// Candles from here on are learned.
  package var learnsFrom: Timestamp
}

/// Keeps of a replay what its figures are made of.
final class TrialSink: EventSink {
  private let answers: AnswerLog?
  private var days: [DayEquity] = []
  private var profits: [FixedPoint] = []
  private var orders = 0
  private var fills = 0

  init(answers: AnswerLog?) { self.answers = answers }

  func take(_ rows: Span<DecisionRow>, _ events: EventLog) {
    days += events.days
    for trade in events.trades { profits.append(trade.profit) }
    orders += events.orders.count
    fills += events.fills.count
    answers?.discard()
  }

  func record(_ outcome: RunOutcome) -> SessionRecord {
    var record = SessionRecord(outcome: outcome)
    record.days = days
    record.profits = profits
    record.orders = orders
    record.fills = fills
    record.failures = answers?.failures ?? []
    return record
  }
}
