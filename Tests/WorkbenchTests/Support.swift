import CandleStore
import Foundation
import Scenarios
import Testing
import Workbench

/// The repository that these tests lie in.
enum Repository {
  static let path = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let hourlyBitcoin = "\(path)/datasets/coinbase/btcusd_1h.csv.gz"
  static let models = "\(path)/models"
}

/// A folder that exists as long as a test needs it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/workbench-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: self(name)))
    return self(name)
  }
}

/// A scenario file on the first months of 2018.
struct ScenarioText {
  var text: String

  /// Ends flat.
  static let rule = ScenarioText(
    text: """
      name: rule
      data:
        - series: coinbase:BTCUSD 1h
          files: [\(Repository.hourlyBitcoin)]
          from: 2018-01-01
          to: 2018-03-01
      strategy: { kind: sma-cross }
      venue: { balance: 10000, fee: 5 bp }

      """)

  static let models = ScenarioText(
    text: """
      name: models
      data:
        - series: coinbase:BTCUSD 1h
          files: [\(Repository.hourlyBitcoin)]
          from: 2018-01-01
          to: 2018-03-15
      clock: { decide_every: 4 }
      strategy:
        kind: language-model
        positions: long_short
        prompt: { timeframes: [1h, 4h] }
      models:
        seeds: [1, 2]
        variants:
          - { name: 3B f16, card: llama3.2-3b-instruct-fp16 }
          - { name: 3B q4_0, card: llama3.2-3b-instruct-q4_0 }
      pipeline: { minimum_confidence: 38 }
      venue: { balance: 10000, fee: 5 bp }

      """)

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
