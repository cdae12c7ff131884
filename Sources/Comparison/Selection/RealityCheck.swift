/// Whether the best of several models beats the benchmark by more than the search for it explains.
///
/// H. White, "A Reality Check for Data Snooping", Econometrica 68 (2000): the best mean difference times root n,
/// against the best of the resampled means less their own. Hopeless models cost it power; see
/// ``SuperiorPredictiveAbility``.
package struct RealityCheck: Hashable, Sendable {
  /// Root n times the best mean difference.
  package let statistic: Double
  /// The model with the best mean; the first of equal ones.
  package let best: Int
  /// The share of resamples whose best does as well or better; 1 where no model differs from the benchmark.
  package let pValue: Double

  /// `differences` are the models less the benchmark, positive where the model is better.
  package init(of differences: ResampledMeans) {
    let root = Double(differences.days).squareRoot()
    let models = Array(0..<differences.models)
    best = models.reduce(0) { differences.means[$1] > differences.means[$0] ? $1 : $0 }
    let statistic = root * differences.means[best]
    let maxima = differences.maxima(over: models) { deviation, _ in root * deviation }
    pValue = Double(maxima.count { $0 >= statistic }) / Double(differences.resamples)
    self.statistic = statistic
  }
}
