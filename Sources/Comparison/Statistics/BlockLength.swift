internal import Glibc

extension [Double] {
  /// The mean block length with which the stationary bootstrap estimates the variance of this series' mean best.
  ///
  /// D. N. Politis and H. White, "Automatic Block-Length Selection for the Dependent Bootstrap", Econometric Reviews 23
  /// (2004), with the correction by A. Patton, D. N. Politis and H. White, ibid. 28 (2009): the block is
  /// `(2 G^2 / D)^(1/3) n^(1/3)`, where `G = sum |k| R(k)` and `D = 2 (sum R(k))^2` are sums of flat-top-weighted
  /// autocovariances R up to the lag 2 m, and m is the first lag from which five autocorrelations in a row are
  /// insignificant, below `2 sqrt(log10 n / n)`, as the authors' own program counts it (the papers' m is one less).
  ///
  /// Between 1 and `min(3 sqrt n, n / 3)`. A series that does not vary has blocks of 1. Needs at least 10 values.
  package var stationaryBlockLength: Double {
    precondition(count >= 10, "a block length needs at least 10 values")
    let length = Double(count)
    let longest = Int(length.squareRoot().rounded(.up)) + 5
    let covariances = autocovariances(upTo: longest)
    guard covariances[0] > 0 else { return 1 }

    let threshold = 2 * (log10(length) / length).squareRoot() * covariances[0]
    let quietLag = (1...longest - 4).first { lag in
      covariances[lag..<lag + 5].allSatisfy { $0.magnitude < threshold }
    }
    let bandwidth = Swift.min(2 * (quietLag ?? longest), longest)

    var slope = 0.0
    var longRunVariance = covariances[0]
    for lag in 1...bandwidth {
      let share = Double(lag) / Double(bandwidth)
      let weight = share <= 0.5 ? 1 : 2 * (1 - share)
      slope += 2 * weight * Double(lag) * covariances[lag]
      longRunVariance += 2 * weight * covariances[lag]
    }
    let most = Swift.min(3 * length.squareRoot(), length / 3).rounded(.up)
    let block = cbrt(slope * slope / (longRunVariance * longRunVariance) * length)
    // The weights can make the long-run variance zero; then only the longest block is safe.
    return block.isFinite ? Swift.min(Swift.max(block, 1), most) : most
  }
}
