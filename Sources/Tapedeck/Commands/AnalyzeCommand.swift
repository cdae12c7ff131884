import ArgumentParser
import CandleStore
import Foundation
import Market
import Replay
import Scenarios
import Workbench

struct AnalyzeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze", abstract: "Explain one tick: what each stage of the pipeline made of it.")

  @Argument(help: "The instrument: BTCUSD, or coinbase:BTCUSD.") var instrument: String
  @Option(help: "The timeframe of the decisions.") var timeframe = "1h"
  @Option(help: "The instant, UTC (default: the end of the series).") var at: String?
  @Flag(help: "Show the indicators of every timeframe.") var showPulse = false
  @Flag(help: "Show the prompt.") var showPrompt = false
  @Option(help: "Take the pipeline's settings from this scenario.") var scenario: String?
  @Option(help: "The model card whose mock answers.") var card = "llama3.2-3b-instruct-q8_0"
  @Option(help: "Folder of model cards.") var models = "models"
  @OptionGroup var store: StoreOption

  func run() async throws {
    let series = try SeriesName("\(instrument) \(timeframe)")
    let store = try CandleStore(path: scenario.map(self.store.path(beside:)) ?? self.store.path)
    let instant = try at.map { text in
      guard let instant = Timestamp(text) else {
        throw UsageError("--at '\(text)' is no UTC time. Write 2018-04-04T16:00:00Z.")
      }
      return instant
    }
    let (panel, prompt) = try settings(series)
    let tick = try await TickExplanation(
      panel, prompt: prompt, at: instant, card: card, modelFolder: models, store: store)
    try Terminal.say(TickText(tick, panel: panel).text(showPulse: showPulse, showPrompt: showPrompt))
  }

  private func settings(_ series: SeriesName) throws -> (Scenario.Panel, PromptSettings) {
    let longer = [Timeframe.oneHour, .fourHours, .oneDay].filter { $0 > series.timeframe }
    var prompt = PromptSettings(timeframes: [series.timeframe] + longer.prefix(2), masked: false)
    guard let scenario else {
      guard let known = Instrument.named(series.instrument) else {
        throw UsageError("the instrument '\(series.instrument)' is not known. Name a scenario that describes it.")
      }
      return (Scenario.Panel(series: series, instrument: known), prompt)
    }
    let file = try Scenario(contentsOf: scenario)
    guard let panel = file.panels.first(where: { $0.instrument.symbol == series.instrument }) else {
      throw UsageError("\(scenario) has no \(series.instrument).")
    }
    if case .languageModel(let own) = file.strategy { prompt = own }
    return (panel, prompt)
  }
}

/// A tick's explanation on the terminal.
struct TickText {
  private let tick: TickExplanation
  private let panel: Scenario.Panel

  init(_ tick: TickExplanation, panel: Scenario.Panel) {
    self.tick = tick
    self.panel = panel
  }

  func text(showPulse: Bool, showPrompt: Bool) -> String {
    let row = tick.row
    var lines = ["\(panel.series) at \(row.time), close \(decimal(row.price, 5)) \(panel.instrument.quote)", ""]
    for stage in Self.stages {
      lines.append(stage.name.padding(toLength: 12, withPad: " ", startingAt: 0) + Self.outcome(stage, at: tick.row))
    }
    lines.append("")
    lines.append("decision  \(row.action.name) \(row.confidence)")
    if !tick.reason.isEmpty { lines.append("reason    \(tick.reason)") }
    if let forecast = tick.forecast { lines.append("forecast  \(decimal(forecast, 2)) % a day") }
    if let order = tick.order { lines.append("order     \(describe(order))") }
    if !tick.prompt.isEmpty { lines.append("answered  by the MOCK, not by a real model") }
    if showPulse { lines += [""] + pulse }
    if showPrompt { lines += ["", tick.prompt.isEmpty ? "no prompt: nobody was asked" : tick.prompt] }
    return lines.joined(separator: "\n")
  }

  /// The stages in the pipeline's order, each with the outcomes that it can stop a tick with.
  static let stages: [(name: String, outcomes: [Stage])] = [
    ("session", [.marketClosed]), ("staleness", [.clockSkew, .stale]), ("frozen", [.frozen]),
    ("quality", [.badCandle]), ("warm-up", [.warmingUp, .warmingUpReopen]), ("decision", [.hold, .modelFailure]),
    ("confidence", [.lowConfidence]), ("position", [.alreadyInPosition, .alreadyFlat]),
    ("risk", [.killSwitch, .drawdown, .dailyTrades, .volatileMarket, .cooldown]),
    ("sizing", [.signalOnly, .tooSmall, .leverage, .concentration, .valueAtRisk]), ("order", [.ordered]),
  ]

  /// What a stage made of the tick.
  static func outcome(_ stage: (name: String, outcomes: [Stage]), at row: DecisionRow) -> String {
    let own = stage.outcomes.map(\.rawValue)
    let reached = row.stage.rawValue
    if own.contains(reached) { return row.stage == .ordered ? "sent" : "stopped here: \(row.stage.name)" }
    return reached > (own.max() ?? 0) ? "passed" : "not reached"
  }

  private func describe(_ order: Order) -> String {
    var text = "\(order.side.name) \(order.quantity) \(panel.instrument.base), arrives \(order.arrives)"
    if let sizing = order.sizing {
      text += ", sized by \(sizing.rule.rawValue)"
      if sizing.cap != .none { text += ", capped by \(sizing.cap.name)" }
    }
    return text
  }

  private var pulse: [String] {
    guard !tick.pulse.isEmpty else { return ["no pulse: nobody was asked"] }
    func row(_ name: String, _ decimals: Int, _ value: (PulseReading) -> Double) -> [String] {
      [name] + tick.pulse.map { decimal(value($0), decimals) }
    }
    return [
      Terminal.table([
        ["pulse"] + tick.pulse.map(\.timeframe.rawValue), row("close", 5, \.close),
        row("SMA 20", 5, \.simpleMovingAverage), row("EMA 20", 5, \.exponentialMovingAverage),
        row("RSI 14", 2, \.relativeStrengthIndex), row("MACD", 5, \.macd), row("MACD signal", 5, \.macdSignal),
        row("MACD histogram", 5, \.macdHistogram), row("Bollinger upper", 5, \.bollingerUpper),
        row("Bollinger middle", 5, \.bollingerMiddle), row("Bollinger lower", 5, \.bollingerLower),
        row("ATR 14", 5, \.averageTrueRange), row("ADX 14", 2, \.averageDirectionalIndex),
        row("+DI 14", 2, \.plusDirectionalIndicator), row("-DI 14", 2, \.minusDirectionalIndicator),
        row("stochastic K", 2, \.stochasticK), row("stochastic D", 2, \.stochasticD),
      ])
    ]
  }

  private func decimal(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }
}
