import CandleStore
import Foundation
import Scenarios
import TestSupport
import Testing
import Workbench

/// A scenario file on the first months of 2018.
struct ScenarioText {
  var text: String

  static let rule = ScenarioText(text: SampleScenarios.rule)
  static let models = ScenarioText(text: SampleScenarios.models)

  func with(_ found: String, _ replacement: String) -> ScenarioText {
    precondition(text.contains(found))
    return ScenarioText(text: text.replacing(found, with: replacement))
  }
}

/// A run directory.
struct Run {
  let path: String
  let summary: RunSummary

  func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: "\(path)/\(name)")) }

  func table(_ name: String) throws -> Table { try Table(text(name)) }

  func object(_ name: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: bytes(name)) as? [String: Any])
  }

  /// Every file, by its path in the directory.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }
}

extension TemporaryFolder {
  /// Plays a scenario here, as the command does.
  func play(
    _ scenario: ScenarioText, overrides: [String] = [], out: String = "out", jobs: Int = 1,
    store: String = "store.sqlite", models: String = Repository.models, change: (inout RunDirectory) -> Void = { _ in }
  ) async throws -> Run {
    let file = try write(scenario.text, to: "scenario.yaml")
    var directory = RunDirectory(
      scenarioFile: file, storePath: self(store), modelFolder: models, chartsPath: nil, output: self(out),
      version: "1.2.3", command: "tapedeck run scenario.yaml")
    directory.overrides = overrides
    directory.jobs = jobs
    change(&directory)
    let summary = try await directory.make(try Scenario(contentsOf: file, overrides: overrides)) { _ in }
    return Run(path: self(out), summary: summary)
  }
}
