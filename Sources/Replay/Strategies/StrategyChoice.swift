package import Market

/// Who decides, and with which settings.
package enum StrategyChoice: Equatable, Sendable {
  case movingAverageCross(fast: Int, slow: Int)
  case relativeStrengthReversion(period: Int, oversold: Double, overbought: Double)
  case momentum(lookback: Int, threshold: Double)
  case breakout(lookback: Int)
  case buyAndHold
  case alwaysHold
  case languageModel(PromptSettings)

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
