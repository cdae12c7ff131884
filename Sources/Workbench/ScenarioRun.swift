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
  private(set) var models: [VariantModel]
  /// What each account plays, one after the other: all of its window, or the test windows of a walk-forward.
  private let stretches: [Stretch]
  let store: CandleStore
  /// By panel, for variants and seeds to share; empty where a panel is played but once, which keeps none.
  private let findings: [TapeFindings]
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
    /// What `record` was joined from: one for each fold of a walk-forward.
    var parts: [SessionRecord]
    var probe: ProbeRecord?
    /// Milliseconds of the answers that were waited for.
    var latencies: [Int]
    /// One for each of `parts`; empty where nobody asked for them.
    var traces: [Traced]
  }

  /// What a replay did, and what was read at each of its ticks.
  struct Traced: Sendable {
    var trace: SessionTrace
    var readings: @Sendable (Int64) -> [Reading]
  }

  private struct Stretch: Sendable {
    var scenario: Scenario
    var models: [VariantModel]
    /// Nil for all of the window.
    var part: TapeStretch?
  }

  /// Reads the candles that the runs need.
  init(_ scenario: Scenario, models: [VariantModel], store: CandleStore) throws {
    try self.init(scenario, models: models, store: store, [Stretch(scenario: scenario, models: models)])
  }

  /// The test windows of `folds`, each played as the scenario says that was chosen for it.
  init(
    _ scenario: Scenario, models: [VariantModel], store: CandleStore, folds: [(Fold, Scenario, [VariantModel])]
  ) throws {
    var judged = scenario
    for panel in judged.panels.indices {
      judged.panels[panel].from = folds.first?.0.test.window.lowerBound
      judged.panels[panel].to = folds.last?.0.test.window.upperBound
    }
    try self.init(
      judged, models: models, store: store, folds.map { Stretch(scenario: $1, models: $2, part: $0.test) })
  }

  private init(_ scenario: Scenario, models: [VariantModel], store: CandleStore, _ stretches: [Stretch]) throws {
    self.scenario = scenario
    self.store = store
    self.models = models
    self.stretches = stretches
    let replays = max(1, models.count) * (scenario.models?.seeds.count ?? 1)
    findings = replays > 1 ? scenario.panels.map { _ in TapeFindings() } : []
    try Self.checkPulse(scenario)
    panels = try scenario.panels.map { try PanelTape($0, in: store, keepsCloses: scenario.models != nil) }
  }

  /// Whether each account plays the scenario's own settings over all of its window.
  var isOneStretch: Bool { stretches.count == 1 && stretches[0].part == nil }

  /// Of one panel, for replays that may share them.
  func findings(ofPanel index: Int) -> TapeFindings? { findings.isEmpty ? nil : findings[index] }

  /// Throws where the prompt asks for candles that cannot be built.
  static func checkPulse(_ scenario: Scenario) throws {
    for panel in scenario.panels {
      guard case .languageModel(let prompt) = scenario.strategy else { break }
      for timeframe in prompt.timeframes where timeframe < panel.series.timeframe {
        throw WorkbenchError.pulseShorterThanCandles(timeframe, panel.series)
      }
    }
  }

  var variantNames: [String] {
    if !models.isEmpty { return models.map(\.name) }
    return [stretches[0].part == nil ? scenario.strategy.name : "walk-forward"]
  }
  var seeds: [UInt64] { scenario.models?.seeds ?? [scenario.seed] }
  /// The variant that the others are compared with; nil where there is nothing to compare.
  var reference: Int? {
    guard let models = scenario.models, models.variants.count > 1 else { return nil }
    return models.variants.firstIndex { $0.name == models.reference }
  }

  var books: [Book] { scenario.books }

  /// Plays everything on `jobs` threads and writes the tables of each variant under `folder`.
  func play(jobs: Int, into folder: StagedDirectory, progress: @escaping @Sendable (Int, Int) -> Void) async throws
    -> [Session]
  {
    let plans = try makePlans(folder)
    var done = 0
    let sessions = try await mapInParallel(plans, jobs: jobs) { _, _ in
      done += 1
      progress(done, plans.count)
    } _: {
      try await play($0)
    }
    try checkUnchanged()
    try joinTables(folder)
    return sessions.flatMap { $0 }
  }

  /// Throws where an import has changed a series since its digest was taken.
  private func checkUnchanged() throws {
    for tape in panels { try store.checkUnchanged([tape.series] + tape.besides.map(\.series)) }
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
    func part(_ panel: Int, stretch: Int = 0) -> String { "\(folder)/.\(panel)-\(seedIndex)-\(stretch)-" }
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
    let book = plan.book.panels
    var records: [[SessionRecord]] = book.map { _ in [] }
    var traces: [[Traced]] = book.map { _ in [] }
    var latencies: [[Int]] = book.map { _ in [] }
    var last: [Player] = []
    try await play(plan.book, seed: plan.seed) { number, job in
      let players = try book.map { try player($0, plan, stretch: number) }
      let outcomes = try await job.play(into: players.map(\.tables), asking: players.map(\.asked)) {
        players[$0].listen(&$1, &$2)
      }
      for (place, player) in players.enumerated() {
        records[place].append(try player.tables.finish(outcomes[place]))
        latencies[place] += player.respondent?.measured ?? []
        if let (recorder, tape) = player.trace {
          traces[place].append(Traced(trace: recorder.finish(tape), readings: recorder.readings))
        }
      }
      last = players
      return outcomes
    }
    return book.indices.map { place in
      Session(
        panel: book[place], variant: plan.variant, seed: plan.seed, record: SessionRecord(joining: records[place]),
        parts: records[place], probe: last[place].probe?.record, latencies: latencies[place], traces: traces[place])
    }
  }

  /// The same run, knowing how long the servers' answers took in `sessions`.
  func measured(by sessions: [Session]) -> ScenarioRun {
    var run = self
    for variant in models.indices where !models[variant].isMock {
      run.models[variant].measured = LatencyDistribution(
        measured: sessions.filter { $0.variant == variant }.flatMap(\.latencies))
    }
    return run
  }

  /// Hands over an account's replays, stretch after stretch, each beginning flat with what the one before it was worth in
  /// the end; until `body` has seen enough and returns nil.
  func play(
    _ book: Book, seed: UInt64, _ body: (_ stretch: Int, _ job: ReplayJob) async throws -> [RunOutcome]?
  ) async throws {
    var balance = scenario.panels[book.panels[0]].settings.venue.balance
    for (number, stretch) in stretches.enumerated() {
      let job = ReplayJob(
        tracks: book.panels.map { track($0, stretch, balance: balance) }, strategy: stretch.scenario.strategy,
        seed: seed)
      guard let outcomes = try await body(number, job) else { return }
      balance = outcomes[0].account.equity
    }
  }

  private func track(_ index: Int, _ stretch: Stretch, balance: FixedPoint?) -> ReplayJob.Track {
    var panel = stretch.scenario.panels[index]
    panel.settings.venue.balance = balance
    let window = stretch.part?.window ?? panels[index].window
    return ReplayJob.Track(
      panel: panel, window: window, learnsFrom: stretch.part?.learnsFrom ?? window.lowerBound,
      exchange: panels[index].exchange, findings: findings(ofPanel: index), candles: candles(of: panel.series),
      finer: panel.finer.map { candles(of: $0.series) })
  }

  func candles(of series: SeriesName) -> @Sendable (Range<Timestamp>) throws -> any CandleSource {
    { [store] in try store.candles(of: series, from: $0.lowerBound, to: $0.upperBound) }
  }

  /// Who listens to one panel's part of a replay, and who answers in it.
  private struct Player {
    var tables: SessionTables
    var respondent: ModelRespondent?
    var probe: ProbingRespondent?
    var trace: (recorder: TraceRecorder, tape: TapeFingerprints)?

    var asked: (any Respondent)? { if let probe { probe } else { respondent } }

    /// Puts the trace in between, where there is one.
    func listen(_ setup: inout TrackSetup, _ ports: inout TrackPorts) {
      guard let trace else { return }
      setup.settings.recordsReadings = true
      ports.source = FingerprintedSource(ports.source, trace.tape)
      ports.sink = trace.recorder
    }
  }

  private func player(_ index: Int, _ plan: Plan, stretch number: Int) throws -> Player {
    let stretch = stretches[number]
    let panel = stretch.scenario.panels[index]
    let window = stretch.part?.window ?? panels[index].window
    let calendar = panel.instrument.calendar
    let respondent = respondent(variant: plan.variant, seed: plan.seed, stretch: number)
    let tables = try SessionTables(
      plan.part(index, stretch: number),
      labels: SessionTables.Labels(instrument: panel.instrument.symbol, seed: plan.seed), log: decisionLog,
      staleness: StalenessGate(
        panel.settings.staleness, timeframe: panel.series.timeframe, calendar: calendar,
        schedule: calendar.sessions(covering: window)),
      answers: respondent?.log)
    var player = Player(tables: tables, respondent: respondent)
    player.probe = plan.variant == reference ? respondent.map { prober($0, plan) } : nil
    if recordsTraces {
      var setup = setup(ofPanel: index, recordingReadings: true)
      setup.window = window
      setup.learnsFrom = stretch.part?.learnsFrom ?? window.lowerBound
      player.trace = (
        TraceRecorder(
          instrument: panel.instrument.symbol, seed: plan.seed, fold: stretch.part == nil ? nil : number + 1,
          before: tables),
        TapeFingerprints(setup)
      )
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

  /// All candles of a panel's window, read once more: tapes are not kept for all of a run.
  func candles(ofPanel index: Int) throws -> CandleColumns {
    try columns(of: scenario.panels[index].series, in: panels[index].window)
  }

  /// The same of the finer candles, nil where it has none.
  func finerCandles(ofPanel index: Int) throws -> CandleColumns? {
    try scenario.panels[index].finer.map { try columns(of: $0.series, in: panels[index].window) }
  }

  private func columns(of series: SeriesName, in window: Range<Timestamp>) throws -> CandleColumns {
    var columns = CandleColumns(quoted: try store.series(series).quoted)
    var source = try candles(of: series)(window)
    while let chunk = try source.next() { columns.append(chunk, 0..<chunk.count) }
    return columns
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

  /// Nil where no model decides.
  func respondent(variant: Int, seed: UInt64, stretch number: Int) -> ModelRespondent? {
    let models = stretches[number].models
    return models.isEmpty ? nil : models[variant].respondent(seed: seed)
  }

  private func prober(_ respondent: ModelRespondent, _ plan: Plan) -> ProbingRespondent {
    ProbingRespondent(
      respondent, variants: models, reference: plan.variant, seed: plan.seed, sampling: models[plan.variant].sampling)
  }

  /// Panels in the scenario's order, within them the seeds in theirs, within these the stretches.
  private func joinTables(_ folder: StagedDirectory) throws {
    for name in try VariantFolder.names(of: variantNames) {
      let path = "\(folder.path)/\(name)"
      let parts = panels.indices.flatMap { panel in
        seeds.indices.flatMap { seed in stretches.indices.map { "\(path)/.\(panel)-\(seed)-\($0)-" } }
      }
      try RunTables.join(parts, into: path)
    }
  }
}

extension Scenario {
  /// Its accounts.
  var books: [ScenarioRun.Book] {
    switch accounts {
    case .separate: panels.indices.map { ScenarioRun.Book(panels: [$0]) }
    case .shared: [ScenarioRun.Book(panels: panels.indices.sorted { panels[$0].name < panels[$1].name })]
    }
  }
}

extension Scenario.Panel {
  /// As people name it: `BTCUSD 1h`.
  var name: String { "\(instrument.symbol) \(series.timeframe.rawValue)" }
}
