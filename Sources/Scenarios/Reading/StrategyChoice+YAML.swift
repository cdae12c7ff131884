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
    case .languageModel:
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
}

extension ModelsSettings {
  /// Reads the key `models`, nil where it is absent.
  static func read(_ top: inout Section) throws(ScenarioError) -> ModelsSettings? {
    guard let value = top.value("models") else { return nil }
    var models = ModelsSettings(reference: "", variants: [], seeds: [1], retries: 1, failures: FailureRates())
    try value.section { section throws(ScenarioError) in
      let list = try section.required("variants")
      for element in try list.list() {
        try element.section { section throws(ScenarioError) in
          models.variants.append(
            Variant(name: try section.required("name").text(), card: try section.required("card").text()))
        }
      }
      let names = models.variants.map(\.name)
      guard !names.isEmpty else { throw list.error("the list is empty. Name at least one variant.") }
      guard Set(names).count == names.count else { throw list.error("two variants have the same name. Rename one.") }
      if let reference = section.value("reference") {
        models.reference = try reference.text()
        guard names.contains(models.reference) else {
          let hint = nearestName(to: models.reference, among: names).map { " Did you mean '\($0)'?" } ?? ""
          throw reference.error(
            "'\(models.reference)' is none of the variants (\(names.joined(separator: ", "))).\(hint)")
        }
      } else {
        models.reference = names[0]
      }
      if let seeds = section.value("seeds") {
        models.seeds = try seeds.list().map { value throws(ScenarioError) in UInt64(try value.int(in: 0...Int.max)) }
        guard !models.seeds.isEmpty, Set(models.seeds).count == models.seeds.count else {
          throw seeds.error("name at least one seed, and each once.")
        }
      }
      if let retries = section.value("retries") { models.retries = try retries.int(in: 0...10) }
      var failures = FailureRates()
      try section.section("failures") { section throws(ScenarioError) in
        if let value = section.value("timeout") { failures.timeout = try value.share(in: 0...1) }
        if let value = section.value("broken_reply") { failures.brokenReply = try value.share(in: 0...1) }
        if let value = section.value("server_error") { failures.serverError = try value.share(in: 0...1) }
        if let value = section.value("device_error") { failures.deviceError = try value.share(in: 0...1) }
      }
      models.failures = failures
    }
    return models
  }
}
