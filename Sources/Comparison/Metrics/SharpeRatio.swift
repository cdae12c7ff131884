extension EquityCurve {
  /// Mean daily return over its standard deviation (n - 1), times the root of the days of a year; riskless rate zero.
  ///
  /// W. F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21 (1994), annualised as for independent days.
  /// Nil of fewer than two days and of returns that do not vary.
  package func sharpeRatio(daysPerYear: Double) -> Double? { dailyReturns?.sharpeRatio(daysPerYear: daysPerYear) }
}

extension [Double] {
  /// Of daily returns.
  func sharpeRatio(daysPerYear: Double) -> Double? {
    guard let mean, let deviation = sampleStandardDeviation, deviation > 0 else { return nil }
    return mean / deviation * daysPerYear.squareRoot()
  }
}
