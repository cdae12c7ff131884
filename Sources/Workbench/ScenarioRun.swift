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

  /// What one replay left.
  struct Session: Sendable {
    var panel: Int
    var variant: Int
    var seed: UInt64
    var record: SessionRecord
    var probe: ProbeRecord?
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

  /// Plays everything on `jobs` threads and writes the tables of each variant under `folder`.
  func play(jobs: Int, into folder: StagedDirectory, progress: @escaping @Sendable (Int, Int) -> Void) async throws
    -> [Session]
  {
    let plans = try makePlans(folder)
    let count = plans.count
    var sessions = [Session?](repeating: nil, count: count)
    try await withThrowingTaskGroup(of: (Int, Session).self) { group in
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
      while let (index, session) = try await group.next() {
        sessions[index] = session
        done += 1
        progress(done, count)
        startNext()
      }
    }
    try checkUnchanged()
    try joinTables(plans, folder)
    return sessions.compactMap { $0 }
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
    var panel: Int
    var variant: Int
    var seed: UInt64
    /// What the names of its tables begin with.
    var part: String
    var folder: String
  }

  private func makePlans(_ folder: StagedDirectory) throws -> [Plan] {
    var plans: [Plan] = []
    for (variant, name) in try VariantFolder.names(of: variantNames).enumerated() {
      let path = try folder.makeFolder(name)
      for panel in panels.indices {
        for (index, seed) in seeds.enumerated() {
          plans.append(
            Plan(panel: panel, variant: variant, seed: seed, part: "\(path)/.\(panel)-\(index)-", folder: path))
        }
      }
    }
    return plans
  }

  private func play(_ plan: Plan) async throws -> Session {
    let panel = scenario.panels[plan.panel]
    let tape = panels[plan.panel]
    let timeframe = panel.series.timeframe
    let respondent = models.isEmpty ? nil : respondent(plan)
    let probe = plan.variant == reference ? respondent.map { prober($0, plan) } : nil
    let schedule = panel.instrument.calendar.sessions(covering: tape.window)
    let tables = try SessionTables(
      plan.part, labels: SessionTables.Labels(instrument: panel.instrument.symbol, seed: plan.seed),
      log: decisionLog,
      staleness: StalenessGate(
        panel.settings.staleness, timeframe: timeframe, calendar: panel.instrument.calendar, schedule: schedule),
      answers: respondent?.log)
    let setup = TrackSetup(
      panel.settings, instrument: panel.instrument, timeframe: timeframe, window: tape.window)
    let source = try store.candles(of: panel.series, from: tape.window.lowerBound, to: tape.window.upperBound)
    let asked: (any Respondent)? = if let probe { probe } else { respondent }
    let outcomes = try await Replayer([setup], strategy: scenario.strategy)
      .play([TrackPorts(source, into: tables, asking: asked)])
    return Session(
      panel: plan.panel, variant: plan.variant, seed: plan.seed, record: try tables.finish(outcomes[0]),
      probe: probe?.record)
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

  private func joinTables(_ plans: [Plan], _ folder: StagedDirectory) throws {
    for variant in variantNames.indices {
      let own = plans.filter { $0.variant == variant }
      guard let path = own.first?.folder else { continue }
      try RunTables.join(own.map(\.part), into: path)
    }
  }
}
