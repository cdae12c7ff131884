import CandleStore
import Foundation
import Replay
import Reports
package import Scenarios

/// A run directory whose inputs are still what they were, so that its ticks can be played again.
package struct FinishedRun: Sendable {
  let chosen: ChosenRun
  package let runID: String

  var run: ScenarioRun { chosen.run }
  package var scenario: Scenario { run.scenario }

  /// Where the inputs of a finished run are looked for.
  package struct Places: Sendable {
    package var folder: String
    /// The scenario's file; nil: the name that the manifest has, in `scenarios`, or beside the folder of reports.
    package var scenario: String?
    package var store: @Sendable (String) -> String
    package var models: @Sendable (String) -> String

    package init(
      folder: String, scenario: String?, store: @escaping @Sendable (String) -> String,
      models: @escaping @Sendable (String) -> String
    ) {
      self.folder = folder
      self.scenario = scenario
      self.store = store
      self.models = models
    }
  }

  /// Throws ``FinishedRunError`` where the directory is none, or an input is not what it was.
  package init(_ places: Places, version: String, note: (String) -> Void) throws {
    let manifest = try Self.manifest(places.folder)
    guard manifest.version == version else {
      throw FinishedRunError.version(places.folder, made: manifest.version, own: version)
    }
    guard let entry = manifest.inputs.first(where: { $0.kind == "scenario" }) else {
      throw FinishedRunError.damaged("\(places.folder)/manifest.json", "it names no scenario")
    }
    let file = try Self.scenarioFile(places, named: entry.name)
    // The name that a copy has does not matter, its bytes do.
    try Self.compare(entry, with: try Manifest.Entry(file: file, name: entry.name, kind: entry.kind))
    let overrides = manifest.inputs.filter { $0.kind == "override" }.map(\.name)
    let scenario = try Scenario(contentsOf: file, overrides: overrides)
    var directory = RunDirectory(
      scenarioFile: file, storePath: places.store(file), modelFolder: places.models(file), chartsPath: nil, output: "",
      version: version, command: "", asksNobody: true)
    directory.overrides = overrides
    let store = try CandleStore(path: directory.storePath, creating: true)
    try Stocking.fill(store, for: scenario, file: file, progress: note)
    chosen = try ChosenRun(scenario, of: places.folder, directory, store)
    // One series may stand there twice, as a panel's own and beside another: in the same order as then.
    var now = try directory.inputs(chosen.run)
    now += try chosen.inputs(of: scenario, besides: now)
    for own in manifest.inputs where !["scenario", "override", "chart library", "answers"].contains(own.kind) {
      guard let place = now.firstIndex(where: { $0.kind == own.kind && $0.name == own.name }) else {
        throw FinishedRunError.gone(kind: own.kind, name: own.name)
      }
      try Self.compare(own, with: now.remove(at: place))
    }
    runID = manifest.runId
  }

  static func manifest(_ folder: String) throws(FinishedRunError) -> Manifest {
    let path = "\(folder)/manifest.json"
    guard let data = FileManager.default.contents(atPath: path) else { throw .missing(folder) }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do { return try decoder.decode(Manifest.self, from: data) } catch {
      throw .damaged(path, "it is not a manifest")
    }
  }

  private static func scenarioFile(_ places: Places, named name: String) throws(FinishedRunError) -> String {
    if let given = places.scenario {
      guard FileManager.default.fileExists(atPath: given) else { throw .noScenario(given) }
      return given
    }
    let candidates = ["scenarios/\(name)", name, "\(places.folder)/../../scenarios/\(name)"]
    guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw .noScenario(name)
    }
    return found
  }

  private static func compare(_ own: Manifest.Entry, with other: Manifest.Entry) throws(FinishedRunError) {
    guard own.sha256 == other.sha256 else {
      throw .changed(kind: own.kind, name: own.name, was: own.sha256, now: other.sha256)
    }
  }
}

/// Why a finished run cannot be looked into.
package enum FinishedRunError: Error, Equatable, CustomStringConvertible {
  case missing(String)
  case damaged(String, String)
  case version(String, made: String, own: String)
  case noScenario(String)
  case gone(kind: String, name: String)
  case changed(kind: String, name: String, was: String, now: String)
  /// What was asked for is not in the run; `known` is.
  case unknown(what: String, name: String, known: [String])

  package var description: String {
    switch self {
    case .missing(let folder):
      "'\(folder)' is no run directory: it has no manifest.json. Name one, such as reports/NAME."
    case .damaged(let path, let problem): "'\(path)' is damaged: \(problem). Run the scenario again."
    case .version(let folder, let made, let own):
      "'\(folder)' was made by version \(made), this is \(own): it may not replay alike. Run the scenario again."
    case .noScenario(let name): "the run's scenario '\(name)' is not there. Say where it is with --scenario FILE."
    case .gone(let kind, let name): "the run took the \(kind) '\(name)', which the scenario no longer takes."
    case .changed(let kind, let name, let was, let now):
      "the \(kind) '\(name)' has changed since the run: its SHA-256 was \(was.prefix(12))..., now it is "
        + "\(now.prefix(12)).... Run the scenario again."
    case .unknown(let what, let name, let known):
      "the run has no \(what) '\(name)'. It has: \(known.joined(separator: ", "))."
    }
  }
}
