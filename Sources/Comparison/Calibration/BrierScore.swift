/// The mean squared error of confidences, and what it is made of; lower is better.
///
/// G. W. Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly Weather Review 78 (1950), of one of
/// two classes. The split into reliability - resolution + uncertainty is that of A. H. Murphy, "A New Vector Partition of
/// the Probability Score", Journal of Applied Meteorology 12 (1973); where a bin holds different confidences it leaves a
/// remainder, which the two within-bin terms of D. B. Stephenson, C. A. S. Coelho and I. T. Jolliffe, "Two Extra Components
/// in the Brier Score Decomposition", Weather and Forecasting 23 (2008), make up for:
///
///     value = reliability - resolution + uncertainty + withinBinVariance - withinBinCovariance
package struct BrierScore: Hashable, Sendable {
  package let value: Double
  /// How far the bins' hit rates lie from their mean confidences, squared; 0 is calibrated.
  package let reliability: Double
  /// How far the bins' hit rates lie from the overall one, squared; high is informative.
  package let resolution: Double
  /// `hit rate x (1 - hit rate)`, whatever the forecasts.
  package let uncertainty: Double
  /// Variance of confidences about their bin's mean.
  package let withinBinVariance: Double
  /// Twice the covariance of confidences and outcomes within bins.
  package let withinBinCovariance: Double

  /// Resolution that does not hang on where the bins end.
  package var generalizedResolution: Double { resolution - withinBinVariance + withinBinCovariance }

  /// Nil without forecasts.
  package init?(_ forecasts: [StatedConfidence], bins: ConfidenceBins = .equalWidth()) {
    guard let hitRate = forecasts.map(\.outcome).mean else { return nil }
    let count = Double(forecasts.count)
    let diagram = ReliabilityDiagram(forecasts, bins: bins)
    func mean(_ term: (ReliabilityDiagram.Bin) -> Double) -> Double {
      diagram.bins.reduce(0) { $0 + Double($1.count) * term($1) } / count
    }
    value = forecasts.reduce(0) { $0 + $1.squaredError } / count
    reliability = mean { ($0.meanConfidence - $0.hitRate) * ($0.meanConfidence - $0.hitRate) }
    resolution = mean { ($0.hitRate - hitRate) * ($0.hitRate - hitRate) }
    uncertainty = hitRate * (1 - hitRate)

    var places = [Int](repeating: 0, count: bins.count)
    for (index, bin) in diagram.bins.enumerated() { places[bin.place] = index }
    var (variance, covariance) = (0.0, 0.0)
    for forecast in forecasts {
      let bin = diagram.bins[places[bins.place(of: forecast.confidence)]]
      let deviation = forecast.confidence - bin.meanConfidence
      variance += deviation * deviation
      covariance += deviation * (forecast.outcome - bin.hitRate)
    }
    withinBinVariance = variance / count
    withinBinCovariance = 2 * covariance / count
  }
}
