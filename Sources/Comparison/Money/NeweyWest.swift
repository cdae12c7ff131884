internal import Glibc

/// The long-run variance of a series by weighted autocovariances, and how many lags to weigh.
///
/// W. K. Newey and K. D. West, "A Simple, Positive Semi-definite, Heteroskedasticity and Autocorrelation Consistent
/// Covariance Matrix", Econometrica 55 (1987): lag j weighs `1 - j / (bandwidth + 1)`, Bartlett's kernel, so that the
/// variance is never negative.
package enum NeweyWest {
  /// `C(0) + 2 sum (1 - j / (bandwidth + 1)) C(j)`, C the autocovariances with n below, about the mean, in squared units
  /// of the values; divided by n it is the variance of their mean. A whole bandwidth is the number of lags.
  package static func longRunVariance(of values: [Double], bandwidth: Double) -> Double {
    precondition(!values.isEmpty && bandwidth >= 0, "a long-run variance needs values, and a bandwidth of zero or more")
    let covariances = values.autocovariances(upTo: min(Int(bandwidth), values.count - 1))
    let sum = zip(weights(bandwidth: bandwidth), covariances).dropFirst().reduce(covariances[0]) {
      $0 + 2 * $1.0 * $1.1
    }
    // The sum is a square; what is below zero is rounding.
    return max(0, sum)
  }

  /// The bandwidth that suits the dependence of the series.
  ///
  /// W. K. Newey and K. D. West, "Automatic Lag Selection in Covariance Matrix Estimation", Review of Economic Studies
  /// 61 (1994), with their constants for the kernel: `1.1447 (s1 / s0)^(2/3) n^(1/3)` with `s0 = C(0) + 2 sum C(j)` and
  /// `s1 = 2 sum j C(j)` over the lags up to `4 (n / 100)^(2/9)`. At most the root of n, and zero of a series that
  /// does not vary.
  package static func bandwidth(of values: [Double]) -> Double {
    precondition(!values.isEmpty, "a bandwidth needs values")
    let count = Double(values.count)
    let longest = min(Int(4 * pow(count / 100, 2.0 / 9)), values.count - 1)
    let covariances = values.autocovariances(upTo: longest)
    var (level, slope) = (covariances[0], 0.0)
    for (lag, covariance) in covariances.enumerated().dropFirst() {
      level += 2 * covariance
      slope += 2 * Double(lag) * covariance
    }
    guard covariances[0] > 0 else { return 0 }
    let bandwidth = 1.1447 * cbrt((slope / level) * (slope / level) * count)
    // A level of zero says nothing but that many lags matter.
    return bandwidth.isFinite ? min(bandwidth, count.squareRoot()) : count.squareRoot()
  }

  /// Of the lags 0, 1, 2, ... that weigh anything.
  static func weights(bandwidth: Double) -> [Double] { (0...Int(bandwidth)).map { 1 - Double($0) / (bandwidth + 1) } }
}
