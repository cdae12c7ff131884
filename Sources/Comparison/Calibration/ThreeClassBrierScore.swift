package import Market

extension AnswerDistribution {
  /// The squared distance to what was right: 0 for certainty of it, 2 for certainty of something else.
  package func squaredError(_ right: Action) -> Double {
    func square(_ probability: Double, _ action: Action) -> Double {
      let error = probability - (action == right ? 1 : 0)
      return error * error
    }
    return square(hold, .hold) + square(buy, .buy) + square(sell, .sell)
  }
}

/// The mean squared distance of three probabilities to what was right, 0 to 2; thirds throughout give two thirds.
///
/// G. W. Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly Weather Review 78 (1950).
/// Nil without forecasts.
package func threeClassBrierScore(_ forecasts: [(probabilities: AnswerDistribution, right: Action)]) -> Double? {
  forecasts.map { $0.probabilities.squaredError($0.right) }.mean
}
