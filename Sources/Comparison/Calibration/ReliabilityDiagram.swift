/// How often decisions were right, by how sure they said they were.
///
/// A. H. Murphy and R. L. Winkler, "Reliability of Subjective Probability Forecasts of Precipitation and Temperature",
/// Journal of the Royal Statistical Society C 26 (1977).
package struct ReliabilityDiagram: Hashable, Sendable {
  package struct Bin: Hashable, Sendable {
    /// Of the bin among its ``ConfidenceBins``, from 0 on.
    package let place: Int
    /// Bounds of the confidences, `low` not among them.
    package let low: Double
    package let high: Double
    package let count: Int
    package let meanConfidence: Double
    /// Share of the bin's decisions that were right.
    package let hitRate: Double
  }

  /// Bins with decisions, the least sure first.
  package let bins: [Bin]
  package let count: Int

  package init(_ forecasts: [StatedConfidence], bins bounds: ConfidenceBins) {
    var sums = [(count: Int, confidence: Double, hits: Int)](repeating: (0, 0, 0), count: bounds.count)
    for forecast in forecasts {
      let place = bounds.place(of: forecast.confidence)
      sums[place].count += 1
      sums[place].confidence += forecast.confidence
      sums[place].hits += forecast.isRight ? 1 : 0
    }
    bins = sums.enumerated().filter { $0.element.count > 0 }.map { place, sum in
      Bin(
        place: place, low: bounds.bounds[place], high: bounds.bounds[place + 1], count: sum.count,
        meanConfidence: sum.confidence / Double(sum.count), hitRate: Double(sum.hits) / Double(sum.count))
    }
    count = forecasts.count
  }

  /// The expected calibration error: the mean over decisions of `|hit rate - mean confidence|` of their bin. Nil of none.
  ///
  /// M. P. Naeini, G. F. Cooper and M. Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI
  /// 2015; C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, equation 3. Being a sum of magnitudes it
  /// is above zero even for perfect forecasts, the more so the fewer there are.
  package var expectedCalibrationError: Double? {
    guard count > 0 else { return nil }
    return bins.reduce(0) { $0 + Double($1.count) * ($1.hitRate - $1.meanConfidence).magnitude } / Double(count)
  }
}
