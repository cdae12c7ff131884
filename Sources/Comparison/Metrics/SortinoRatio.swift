extension EquityCurve {
  /// Mean daily return over the downside deviation, times the root of the days of a year; target return zero.
  ///
  /// The downside deviation is the root of the mean of `min(return, 0)^2` over *all* days: F. A. Sortino and
  /// L. N. Price, "Performance Measurement in a Downside Risk Framework", Journal of Investing 3 (1994).
  /// Nil of fewer than two days and when no day lost.
  package func sortinoRatio(daysPerYear: Double) -> Double? {
    guard let dailyReturns, dailyReturns.count > 1, let mean = dailyReturns.mean else { return nil }
    let squares = dailyReturns.reduce(0) { $0 + min($1, 0) * min($1, 0) }
    guard squares > 0 else { return nil }
    let downsideDeviation = (squares / Double(dailyReturns.count)).squareRoot()
    return (mean / downsideDeviation * daysPerYear.squareRoot()).finite
  }
}
