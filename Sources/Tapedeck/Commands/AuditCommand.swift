import ArgumentParser
import Foundation
import Reports
import Scenarios
import Workbench

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Show that no tick knew the future: cut it, change it, and compare what was decided. Exit 1 on a leak.")

  @Argument(help: "The scenario file.") var scenario: String
  @Option(help: "Threads; results do not depend on them.") var jobs: Int = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Questions that a model is asked again in the branches of ticks (default: all).") var sample: Int?
  @Option(help: "Ticks at which whole replays are cut.") var cuts = 16
  @Option(help: "Seed of what is changed and of what is sampled.") var seed: UInt64 = 1
  @Option(name: .customLong("set"), help: "Override any key of the scenario: data.0.to=2018-03-01.")
  var overrides: [String] = []
  @OptionGroup var store: StoreOption
  @Option(help: "Folder of model cards (default: models beside the scenario's folder).") var models: String?
  @Flag(help: "Print JSON instead of a table.") var json = false

  func run() async throws {
    guard jobs > 0 else { throw UsageError("--jobs is \(jobs). Use 1 or more.") }
    guard cuts > 0 else { throw UsageError("--cuts is \(cuts). Use 1 or more.") }
    if let sample, sample < 0 { throw UsageError("--sample is \(sample). Use 0 or more.") }
    let file = try Scenario(contentsOf: scenario, overrides: overrides)
    var options = AuditOptions()
    (options.seed, options.cuts, options.sample) = (seed, cuts, sample)
    let audit = try ScenarioAudit(
      file, file: scenario, storePath: store.path(beside: scenario),
      modelFolder: ModelFolder.path(models, beside: scenario), options: options
    ) { Terminal.complain($0) }
    let bar = ProgressBar()
    let entries = try await audit.audit(jobs: jobs) { bar.show(Int64($0), of: Int64($1), "replays") }
    bar.finish()
    if json {
      try Terminal.write(JSON.line(AuditReport(scenario: file.name, entries: entries)))
    } else {
      try Terminal.say(AuditText.text(file.name, entries))
    }
    if entries.contains(where: { !$0.finding.leaks.isEmpty }) { Foundation.exit(1) }
  }
}

/// Where model cards are looked for.
enum ModelFolder {
  static func path(_ given: String?, beside scenario: String) -> String {
    if let given { return given }
    let beside = Path.neighbour("../models", of: scenario)
    return FileManager.default.fileExists(atPath: beside) ? beside : "models"
  }
}

/// An audit on the terminal.
enum AuditText {
  static func text(_ scenario: String, _ entries: [ScenarioAudit.Entry]) -> String {
    var rows = [["variant", "", "ticks", "decided", "branched", "cuts", "replays", "leaks"]]
    for entry in entries {
      let finding = entry.finding
      rows.append([
        entry.variant, entry.instrument, "\(finding.ticks)", "\(finding.decided)", "\(finding.branched)",
        "\(finding.cuts)", "\(finding.replays)", "\(finding.leaks.count)",
      ])
    }
    var lines = [scenario, "", Terminal.table(rows)]
    for entry in entries {
      for leak in entry.finding.leaks { lines += [""] + text(leak, of: entry) }
      if entry.finding.moved > 0 {
        lines.append(
          "\(entry.variant) \(entry.instrument): \(entry.finding.moved) ticks not compared, fills in candles not known "
            + "yet had moved the account")
      }
    }
    let starts = entries.flatMap { entry in entry.finding.startUp.map { row($0, of: entry) } }
    guard !starts.isEmpty else { return lines.joined(separator: "\n") }
    let header = [
      "started later by", "", "candles", "decisions differ", "equal from", "readings equal from",
      "largest difference left",
    ]
    return (lines + ["", Terminal.table([header] + starts)]).joined(separator: "\n")
  }

  private static func text(_ leak: Leak, of entry: ScenarioAudit.Entry) -> [String] {
    var lines = ["LEAK  \(entry.variant) \(leak.instrument) at \(leak.tick), \(leak.test.rawValue)"]
    for difference in leak.differences {
      lines.append("      \(difference.what): \(difference.expected), with another future \(difference.found)")
    }
    if let candle = leak.candle { lines.append("      by \(candle.series), from \(candle.open) to \(candle.close)") }
    return lines
  }

  private static func row(_ start: StartUpSensitivity, of entry: ScenarioAudit.Entry) -> [String] {
    var left = start.worstReading.map { "\($0.name) \(share($0.difference))" } ?? "none"
    if start.worstForecast > 0 { left += ", forecast \(share(start.worstForecast))" }
    return [
      entry.variant, entry.instrument, "\(start.candles)", "\(start.decisionsDifferent) of \(start.ticks)",
      start.decisionsEqualFrom.map { "\($0)" } ?? "never",
      start.readingsEqualFrom.map { "\($0)" } ?? "never", left,
    ]
  }

  private static func share(_ value: Double) -> String { String(format: "%.1e", value) }
}

/// An audit as `--json` prints it.
private struct AuditReport: Encodable {
  var scenario: String
  var leaks: Int
  var replays: [Replay]

  struct Replay: Encodable {
    var variant: String
    var instrument: String
    var ticks: Int
    var decided: Int
    var branched: Int
    var notCompared: Int
    var cuts: Int
    var replays: Int
    var leakingTicks: Int
    var leaks: [Found]
    var startUp: [Start]
  }

  struct Found: Encodable {
    var tick: String
    var instrument: String
    var test: String
    var candleSeries: String?
    var candleOpen: String?
    var candleClose: String?
    var differences: [TickDifference]
  }

  struct Start: Encodable {
    var candles: Int
    var ticks: Int
    var decisionsDifferent: Int
    var decisionsEqualFrom: String?
    var readingsEqualFrom: String?
    var forecastsEqualFrom: String?
    var worstReading: String?
    var worstReadingDifference: Double?
    var worstForecastDifference: Double
  }

  init(scenario: String, entries: [ScenarioAudit.Entry]) {
    self.scenario = scenario
    replays = entries.map { Replay($0) }
    leaks = entries.reduce(0) { $0 + $1.finding.leaks.count }
  }
}

extension AuditReport.Replay {
  fileprivate init(_ entry: ScenarioAudit.Entry) {
    let finding = entry.finding
    self.init(
      variant: entry.variant, instrument: entry.instrument, ticks: finding.ticks, decided: finding.decided,
      branched: finding.branched, notCompared: finding.moved, cuts: finding.cuts, replays: finding.replays,
      leakingTicks: finding.leakingTicks,
      leaks: finding.leaks.map { leak in
        AuditReport.Found(
          tick: "\(leak.tick)", instrument: leak.instrument, test: leak.test.rawValue,
          candleSeries: leak.candle?.series, candleOpen: leak.candle.map { "\($0.open)" },
          candleClose: leak.candle.map { "\($0.close)" }, differences: leak.differences)
      },
      startUp: finding.startUp.map { start in
        AuditReport.Start(
          candles: start.candles, ticks: start.ticks, decisionsDifferent: start.decisionsDifferent,
          decisionsEqualFrom: start.decisionsEqualFrom.map { "\($0)" },
          readingsEqualFrom: start.readingsEqualFrom.map { "\($0)" },
          forecastsEqualFrom: start.forecastsEqualFrom.map { "\($0)" }, worstReading: start.worstReading?.name,
          worstReadingDifference: start.worstReading?.difference, worstForecastDifference: start.worstForecast)
      })
  }
}
