extension SharpeDifference {
  /// For returns with fat tails and days that hang together, of any kind.
  ///
  /// O. Ledoit and M. Wolf, "Robust Performance Hypothesis Testing with the Sharpe Ratio", Journal of Empirical Finance
  /// 15 (2008), section 3.1: the delta method on means and second moments of both accounts, with a long-run variance
  /// that allows for dependence. The gradient is one number per moment, so the four series are first made one, what
  /// each day adds to the error of the difference, and the variance of its mean is ``PrewhitenedVariance``; with a given
  /// bandwidth this is the paper's quadratic form exactly. The kernel, the degrees of freedom and their corrections are
  /// ours, for the paper's own test rejects too often in short records, as it says.
  ///
  /// Nil of fewer than 10 days and where an account's returns do not vary.
  package static func ledoitWolf(of returns: PairedReturns, daysPerYear: Double) -> SharpeDifference? {
    guard let first = SharpeMoments(of: returns.reference), let second = SharpeMoments(of: returns.candidate),
      let variance = PrewhitenedVariance(of: influences(of: returns, first, second))
    else { return nil }
    return SharpeDifference(
      first, second, variance: variance.variance / Double(returns.days), degreesOfFreedom: variance.degreesOfFreedom,
      days: returns.days, daysPerYear: daysPerYear)
  }

  /// The same with Bartlett's kernel at a stated bandwidth, the normal distribution, and no correction.
  package static func ledoitWolf(
    of returns: PairedReturns, bandwidth: Double, daysPerYear: Double
  ) -> SharpeDifference? {
    guard let first = SharpeMoments(of: returns.reference), let second = SharpeMoments(of: returns.candidate) else {
      return nil
    }
    let variance = NeweyWest.longRunVariance(of: influences(of: returns, first, second), bandwidth: bandwidth)
    return SharpeDifference(
      first, second, variance: variance / Double(returns.days), days: returns.days, daysPerYear: daysPerYear)
  }

  /// What each day adds to the error of the difference of daily ratios; zero throughout for equal accounts.
  static func influences(of returns: PairedReturns, _ first: SharpeMoments, _ second: SharpeMoments) -> [Double] {
    zip(returns.reference, returns.candidate).map { second.influence(of: $1) - first.influence(of: $0) }
  }
}
