import ArgumentParser
import Foundation
import Market
import Replay
import Scenarios
import Workbench

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a past tick of a finished run, variants side by side.")

  @Argument(help: "The run directory.") var runDirectory: String
  @Option(help: "The tick, UTC: 2018-04-04T16:00:00Z.") var tick: String
  @Option(help: "Variants, separated by commas (default: the first two).") var variants: String?
  @Option(help: "The instrument (default: the first that has the tick).") var instrument: String?
  @Option(help: "The seed (default: the first).") var seed: UInt64?
  @Option(help: "The scenario's file (default: the one of that name in scenarios).") var scenario: String?
  @OptionGroup var store: StoreOption
  @Option(help: "Folder of model cards (default: models beside the scenario's folder).") var models: String?
  @Flag(help: "Show the whole prompt of the first variant.") var showPrompt = false
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    guard let instant = Timestamp(tick) else {
      throw UsageError("--tick '\(tick)' is no UTC time. Write 2018-04-04T16:00:00Z.")
    }
    let places = FinishedRun.Places(folder: runDirectory, scenario: scenario) { [store] in
      store.path(beside: $0)
    } models: { [models] in
      ModelFolder.path(models, beside: $0)
    }
    let run = try FinishedRun(places, version: Tapedeck.version) { Terminal.complain($0) }
    let names = variants?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let ticks = try await run.ticks(at: instant, variants: names, instrument: instrument, seed: seed)
    if json {
      try Terminal.write(JSON.line(ticks.map(PastTickReport.init)))
    } else {
      let title = "\(run.scenario.name)  run \(run.runID)"
      try Terminal.say(PastTickText(ticks).text(title: title, showPrompt: showPrompt))
    }
  }
}

/// A past tick on the terminal, a column for each variant.
private struct PastTickText {
  private let ticks: [PastTick]

  init(_ ticks: [PastTick]) { self.ticks = ticks }

  func text(title: String, showPrompt: Bool) -> String {
    guard let first = ticks.first else { return title }
    var lines = ["\(title)", "\(first.instrument.symbol), seed \(first.seed), \(first.row.time)"]
    if let origin = Self.origin(of: first) { lines.append(origin) }
    lines += ["", Terminal.table(rows)]
    for tick in ticks {
      if !tick.reason.isEmpty { lines.append("\n\(tick.variant) said: \(tick.reason)") }
      for order in tick.orders { lines.append("\n\(tick.variant) order: \(Self.describe(order, tick))") }
      for fill in tick.fills { lines.append("\(tick.variant) fill: \(Self.describe(fill))") }
    }
    lines += prompts(first)
    if showPrompt, !first.prompt.isEmpty { lines += ["\nprompt of \(first.variant):", first.prompt] }
    return lines.joined(separator: "\n")
  }

  /// Which of the run's replays it is from; nil where there is but one.
  private static func origin(of tick: PastTick) -> String? {
    let point = tick.point.map { "point \($0.number) of \($0.count) (\($0.settings.joined(separator: ", ")))" }
    if let fold = tick.fold { return "test of fold \(fold)" + (point.map { ", played by \($0)" } ?? "") }
    return point.map { "the run is the best point of a sweep: \($0)" }
  }

  private var rows: [[String]] {
    var rows = [[""] + ticks.map(\.variant)]
    for stage in TickText.stages { rows.append([stage.name] + ticks.map { TickText.outcome(stage, at: $0.row) }) }
    rows.append(["price"] + ticks.map { "\($0.row.price)" })
    rows.append(["equity"] + ticks.map { "\($0.row.equity)" })
    rows.append(["position"] + ticks.map { $0.row.position > 0 ? "long" : $0.row.position < 0 ? "short" : "flat" })
    for (index, reading) in (ticks.max { $0.readings.count < $1.readings.count }?.readings ?? []).enumerated() {
      rows.append([reading.name] + ticks.map { $0.readings.count > index ? "\($0.readings[index].value)" : "-" })
    }
    rows.append(["forecast"] + ticks.map { $0.forecast.map { "\($0) % a day" } ?? "-" })
    rows.append(["decides"] + ticks.map { "\($0.row.action.name) \($0.row.confidence)" })
    return rows
  }

  private func prompts(_ first: PastTick) -> [String] {
    guard !first.prompt.isEmpty else { return [] }
    return ticks.dropFirst().flatMap { other in
      let changed = LineDifference.lines(from: first.prompt, to: other.prompt).filter { $0.kind != .same }
      guard !changed.isEmpty else { return ["\nprompt: \(first.variant) and \(other.variant) were asked the same"] }
      return ["\nprompt: - \(first.variant), + \(other.variant)"] + changed.map { "\($0.kind.rawValue) \($0.text)" }
    }
  }

  fileprivate static func describe(_ order: Order, _ tick: PastTick) -> String {
    var text = "\(order.purpose.name) \(order.side.name) \(order.quantity) \(tick.instrument.base), "
    text += "arrives \(order.arrives), \(order.status)"
    if let sizing = order.sizing {
      text += ", sized by \(sizing.rule.rawValue)"
      if sizing.cap != .none { text += ", capped by \(sizing.cap.name)" }
    }
    return text
  }

  fileprivate static func describe(_ fill: Fill) -> String {
    "\(fill.time) \(fill.side.name) \(fill.quantity) at \(fill.price), fee \(fill.fee), \(fill.cause.name)"
  }
}

/// A past tick as `--json` prints it.
private struct PastTickReport: Encodable {
  var variant: String
  var instrument: String
  var seed: UInt64
  var fold: Int?
  var point: Int?
  /// `KEY=VALUE` of the point.
  var settings: [String]?
  var time: String
  var stage: String
  var action: String
  var confidence: UInt8
  var price: Double
  var equity: Double
  var position: Int8
  var readings: [Number]
  var forecast: Double?
  var prompt: String
  var reason: String
  var orders: [String]
  var fills: [String]

  struct Number: Encodable {
    var name: String
    var value: Double
  }

  init(_ tick: PastTick) {
    (variant, instrument, seed) = (tick.variant, tick.instrument.symbol, tick.seed)
    (fold, point, settings) = (tick.fold, tick.point?.number, tick.point?.settings)
    (time, stage, action) = ("\(tick.row.time)", tick.row.stage.name, tick.row.action.name)
    (confidence, price, equity) = (tick.row.confidence, tick.row.price, tick.row.equity.doubleValue)
    (position, forecast, prompt, reason) = (tick.row.position, tick.forecast, tick.prompt, tick.reason)
    readings = tick.readings.map { Number(name: $0.name, value: $0.value) }
    orders = tick.orders.map { PastTickText.describe($0, tick) }
    fills = tick.fills.map(PastTickText.describe)
  }
}
