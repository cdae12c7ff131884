/// How much the Sharpe ratio of a variant exceeds that of the reference, and how sure that is.
///
/// Ratios are annual, of daily returns, mean over standard deviation (n - 1), riskless rate zero.
package struct SharpeDifference: Hashable, Sendable {
  package let reference: Double
  package let candidate: Double
  /// Candidate minus reference.
  package let difference: StudentizedEstimate
  package let days: Int

  /// Annual figures from daily ones, `variance` that of the difference; nil beyond all numbers.
  init?(
    _ first: SharpeMoments, _ second: SharpeMoments, variance: Double, degreesOfFreedom: Double = .infinity, days: Int,
    daysPerYear: Double
  ) {
    precondition(daysPerYear > 0, "a year has days")
    let (one, two) = (first.ratio, second.ratio)
    guard variance.isFinite, (two - one).isFinite else { return nil }
    // One account a multiple of the other, whose ratios differ by rounding only.
    let isRounding = variance * Double(days) < 1e-26 && (two - one).magnitude <= 1e-12 * (one.magnitude + two.magnitude)
    let root = daysPerYear.squareRoot()
    reference = one * root
    candidate = two * root
    difference = StudentizedEstimate(
      value: isRounding ? 0 : (two - one) * root, standardError: isRounding ? 0 : variance.squareRoot() * root,
      degreesOfFreedom: degreesOfFreedom)
    self.days = days
  }
}

/// The daily moments of one account from which Sharpe ratios are judged.
struct SharpeMoments {
  /// Of the returns.
  let mean: Double
  /// With n below.
  let variance: Double
  /// Mean over standard deviation (n - 1), for one day.
  let ratio: Double

  /// Nil of fewer than 10 returns, of returns that do not vary, and where one is not a number.
  init?(of returns: [Double]) {
    guard returns.count >= 10, let mean = returns.mean, let deviation = returns.sampleStandardDeviation,
      deviation > 0, let ratio = (mean / deviation).finite, deviation.isFinite
    else { return nil }
    self.mean = mean
    self.ratio = ratio
    variance = deviation * deviation * Double(returns.count - 1) / Double(returns.count)
  }

  /// What one day adds to the error of the ratio, each day's gradient times its deviations from mean and square mean,
  /// written about the mean: `u - ratio (u^2 - 1) / 2`, u the day's standardized return.
  func influence(of value: Double) -> Double {
    let standard = standardized(value)
    return standard - mean / variance.squareRoot() * (standard * standard - 1) / 2
  }

  /// Deviations from the mean in standard deviations (n below).
  func standardized(_ value: Double) -> Double { (value - mean) / variance.squareRoot() }
}
