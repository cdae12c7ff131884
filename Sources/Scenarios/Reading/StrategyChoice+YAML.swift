import Market
import Replay

extension StrategyChoice {
  private enum Kind: String, CaseIterable {
    case smaCross = "sma-cross"
    case rsiReversion = "rsi-reversion"
    case momentum
    case breakout
    case buyAndHold = "buy-and-hold"
    case alwaysHold = "always-hold"
    case languageModel = "language-model"
    case shuffled
    case exposureMatched = "exposure-matched"
  }

  /// What a null trader can be made of.
  private enum Rule: String, CaseIterable {
    case smaCross = "sma-cross"
    case rsiReversion = "rsi-reversion"
    case momentum
    case breakout
    case buyAndHold = "buy-and-hold"
    case alwaysHold = "always-hold"
  }

  /// Reads the key `strategy`; `positions` goes to the pipeline's settings.
  static func read(_ top: inout Section, settings: inout PipelineSettings) throws(ScenarioError) -> StrategyChoice {
    let value = try top.required("strategy")
    var choice = StrategyChoice.alwaysHold
    var positions = settings.positions
    try value.section { section throws(ScenarioError) in
      let kind = try section.required("kind").choice(Kind.self)
      if let value = section.value("positions") { positions = try value.choice(PositionMode.self) }
      choice = try read(kind, from: &section, at: value)
    }
    settings.positions = positions
    return choice
  }

  private static func read(
    _ kind: Kind, from section: inout Section, at place: Value
  ) throws(ScenarioError) -> StrategyChoice {
    func candles(_ key: String, _ standard: Int) throws(ScenarioError) -> Int {
      try section.value(key)?.int(in: 1...1_000_000) ?? standard
    }
    switch kind {
    case .shuffled:
      return .shuffled(of: try readRule(&section), block: try candles("block", 24))
    case .exposureMatched:
      return .exposureMatched(of: try readRule(&section))
    case .languageModel:
      return try readLanguageModel(&section)
    case .smaCross:
      let fast = try candles("fast", 10)
      let slow = try candles("slow", 50)
      guard fast < slow else { throw place.error("fast (\(fast)) must be shorter than slow (\(slow)).") }
      return .movingAverageCross(fast: fast, slow: slow)
    case .rsiReversion:
      let period = try candles("period", 14)
      let oversold = try section.value("oversold")?.number(in: 0...100) ?? 30
      let overbought = try section.value("overbought")?.number(in: 0...100) ?? 70
      guard oversold < overbought else { throw place.error("oversold must lie below overbought.") }
      return .relativeStrengthReversion(period: period, oversold: oversold, overbought: overbought)
    case .momentum:
      return .momentum(
        lookback: try candles("lookback", 24), threshold: try section.value("threshold")?.share(in: 0...10) ?? 0)
    case .breakout:
      return .breakout(lookback: try candles("lookback", 20))
    case .buyAndHold:
      return .buyAndHold
    case .alwaysHold:
      return .alwaysHold
    }
  }

  private static func readRule(_ section: inout Section) throws(ScenarioError) -> StrategyChoice {
    let value = try section.required("of")
    var choice = StrategyChoice.alwaysHold
    try value.section { section throws(ScenarioError) in
      let rule = try section.required("kind").choice(Rule.self)
      guard let kind = Kind(rawValue: rule.rawValue) else { preconditionFailure("every rule is a kind") }
      choice = try read(kind, from: &section, at: value)
    }
    return choice
  }

  private static func readLanguageModel(_ section: inout Section) throws(ScenarioError) -> StrategyChoice {
    var prompt = PromptSettings(timeframes: [.oneHour, .fourHours, .oneDay], masked: false)
    try section.section("prompt") { section throws(ScenarioError) in
      if let value = section.value("timeframes") {
        prompt.timeframes = try value.list().map { value throws(ScenarioError) in try value.timeframe() }
        guard !prompt.timeframes.isEmpty, Set(prompt.timeframes).count == prompt.timeframes.count else {
          throw value.error("name at least one timeframe, and each once.")
        }
      }
      if let value = section.value("masked") { prompt.masked = try value.bool() }
    }
    return .languageModel(prompt)
  }
}
