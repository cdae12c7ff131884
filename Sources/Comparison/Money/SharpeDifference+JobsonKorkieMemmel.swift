extension SharpeDifference {
  /// For returns that are independent from day to day and jointly normal; elsewhere its level is off.
  ///
  /// J. D. Jobson and B. M. Korkie, "Performance Hypothesis Testing with the Sharpe and Treynor Measures", Journal of
  /// Finance 36 (1981), with the variance as corrected by C. Memmel, "Performance Hypothesis Testing with the Sharpe
  /// Ratio", Finance Letters 1 (2003): that of the difference is
  /// `(2 - 2 r + (S1^2 + S2^2 - 2 S1 S2 r^2) / 2) / n`, S the daily ratios and r their returns' correlation.
  ///
  /// Nil of fewer than 10 days and where an account's returns do not vary.
  package static func jobsonKorkieMemmel(of returns: PairedReturns, daysPerYear: Double) -> SharpeDifference? {
    guard let first = SharpeMoments(of: returns.reference), let second = SharpeMoments(of: returns.candidate) else {
      return nil
    }
    // In this form equal accounts have exactly no variance, and nearly equal ones lose no digits.
    let squares = zip(returns.reference, returns.candidate).reduce(0) { sum, day in
      let difference = second.standardized(day.1) - first.standardized(day.0)
      return sum + difference * difference
    }
    let count = Double(returns.days)
    let apart = min(2, squares / count / 2)  // 1 - r
    let (one, two) = (first.ratio, second.ratio)
    let ratios = (one - two) * (one - two) / 2 + one * two * apart * (2 - apart)
    let variance = max(0, 2 * apart + ratios) / count
    return SharpeDifference(first, second, variance: variance, days: returns.days, daysPerYear: daysPerYear)
  }
}
