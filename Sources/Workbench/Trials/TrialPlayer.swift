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

  /// Figures are means over the panels and seeds.
  func play() async throws -> TrialResult {
    var figures: [RunSummary.Figures] = []
    var curves: [EquityCurve] = []
    for (panel, tape) in zip(scenario.panels, tapes) {
      let window = stretch?.window ?? tape.window
      let books = AccountBooks(panel: panel, from: window.lowerBound, firstOpen: try tape.firstOpen(in: window))
      var records: [SessionRecord] = []
      for seed in scenario.models?.seeds ?? [scenario.seed] {
        let record = try await play(panel, on: tape, window, seed: seed)
        let metrics = books.metrics(record, buyAndHold: books.buyAndHold([record.days]))
        figures.append(RunSummary.Figures(record, metrics))
        records.append(record)
      }
      if keepsDays { curves.append(books.meanCurve(records)) }
    }
    return TrialResult(
      figures: RunSummary.Figures(meanOf: figures), days: keepsDays ? TrialDays(curves) : nil)
  }

  private func play(
    _ panel: Scenario.Panel, on tape: TrialTape, _ window: Range<Timestamp>, seed: UInt64
  ) async throws -> SessionRecord {
    let respondent = models.first.map { model in
      ModelRespondent(model.asked, seed: seed, retries: scenario.models?.retries ?? 0, sampling: model.sampling)
    }
    let sink = TrialSink(answers: respondent?.log)
    let job = ReplayJob(
      panel: panel, strategy: scenario.strategy, seed: seed, window: window,
      learnsFrom: stretch?.learnsFrom ?? window.lowerBound, findings: tape.findings,
      candles: tape.candles)
    let outcome = try await job.play(into: sink, asking: respondent) { setup, _ in
      setup.settings.recordsTicks = false
    }
    return sink.record(outcome)
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
