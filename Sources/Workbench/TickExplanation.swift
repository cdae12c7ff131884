package import CandleStore
import LanguageModels
package import Market
package import Replay
import Reports
package import Scenarios

/// One tick of the pipeline, explained stage by stage.
package struct TickExplanation: Sendable {
  package let row: DecisionRow
  /// The text of a refusal that has one.
  package let reason: String
  /// What the prompt said of each timeframe; empty where nobody was asked.
  package let pulse: [PulseReading]
  /// Percent a day, where it was told.
  package let forecast: Double?
  package let prompt: String
  /// The order that the tick sent, if it did.
  package let order: Order?

  /// Plays `panel` up to the newest tick that is due by `at` (the end of the series where nil), with the mock that
  /// stands in for the card called `card`.
  package init(
    _ panel: Scenario.Panel, prompt: PromptSettings, at instant: Timestamp?, card: String, modelFolder: String,
    store: CandleStore
  ) async throws {
    let folder = ModelCardFolder(path: modelFolder)
    let model = try folder.mock(of: try folder.card(named: card))
    let series = try store.series(panel.series)
    let timeframe = panel.series.timeframe
    let end = instant ?? Timestamp(milliseconds: series.lastOpen.milliseconds + timeframe.milliseconds)
    // Enough for the longest indicator and the volatility window, with as much again for what is missing.
    let bars = Int64(2 * panel.settings.volatility.window + 2_000)
    let start = max(series.firstOpen, Timestamp(milliseconds: end.milliseconds - bars * timeframe.milliseconds))
    guard start < end else { throw WorkbenchError.noTick(series, at: end) }
    let watcher = Watcher()
    let listener = Listener(ModelRespondent(model, seed: 1, retries: 0))
    let setup = TrackSetup(panel.settings, instrument: panel.instrument, timeframe: timeframe, window: start..<end)
    let candles = try store.candles(of: panel.series, from: start, to: end)
    _ = try await Replayer([setup], strategy: .languageModel(prompt))
      .play([TrackPorts(candles, into: watcher, asking: listener)])
    guard let row = watcher.last else { throw WorkbenchError.noTick(series, at: end) }
    self.row = row
    order = watcher.orders.last { $0.submitted == row.time }
    let asked = listener.question.flatMap { $0.time == row.time ? $0 : nil }
    pulse = asked?.pulse ?? []
    forecast = asked?.forecast
    self.prompt = asked.map { String(decoding: $0.prompt, as: UTF8.self) } ?? ""
    if row.stage == .stale {
      let schedule = panel.instrument.calendar.sessions(covering: start..<end)
      let gate = StalenessGate(
        panel.settings.staleness, timeframe: timeframe, calendar: panel.instrument.calendar, schedule: schedule)
      reason = gate.text(age: Int64(row.detail) * 100)
    } else {
      reason = asked == nil ? "" : listener.answers.last?.reason ?? ""
    }
  }

  private final class Watcher: EventSink {
    private(set) var last: DecisionRow?
    private(set) var orders: [Order] = []

    func take(_ rows: Span<DecisionRow>, _ events: EventLog) {
      if !rows.isEmpty { last = rows[rows.count - 1] }
      orders = events.orders.isEmpty ? orders : events.orders
    }
  }

  private final class Listener: Respondent {
    private let respondent: ModelRespondent
    private(set) var question: Question?
    var answers: ArraySlice<AnswerLog.Answer> { respondent.log.pending }

    init(_ respondent: ModelRespondent) { self.respondent = respondent }

    func answer(to question: Question) async throws -> OutsideAnswer {
      self.question = question
      return try await respondent.answer(to: question)
    }
  }
}
