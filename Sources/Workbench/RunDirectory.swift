import CandleStore
import Foundation
import LanguageModels
import Market
import Replay
import Reports
package import Scenarios

/// Plays a scenario and leaves its run directory.
package struct RunDirectory: Sendable {
  package let scenarioFile: String
  /// `KEY=VALUE` from the command line.
  package var overrides: [String] = []
  package var storePath: String
  package let modelFolder: String
  let library: ModelLibrary
  /// The chart library's script, where it was fetched.
  package var chartsPath: String?
  package var output: String
  package var jobs = 1
  package var version: String
  /// The command as it would be typed, for the page.
  package var command: String

  package init(
    scenarioFile: String, storePath: String, modelFolder: String, chartsPath: String?, output: String, version: String,
    command: String, asksNobody: Bool = false
  ) {
    self.scenarioFile = scenarioFile
    self.storePath = storePath
    self.modelFolder = modelFolder
    library = ModelLibrary(folder: modelFolder, scenarioFile: scenarioFile, asksNobody: asksNobody)
    self.chartsPath = chartsPath
    self.output = output
    self.version = version
    self.command = command
  }

  /// What the caller is told while it lasts.
  package enum Progress: Sendable {
    case note(String)
    case replays(done: Int, of: Int)
  }

  private static let manifestName = "manifest.json"

  /// What stands in a run directory beside the variants' folders.
  static let files = ["report.html", manifestName, "timings.json"] + RunFindings.tables

  /// Plays `scenario`, which was read from `scenarioFile`; the run directory appears when it is complete.
  package func make(
    _ scenario: Scenario, progress: @escaping @Sendable (Progress) -> Void
  ) async throws -> RunSummary {
    var timings = Timings()
    async let templates: Void = ReportPage.prepare()
    let models = try library.models(of: scenario)
    _ = try VariantFolder.names(of: models.map(\.name))
    let staged = try StagedDirectory(for: output, marker: Self.manifestName)
    do {
      let store = try CandleStore(path: storePath, creating: true)
      try Stocking.fill(store, for: scenario, file: scenarioFile) { progress(.note($0)) }
      timings.lap("import")
      let trials = try await Trials(
        scenario, of: self, models: models, store: store, journal: TrialJournalPath(beside: staged.destination),
        progress: progress)
      if trials != nil { timings.lap("trials") }
      let played = try trials?.run ?? ScenarioRun(scenario, models: models, store: store)
      timings.lap("read")
      let sessions = try await played.play(jobs: jobs, into: staged) { progress(.replays(done: $0, of: $1)) }
      let run = played.measured(by: sessions)
      timings.lap("replay")
      // The tables are large and finished: they are hashed while the report is made.
      let (folder, tables) = (staged.path, try Self.files(in: staged.path))
      async let hashedTables = Self.outputs(tables, in: folder)
      let results = try RunResults(run, sessions)
      let (evidence, course) = (try RunEvidence(results), RunCourse(results))
      timings.lap("compare")
      let nullTraders = try await NullEvidence(run, sessions, jobs: jobs)
      if nullTraders != nil { timings.lap("null_traders") }
      let attribution = try await Attribution(run, sessions, jobs: jobs)
      if attribution != nil { timings.lap("attribution") }
      let paths = try await PathDifferences(results, jobs: jobs)
      let findings = RunFindings(
        results: results, evidence: evidence, course: course, paths: paths, nullTraders: nullTraders,
        trials: trials.map { JudgedTrials($0, results) }, attribution: attribution)
      var inputs = try inputs(run)
      if let trials { inputs += try trials.inputs(besides: inputs) }
      inputs += library.usedAnswers(of: scenario)
      let id = Manifest.identify(version: version, seed: scenario.seed, inputs: inputs)
      let summary = findings.summary(runID: id)
      try findings.write(summary, to: folder)
      await templates
      try writePage(findings, id: id, inputs: inputs, to: "\(folder)/report.html")
      timings.lap("report")
      let others = try Self.files(in: folder).filter { !tables.contains($0) }
      let outputs = try await hashedTables + Self.outputs(others, in: folder)
      let manifest = Manifest(
        runId: id, scenario: scenario.name, version: version, seed: scenario.seed, seeds: run.seeds,
        margins: summary.margins, accounts: results.manifestAccounts, inputs: inputs,
        outputs: outputs.sorted { $0.name < $1.name })
      try manifest.write(to: "\(folder)/\(Self.manifestName)")
      timings.lap("hash")
      try timings.write(to: "\(folder)/timings.json")
      try staged.commit()
      trials?.journal.remove()
      return summary
    } catch {
      staged.discard()
      throw error
    }
  }

  // MARK: Inputs and outputs

  func inputs(_ run: ScenarioRun) throws -> [Manifest.Entry] {
    var entries = [try Manifest.Entry(file: scenarioFile, name: Path.name(of: scenarioFile), kind: "scenario")]
    for override in overrides {
      entries.append(Manifest.Entry(name: override, kind: "override", sha256: "", detail: nil))
    }
    for (panel, tape) in zip(run.scenario.panels, run.panels) {
      entries.append(
        Manifest.Entry(
          name: tape.series.name.description, kind: "candles", sha256: tape.digest,
          detail: "\(tape.rows) candles of \(tape.window.lowerBound) to \(tape.window.upperBound)"
            + (panel.isSynthetic ? ", synthetic" : "")))
      for source in tape.besides {
        entries.append(
          Manifest.Entry(
            name: source.series.name.description, kind: "candles", sha256: source.digest,
            detail: "\(source.rows) candles up to \(tape.window.upperBound), beside \(tape.series.name)"))
      }
    }
    var weights: [String] = []
    for model in run.models {
      entries.append(
        try Manifest.Entry(file: model.cardPath, name: Path.name(of: model.cardPath), kind: "model card"))
      if model.isMock, let path = model.card.mockWeights, !weights.contains(path) { weights.append(path) }
    }
    for path in weights {
      entries.append(try Manifest.Entry(file: "\(modelFolder)/\(path)", name: path, kind: "weights"))
    }
    if let chartsPath {
      entries.append(try Manifest.Entry(file: chartsPath, name: Path.name(of: chartsPath), kind: "chart library"))
    }
    return entries
  }

  /// Every file that is there, by its path in the folder; `timings.json` and the manifest itself come last.
  private static func files(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder) && !isFolder.boolValue
    }
  }

  private static func outputs(_ names: [String], in folder: String) throws -> [Manifest.Entry] {
    try names.map { try Manifest.Entry(file: "\(folder)/\($0)", name: $0, kind: "output") }
  }

  private func writePage(_ findings: RunFindings, id: String, inputs: [Manifest.Entry], to path: String) throws {
    var page = PageBuilder(
      results: findings.results, paths: findings.paths, runID: id, inputs: inputs, version: version, command: command
    ).page()
    findings.add(to: &page)
    let charts = chartsPath.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
    try OutputFile.write(page.html(charts: charts), to: path)
  }
}

/// How long each part of a run took: the one file that may differ between equal runs.
private struct Timings {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var laps: [String: Double] = [:]

  init() { last = clock.now }

  mutating func lap(_ name: String) {
    let now = clock.now
    laps["\(name)_seconds"] = Double(last.duration(to: now).inMilliseconds) / 1000
    last = now
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try OutputFile.write(encoder.encode(laps) + Data("\n".utf8), to: path)
  }
}
