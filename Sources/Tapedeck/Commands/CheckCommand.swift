import ArgumentParser
import Foundation
import Reports
import Scenarios
import Workbench

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Play scenarios again and compare them with their baselines. Exit 1 on drift.")

  @Argument(help: "Scenario files or folders of them (default: scenarios).") var scenarios: [String] = []
  @Option(help: "Folder of baselines, a folder for each scenario.") var baseline = "baselines"
  @Flag(help: "Accept what the scenarios do now as their baselines.") var update = false
  @Option(help: "Write a JUnit file.") var junit: String?
  @Option(help: "Threads; results do not depend on them.") var jobs: Int = ProcessInfo.processInfo.activeProcessorCount
  @Option(name: .customLong("set"), help: "Override any key of every scenario: venue.fee=10 bp.")
  var overrides: [String] = []
  @OptionGroup var store: StoreOption
  @Option(help: "Folder of model cards (default: models beside the scenario's folder).") var models: String?
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    guard jobs > 0 else { throw UsageError("--jobs is \(jobs). Use 1 or more.") }
    let checks = try files().map { file in
      let scenario = try Scenario(contentsOf: file, overrides: overrides)
      return (scenario: scenario, check: check(file, scenario))
    }
    if update { return try await accept(checks) }
    for entry in checks { try entry.check.checkBaseline() }
    var results: [ScenarioCheck.Result] = []
    for (scenario, check) in checks {
      let result = try await check.compare(scenario) { Terminal.complain($0) }
      results.append(result)
      if !json { try Terminal.say(Self.line(result)) }
      if result.hasDrifted, ProcessInfo.processInfo.environment["GITHUB_ACTIONS"] != nil {
        Terminal.complain(CheckReport.annotation(result))
      }
    }
    if let junit { try OutputFile.write(Array(CheckReport.junit(results).utf8), to: junit) }
    if json { try Terminal.write(JSON.line(results)) }
    if results.contains(where: \.hasDrifted) { Foundation.exit(1) }
  }

  private func check(_ file: String, _ scenario: Scenario) -> ScenarioCheck {
    var directory = RunDirectory(
      scenarioFile: file, storePath: store.path(beside: file), modelFolder: ModelFolder.path(models, beside: file),
      chartsPath: nil, output: "", version: Tapedeck.version, command: "")
    directory.overrides = overrides
    directory.jobs = jobs
    return ScenarioCheck(directory, baselineFolder: "\(baseline)/\(scenario.name)")
  }

  /// The scenarios meant, those of a folder by name.
  private func files() throws -> [String] {
    let files = try (scenarios.isEmpty ? ["scenarios"] : scenarios).flatMap { place in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue else {
        return [place]
      }
      return try FileManager.default.contentsOfDirectory(atPath: place).filter { $0.hasSuffix(".yaml") }.sorted()
        .map { place.hasSuffix("/") ? place + $0 : "\(place)/\($0)" }
    }
    guard !files.isEmpty else { throw UsageError("there is no scenario in \(scenarios.joined(separator: ", ")).") }
    return files
  }

  private func accept(_ checks: [(scenario: Scenario, check: ScenarioCheck)]) async throws {
    for (scenario, check) in checks {
      guard let difference = try await check.update(scenario, note: { Terminal.complain($0) }) else {
        try Terminal.say("\(scenario.name): baseline made in \(check.baselineFolder)")
        continue
      }
      if difference.hasDrifted || !difference.inputs.isEmpty {
        try Terminal.say("\(scenario.name): baseline updated")
        let text = CheckReport.text(difference)
        try Terminal.say(text.isEmpty ? "inputs that differ: \(difference.inputs.joined(separator: ", "))" : text)
      } else {
        try Terminal.say("\(scenario.name): unchanged")
      }
    }
  }

  private static func line(_ result: ScenarioCheck.Result) -> String {
    let sessions = result.variants.reduce(0) { $0 + $1.sessions }
    guard result.hasDrifted else { return "\(result.scenario): \(sessions) replays as in the baseline" }
    let drifted = result.variants.reduce(0) { $0 + $1.drifted }
    return "\(result.scenario): DRIFT in \(drifted) of \(sessions) replays\n\(CheckReport.text(result))"
  }
}
