extension EquityCurve {
  /// Standard deviation of daily returns (n - 1) times the root of the days of a year; nil of fewer than two days.
  package func annualVolatility(daysPerYear: Double) -> Double? {
    dailyReturns?.sampleStandardDeviation.map { $0 * daysPerYear.squareRoot() }
  }
}
