import CandleStore
import Comparison
import Foundation
import LanguageModels
import Market
import Replay
import Reports
import Scenarios

/// Plays every variant of a scenario on every panel with every seed.
///
/// Each of these replays is a pure function of its candles, settings and seed, so they may run on any number of threads
/// and in any order: results are put together by place.
struct ScenarioRun: Sendable {
  let scenario: Scenario
  let panels: [PanelTape]
  let models: [VariantModel]
  private let store: CandleStore
  /// Whether sessions keep their traces, for a check.
  var recordsTraces = false

  /// The panels that share an account, in order of their names: what a run does must not hang on the scenario's order.
  struct Book: Equatable, Sendable {
    var panels: [Int]
  }

  /// What one replay left of one panel.
  struct Session: Sendable {
    var panel: Int
    var variant: Int
    var seed: UInt64
    var record: SessionRecord
    var probe: ProbeRecord?
    var trace: SessionTrace?
    /// What was read at a tick, where there is a trace.
    var readings: (@Sendable (Int64) -> [Reading])?
  }

  /// Reads the candles that the runs need.
  init(_ scenario: Scenario, models: [VariantModel], store: CandleStore) throws {
    self.scenario = scenario
    self.store = store
    for panel in scenario.panels {
      guard case .languageModel(let prompt) = scenario.strategy else { break }
      for timeframe in prompt.timeframes where timeframe < panel.series.timeframe {
        throw WorkbenchError.pulseShorterThanCandles(timeframe, panel.series)
      }
    }
    panels = try scenario.panels.map { try PanelTape($0, in: store, keepsCloses: scenario.models != nil) }
    self.models = models
  }

  var variantNames: [String] { models.isEmpty ? [scenario.strategy.name] : models.map(\.name) }
  var seeds: [UInt64] { scenario.models?.seeds ?? [scenario.seed] }
  /// The variant that the others are compared with; nil where there is nothing to compare.
  var reference: Int? {
    guard let models = scenario.models, models.variants.count > 1 else { return nil }
    return models.variants.firstIndex { $0.name == models.reference }
  }

  var books: [Book] {
    switch scenario.accounts {
    case .separate: scenario.panels.indices.map { Book(panels: [$0]) }
    case .shared:
      [Book(panels: scenario.panels.indices.sorted { scenario.panels[$0].name < scenario.panels[$1].name })]
    }
  }

  /// Plays everything on `jobs` threads and writes the tables of each variant under `folder`.
  func play(jobs: Int, into folder: StagedDirectory, progress: @escaping @Sendable (Int, Int) -> Void) async throws
    -> [Session]
  {
    let plans = try makePlans(folder)
    let count = plans.count
    var sessions = [[Session]](repeating: [], count: count)
    try await withThrowingTaskGroup(of: (Int, [Session]).self) { group in
      var next = 0
      func startNext() {
        guard next < count else { return }
        let index = next
        let plan = plans[index]
        group.addTask { (index, try await play(plan)) }
        next += 1
      }
      for _ in 0..<max(1, jobs) { startNext() }
      var done = 0
      while let (index, played) = try await group.next() {
        sessions[index] = played
        done += 1
        progress(done, count)
        startNext()
      }
    }
    try checkUnchanged()
    try joinTables(folder)
    return sessions.flatMap { $0 }
  }

  /// Throws where an import has changed a series since its digest was taken.
  private func checkUnchanged() throws {
    for (panel, tape) in zip(scenario.panels, panels)
    where try store.series(panel.series).fingerprint != tape.series.fingerprint {
      throw CandleStoreError.changedWhileReading(tape.series.name, path: store.path)
    }
  }

  // MARK: One replay

  private struct Plan: Sendable {
    var book: Book
    var variant: Int
    var seed: UInt64
    /// The folder of the variant's tables, and which of the seeds this is.
    var folder: String
    var seedIndex: Int

    /// What the names of a panel's tables begin with.
    func part(_ panel: Int) -> String { "\(folder)/.\(panel)-\(seedIndex)-" }
  }

  private func makePlans(_ folder: StagedDirectory) throws -> [Plan] {
    var plans: [Plan] = []
    for (variant, name) in try VariantFolder.names(of: variantNames).enumerated() {
      let path = try folder.makeFolder(name)
      for book in books {
        for (index, seed) in seeds.enumerated() {
          plans.append(Plan(book: book, variant: variant, seed: seed, folder: path, seedIndex: index))
        }
      }
    }
    return plans
  }

  private func play(_ plan: Plan) async throws -> [Session] {
    let players = try plan.book.panels.map { try player($0, plan) }
    let outcomes = try await Replayer(players.map(\.setup), strategy: scenario.strategy).play(players.map(\.ports))
    return try zip(players, outcomes).map { player, outcome in
      Session(
        panel: player.panel, variant: plan.variant, seed: plan.seed, record: try player.tables.finish(outcome),
        probe: player.probe?.record, trace: player.trace.map { $0.recorder.finish($0.tape) },
        readings: player.trace?.recorder.readings)
    }
  }

  /// One panel's part in a replay.
  private struct Player {
    var panel: Int
    var setup: TrackSetup
    var ports: TrackPorts
    var tables: SessionTables
    var probe: ProbingRespondent?
    var trace: (recorder: TraceRecorder, tape: TapeFingerprints)?
  }

  private func player(_ index: Int, _ plan: Plan) throws -> Player {
    let panel = scenario.panels[index]
    let tape = panels[index]
    let timeframe = panel.series.timeframe
    let respondent = models.isEmpty ? nil : respondent(plan)
    let probe = plan.variant == reference ? respondent.map { prober($0, plan) } : nil
    let schedule = panel.instrument.calendar.sessions(covering: tape.window)
    let tables = try SessionTables(
      plan.part(index), labels: SessionTables.Labels(instrument: panel.instrument.symbol, seed: plan.seed),
      log: decisionLog,
      staleness: StalenessGate(
        panel.settings.staleness, timeframe: timeframe, calendar: panel.instrument.calendar, schedule: schedule),
      answers: respondent?.log)
    let asked: (any Respondent)? = if let probe { probe } else { respondent }
    let setup = setup(ofPanel: index, recordingReadings: recordsTraces)
    var player = Player(
      panel: index, setup: setup, ports: try ports(ofPanel: index, into: tables, asking: asked), tables: tables,
      probe: probe)
    if recordsTraces {
      let recorder = TraceRecorder(instrument: panel.instrument.symbol, seed: plan.seed, before: tables)
      let fingerprints = TapeFingerprints(setup)
      player.ports.source = FingerprintedSource(player.ports.source, fingerprints)
      player.ports.sink = recorder
      player.trace = (recorder, fingerprints)
    }
    return player
  }

  func setup(ofPanel index: Int, recordingReadings: Bool) -> TrackSetup {
    let (panel, tape) = (scenario.panels[index], panels[index])
    var setup = TrackSetup(
      panel.settings, instrument: panel.instrument, timeframe: panel.series.timeframe, window: tape.window,
      exchange: tape.exchange, finerTimeframe: panel.finer?.series.timeframe)
    setup.settings.recordsReadings = recordingReadings
    return setup
  }

  func ports(
    ofPanel index: Int, into sink: any EventSink, asking respondent: (any Respondent)?
  ) throws -> TrackPorts {
    let (panel, window) = (scenario.panels[index], panels[index].window)
    let (from, to) = (window.lowerBound, window.upperBound)
    let source = try store.candles(of: panel.series, from: from, to: to)
    let finer = try panel.finer.map { try store.candles(of: $0.series, from: from, to: to) }
    return TrackPorts(source, finer: finer, into: sink, asking: respondent)
  }

  private var decisionLog: SessionTables.DecisionLog {
    switch scenario.report.decisionLog {
    case .lean: .lean
    case .full: .full
    case .none: .none
    }
  }

  private func respondent(_ plan: Plan) -> ModelRespondent {
    ModelRespondent(models[plan.variant].asked, seed: plan.seed, retries: scenario.models?.retries ?? 0)
  }

  private func prober(_ respondent: ModelRespondent, _ plan: Plan) -> ProbingRespondent {
    ProbingRespondent(
      respondent, variants: models.map(\.model), reference: plan.variant, restarted: models[plan.variant].again,
      seed: plan.seed)
  }

  /// Panels in the scenario's order, within them the seeds in theirs.
  private func joinTables(_ folder: StagedDirectory) throws {
    for name in try VariantFolder.names(of: variantNames) {
      let path = "\(folder.path)/\(name)"
      let parts = panels.indices.flatMap { panel in seeds.indices.map { "\(path)/.\(panel)-\($0)-" } }
      try RunTables.join(parts, into: path)
    }
  }
}

extension Scenario.Panel {
  /// As people name it: `BTCUSD 1h`.
  var name: String { "\(instrument.symbol) \(series.timeframe.rawValue)" }
}
