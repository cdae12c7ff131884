/// What judging one Sharpe ratio takes, all for one day: nothing here is annual.
package struct TrackRecord: Hashable, Sendable {
  /// Mean over standard deviation (n - 1), riskless rate zero.
  package let sharpeRatio: Double
  /// The third and fourth standardized moments, with n below; a normal distribution has 0 and 3.
  package let skewness: Double
  package let kurtosis: Double
  package let days: Int

  /// Nil of fewer than 10 returns, of returns that do not vary, and where one is not a number.
  package init?(of returns: [Double]) {
    guard let moments = SharpeMoments(of: returns) else { return nil }
    var (third, fourth) = (0.0, 0.0)
    for value in returns {
      let standard = moments.standardized(value)
      third += standard * standard * standard
      fourth += standard * standard * standard * standard
    }
    guard third.isFinite, fourth.isFinite else { return nil }
    sharpeRatio = moments.ratio
    skewness = third / Double(returns.count)
    kurtosis = fourth / Double(returns.count)
    days = returns.count
  }

  /// Of the estimated ratio, times days - 1: `1 - skewness S + (kurtosis - 1) / 4 S^2`.
  ///
  /// E. Mertens, "Comments on Variance of the IID Estimator in Lo (2002)" (2002); never below zero, for the kurtosis is
  /// at least one more than the squared skewness.
  var ratioVariance: Double { 1 - skewness * sharpeRatio + (kurtosis - 1) / 4 * sharpeRatio * sharpeRatio }
}
