import ArgumentParser
import Foundation
import Market
import Reports
import Scenarios
import Workbench

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Play every variant of a scenario and write its run directory.")

  @Argument(help: "The scenario file.") var scenario: String
  @Option(help: "Run directory (default: reports/<scenario>).") var out: String?
  @Option(help: "Threads; results do not depend on them.") var jobs: Int = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "The scenario's seed.") var seed: UInt64?
  @Option(name: .customLong("set"), help: "Override any key of the scenario: risk.daily_trades=12.")
  var overrides: [String] = []
  @OptionGroup var store: StoreOption
  @Option(help: "Folder of model cards (default: models beside the scenario's folder).") var models: String?
  @Flag(help: "Print summary.json instead of a table.") var json = false

  func run() async throws {
    guard jobs > 0 else { throw UsageError("--jobs is \(jobs). Use 1 or more.") }
    let changes = overrides + (seed.map { ["seed=\($0)"] } ?? [])
    let scenario = try Scenario(contentsOf: scenario, overrides: changes)
    let output = out ?? "reports/\(scenario.name)"
    var directory = RunDirectory(
      scenarioFile: self.scenario, storePath: store.path(beside: self.scenario), modelFolder: modelFolder,
      chartsPath: Charts.path(beside: self.scenario), output: output, version: Tapedeck.version, command: typed)
    directory.overrides = changes
    directory.jobs = jobs
    let bar = ProgressBar()
    let summary = try await directory.make(scenario) { progress in
      switch progress {
      case .note(let text): Terminal.complain(text)
      case .replays(let done, let total): bar.show(Int64(done), of: Int64(total), "replays")
      }
    }
    bar.finish()
    if json {
      try Terminal.write(summary.json())
    } else {
      try Terminal.say(RunTable.text(summary))
      try Terminal.say("\nreport: \(output)/report.html")
    }
    if let trials = summary.trials, trials.failed > 0 { throw FailedTrials(trials, output: output) }
  }

  private var modelFolder: String {
    if let models { return models }
    let beside = Path.neighbour("../models", of: scenario)
    return FileManager.default.fileExists(atPath: beside) ? beside : "models"
  }

  /// The command that gives the same run; where scenario, output and store lie changes nothing in it.
  private var typed: String {
    (["tapedeck run", Path.name(of: scenario)] + overrides.map { "--set '\($0)'" }
      + (seed.map { ["--seed \($0)"] } ?? []))
      .joined(separator: " ")
  }
}

struct StoreOption: ParsableArguments {
  @Option(help: "The store (default: $TAPEDECK_STORE, else tapedeck.sqlite beside the scenarios).")
  var store: String?

  func path(beside scenario: String) -> String {
    store ?? ProcessInfo.processInfo.environment["TAPEDECK_STORE"] ?? Path.neighbour("tapedeck.sqlite", of: scenario)
  }

  /// For commands that know no scenario: the store beside the shipped ones, if there is such a folder.
  var path: String { path(beside: FileManager.default.fileExists(atPath: "scenarios") ? "scenarios/" : "") }
}

/// The chart library's script, which `make setup` fetches.
enum Charts {
  static func path(beside scenario: String) -> String? {
    let places = [
      ProcessInfo.processInfo.environment["TAPEDECK_CHARTS"], ".cache/charts/lightweight-charts.js",
      Path.neighbour("../.cache/charts/lightweight-charts.js", of: scenario),
    ]
    return places.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0) }
  }
}

/// The comparison on the terminal.
enum RunTable {
  static func text(_ summary: RunSummary) -> String {
    var rows = [["variant", "", "ticks", "fills", "return", "sharpe", "drawdown", "flips", "money a year"]]
    for variant in summary.variants {
      let figures = variant.figures
      rows.append([
        variant.name, variant.instrument, number(figures.ticks, 0), number(figures.fills, 0),
        percent(figures.totalReturn), number(figures.sharpe, 2), percent(figures.maxDrawdown),
        percent(variant.probe?.flipRate), percent(variant.money?.annualDifference),
      ])
    }
    let mock = summary.isMock ? "  (MOCK models)" : ""
    return "\(summary.scenario)  run \(summary.runId)\(mock)\n\n" + Terminal.table(rows) + sentences(of: summary)
      + origin(of: summary)
  }

  /// One a variant, whatever the number of its instruments.
  private static func sentences(of summary: RunSummary) -> String {
    var said: [String] = []
    for sentence in summary.variants.compactMap(\.sentence) where said.last != sentence { said.append(sentence) }
    return said.isEmpty ? "" : "\n" + said.joined(separator: "\n") + "\n"
  }

  /// What the rows were picked from.
  private static func origin(of summary: RunSummary) -> String {
    if let walk = summary.walkForward {
      return "\nout of sample: \(walk.folds) folds, \(walk.from) to \(walk.to); folds.csv has each"
    }
    guard let trials = summary.trials, let best = trials.best else { return "" }
    let values = best.values.keys.sorted().map { "\($0)=\(best.values[$0] ?? "")" }.joined(separator: " ")
    let selection = trials.selection.flatMap { $0.sentence ?? $0.reason }.map { "\n\($0)" } ?? ""
    return "\nbest of \(trials.count) points by \(trials.sortBy): \(values); trials.csv has all\(selection)"
  }

  private static func percent(_ share: Double?) -> String { share.map { number($0 * 100, 2) + " %" } ?? "-" }

  private static func number(_ value: Double?, _ decimals: Int) -> String {
    value.map { String(format: "%.\(decimals)f", $0) } ?? "-"
  }
}
