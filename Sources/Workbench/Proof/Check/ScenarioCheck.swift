import CandleStore
import Foundation
import Market
import Replay
import Reports
package import Scenarios

/// Plays a scenario again and compares it with its baseline.
package struct ScenarioCheck: Sendable {
  /// How the run is made; its output is not used.
  package var directory: RunDirectory
  /// The scenario's own folder in the folder of baselines.
  package var baselineFolder: String

  package init(_ directory: RunDirectory, baselineFolder: String) {
    self.directory = directory
    self.baselineFolder = baselineFolder
  }

  /// What a variant did.
  package struct VariantResult: Equatable, Encodable, Sendable {
    package var variant: String
    /// The earliest of its sessions' drifts; nil where all are equal.
    package var drift: Drift?
    /// Sessions that differ, and all.
    package var drifted: Int
    package var sessions: Int
  }

  package struct Result: Equatable, Encodable, Sendable {
    package var scenario: String
    package var file: String
    package var variants: [VariantResult]
    /// SummaryFigures beyond their tolerance.
    package var figures: [FigureDrift]
    /// Inputs whose hash is another: `scenario sma-cross.yaml`.
    package var inputs: [String]
    /// Whether events alone are drift.
    package var eventsCount: Bool

    package var hasDrifted: Bool { !figures.isEmpty || eventsCount && variants.contains { $0.drift != nil } }

    /// The earliest event that differs, over all variants.
    package var first: VariantResult? {
      variants.filter { $0.drift != nil }.min { ($0.drift?.time ?? .max) < ($1.drift?.time ?? .max) }
    }
  }

  /// Throws where there is no readable baseline, before anything is played.
  package func checkBaseline() throws(BaselineError) {
    _ = try Baseline.read(baselineFolder)
    _ = try Baseline.readTolerances(baselineFolder)
  }

  /// Plays and compares.
  package func compare(_ scenario: Scenario, note: @escaping @Sendable (String) -> Void) async throws -> Result {
    let baseline = try Baseline.read(baselineFolder)
    let tolerances = try Baseline.readTolerances(baselineFolder)
    return try result(scenario, try await play(scenario, note: note), baseline, tolerances)
  }

  /// Plays and makes that the baseline; tells what is otherwise than in the one before, nil where there was none.
  package func update(_ scenario: Scenario, note: @escaping @Sendable (String) -> Void) async throws -> Result? {
    let played = try await play(scenario, note: note)
    var difference: Result?
    // What is damaged is replaced like what is not there.
    if let old = try? Baseline.read(baselineFolder) {
      let result = try result(scenario, played, old, Tolerances())
      if !result.hasDrifted, result.inputs.isEmpty { return result }
      difference = result
    }
    try played.baseline.write(to: baselineFolder)
    return difference
  }

  // MARK: Playing

  private struct Played {
    var baseline: Baseline
    var names: [String]
    /// By variant, then session.
    var sessions: [[ScenarioRun.Session]]
  }

  private func play(_ scenario: Scenario, note: @escaping @Sendable (String) -> Void) async throws -> Played {
    let temporary = FileManager.default.temporaryDirectory.appending(path: "tapedeck-check-\(UUID().uuidString)")
    let staged = try StagedDirectory(for: temporary.path, marker: Baseline.marker)
    defer { staged.discard() }
    let models = try directory.library.models(of: scenario)
    let store = try CandleStore(path: directory.storePath, creating: true)
    try Stocking.fill(store, for: scenario, file: directory.scenarioFile, progress: note)
    let trials = try await Trials(
      scenario, of: directory, models: models, store: store, journal: TrialJournalPath(beside: temporary.path)
    ) { progress in
      if case .note(let text) = progress { note(text) }
    }
    defer { trials?.journal.remove() }
    var played = try trials?.run ?? ScenarioRun(scenario, models: models, store: store)
    played.recordsTraces = true
    let sessions = try await played.play(jobs: directory.jobs, into: staged) { _, _ in }
    let run = played.measured(by: sessions)
    let results = try RunResults(run, sessions)
    let found = try await RunSummary.Findings(
      evidence: RunEvidence(results), nullTraders: NullEvidence(run, sessions, jobs: directory.jobs),
      trials: trials.map { JudgedTrials($0, results) }, attribution: Attribution(run, sessions, jobs: directory.jobs))
    let summary = RunSummary(results, found, runID: "baseline")
    let names = run.variantNames
    let byVariant = names.indices.map { variant in sessions.filter { $0.variant == variant } }
    let folders = try VariantFolder.names(of: names)
    let variants = zip(folders, byVariant).map { (folder: $0, traces: $1.flatMap(\.traces).map(\.trace)) }
    var inputs = try directory.inputs(run)
    if let trials { inputs += try trials.inputs(besides: inputs) }
    return Played(
      baseline: Baseline(summary: try summary.json(), inputs: inputs, variants: variants), names: names,
      sessions: byVariant)
  }

  // MARK: Comparing

  private func result(
    _ scenario: Scenario, _ played: Played, _ baseline: Baseline, _ tolerances: Tolerances
  ) throws -> Result {
    var results: [VariantResult] = []
    for (index, name) in played.names.enumerated() {
      let folder = played.baseline.variants[index].folder
      let old = baseline.variants.first { $0.folder == folder }?.traces ?? []
      results.append(variant(name, old, played.sessions[index]))
    }
    let names = played.baseline.variants.map(\.folder)
    for gone in baseline.variants where !names.contains(gone.folder) {
      let drift = gone.traces.first.map { Self.missing($0, is: "gone") }
      results.append(
        VariantResult(variant: gone.folder, drift: drift, drifted: gone.traces.count, sessions: gone.traces.count))
    }
    let figures = try SummaryFigures.read(played.baseline.summary, path: "summary.json")
      .drifts(from: try SummaryFigures.read(baseline.summary, path: "\(baselineFolder)/summary.json"), tolerances)
    return Result(
      scenario: scenario.name, file: directory.scenarioFile, variants: results, figures: figures,
      inputs: Self.changes(baseline.inputs, played.baseline.inputs), eventsCount: tolerances.events == .exact)
  }

  private func variant(_ name: String, _ old: [SessionTrace], _ sessions: [ScenarioRun.Session]) -> VariantResult {
    var drifts: [Drift] = []
    let played = sessions.flatMap(\.traces)
    for traced in played {
      guard let own = old.first(where: { $0.isCounterpart(of: traced.trace) }) else {
        drifts.append(Self.missing(traced.trace, is: "new"))
        continue
      }
      let search = DriftSearch(own, traced.trace) { time in
        traced.readings(time).map { "\($0.name) \($0.value)" }.joined(separator: ", ")
      }
      if let drift = search.first() { drifts.append(drift) }
    }
    let gone = old.filter { own in !played.contains { $0.trace.isCounterpart(of: own) } }
    drifts += gone.map { Self.missing($0, is: "gone") }
    return VariantResult(
      variant: name, drift: drifts.min { $0.time < $1.time }, drifted: drifts.count,
      sessions: played.count + gone.count)
  }

  /// A session that only one side has.
  private static func missing(_ trace: SessionTrace, is word: String) -> Drift {
    let link = Drift.Link(
      name: "session", isEqual: false, baseline: word == "new" ? "none" : "there",
      found: word == "new" ? "there" : "none")
    return Drift(
      instrument: trace.instrument, seed: trace.seed, fold: trace.fold, time: trace.times.first ?? 0, event: "session",
      chain: [link])
  }

  private static func changes(_ old: [Manifest.Entry], _ new: [Manifest.Entry]) -> [String] {
    // The chart library has no part in what is compared.
    let (old, new) = (old.filter { $0.kind != "chart library" }, new.filter { $0.kind != "chart library" })
    let gone = old.filter { !new.contains($0) }
    return (gone + new.filter { !old.contains($0) }).map { "\($0.kind) \($0.name)" }.reduce(into: []) { list, name in
      if !list.contains(name) { list.append(name) }
    }
  }
}
