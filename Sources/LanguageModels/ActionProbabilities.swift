package import Market

/// How likely a model thinks each action is the right one.
package struct ActionProbabilities: Hashable, Sendable {
  package let buy: Double
  package let sell: Double
  package let hold: Double

  /// In proportion to the weights of BUY, SELL and HOLD, which are not below 0 and not all 0.
  package init(weights buy: Double, _ sell: Double, _ hold: Double) {
    let sum = buy + sell + hold
    (self.buy, self.sell, self.hold) = (buy / sum, sell / sum, hold / sum)
  }

  /// The likeliest action, HOLD where it is a draw, and its probability in per cent, rounded.
  package var decision: Decision {
    let (action, probability): (Action, Double) =
      buy > hold && buy > sell ? (.buy, buy) : sell > hold && sell > buy ? (.sell, sell) : (.hold, hold)
    return Decision(action, confidence: UInt8(100 * probability + 0.5))
  }
}
