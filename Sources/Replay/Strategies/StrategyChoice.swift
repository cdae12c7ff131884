package import Market

/// Who decides, and with which settings.
package indirect enum StrategyChoice: Equatable, Sendable {
  case movingAverageCross(fast: Int, slow: Int)
  case relativeStrengthReversion(period: Int, oversold: Double, overbought: Double)
  case momentum(lookback: Int, threshold: Double)
  case breakout(lookback: Int)
  case buyAndHold
  case alwaysHold
  case languageModel(PromptSettings)
  /// The decisions of a rule, shuffled in blocks of so many: as often each, at the wrong times.
  case shuffled(of: StrategyChoice, block: Int)
  /// Bought once and held, as much as a rule had invested on the mean.
  case exposureMatched(of: StrategyChoice)
  /// What a null trader plays, once the rule that it is made of has been played.
  case scripted(ScriptedDecisions)

  /// Whether it is made from another rule's decisions before it plays.
  package var isNullTrader: Bool {
    switch self {
    case .shuffled, .exposureMatched, .scripted: true
    default: false
    }
  }

  /// The name that scenarios use.
  package var name: String {
    switch self {
    case .movingAverageCross: "sma-cross"
    case .relativeStrengthReversion: "rsi-reversion"
    case .momentum: "momentum"
    case .breakout: "breakout"
    case .buyAndHold: "buy-and-hold"
    case .alwaysHold: "always-hold"
    case .languageModel: "language-model"
    case .shuffled: "shuffled"
    case .exposureMatched: "exposure-matched"
    case .scripted: "scripted"
    }
  }
}

/// What a language model is shown.
package struct PromptSettings: Equatable, Sendable {
  /// The timeframes of the pulse.
  package var timeframes: [Timeframe]
  /// No symbol, no date, prices scaled: tests whether the model recognises the past.
  package var masked: Bool

  package init(timeframes: [Timeframe], masked: Bool) {
    self.timeframes = timeframes
    self.masked = masked
  }
}
