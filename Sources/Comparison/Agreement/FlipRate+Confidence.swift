extension FlipRate {
  /// The interval at another confidence than 95 %: at 90 % the one that equivalence is judged by.
  ///
  /// Nil with a single day.
  package func interval(confidence: Double) -> ConfidenceInterval? {
    precondition(0 < confidence && confidence < 1, "a confidence lies between 0 and 1")
    guard let effectiveTicks else { return nil }
    let normal = StandardNormal.quantile((1 + confidence) / 2)
    let square = FDistribution.criticalValue(significance: 1 - confidence, numerator: 1, denominator: days - 1)
    return .wilson(rate: rate, ticks: effectiveTicks * normal * normal / square, quantile: normal)
  }
}

extension ConfidenceInterval {
  /// Wilson's score interval of a share among `ticks`, which need not be whole, out to a quantile of the normal
  /// distribution: E. B. Wilson, Journal of the American Statistical Association 22 (1927).
  package static func wilson(rate: Double, ticks: Double, quantile: Double) -> ConfidenceInterval {
    precondition(0 <= rate && rate <= 1 && ticks > 0, "a share of ticks lies between 0 and 1")
    let square = quantile * quantile
    let denominator = 1 + square / ticks
    let center = (rate + square / (2 * ticks)) / denominator
    let half = quantile / denominator * (rate * (1 - rate) / ticks + square / (4 * ticks * ticks)).squareRoot()
    return ConfidenceInterval(low: rate == 0 ? 0 : max(0, center - half), high: rate == 1 ? 1 : min(1, center + half))
  }
}
