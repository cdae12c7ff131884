internal import Glibc

/// What the null hypothesis takes the true mean of a model to be that did worse than the benchmark.
///
/// P. R. Hansen, "A Test for Superior Predictive Ability", Journal of Business and Economic Statistics 23 (2005): every
/// choice lets a model that did better be as good as the benchmark.
package enum Recentring: CaseIterable, Sendable {
  /// As bad as it did: too many rejections, a lower bound of the p-value.
  case lower
  /// As bad as it did where that is below `-sqrt(2 log log n)` standard errors, else as good as the benchmark.
  case consistent
  /// As good as the benchmark: White's choice, an upper bound of the p-value.
  case upper

  /// What the null hypothesis adds to each model's resampled deviations.
  func shifts(of differences: ResampledMeans) -> [Double] {
    let length = Double(differences.days)
    let threshold = 2 * log(log(length))
    return zip(differences.means, differences.variances).map { mean, variance in
      switch self {
      case .lower: min(mean, 0)
      case .consistent: mean < -(variance / length * threshold).squareRoot() ? mean : 0
      case .upper: 0
      }
    }
  }
}
