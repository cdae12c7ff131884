/// Whether a difference is too small to matter: two one-sided tests at 5 % each.
///
/// D. J. Schuirmann, "A Comparison of the Two One-Sided Tests Procedure and the Power Approach for Assessing the
/// Equivalence of Average Bioavailability", Journal of Pharmacokinetics and Biopharmaceutics 15 (1987). The difference is
/// held to be within the margin on both sides where it can be told from either bound, which is where its 90 % interval
/// lies strictly inside them.
package struct EquivalenceTest: Hashable, Sendable {
  /// In the unit of the difference, above zero: -margin to +margin matters to nobody.
  package let margin: Double
  /// 90 % confidence.
  package let interval: ConfidenceInterval
  /// The larger of the two one-sided ones; nil where only an interval was given.
  package let pValue: Double?

  package var isEquivalent: Bool { -margin < interval.low && interval.high < margin }

  /// Confidence of the interval that belongs to two tests at 5 %.
  package static let confidence = 0.9

  package init(of difference: StudentizedEstimate, margin: Double) {
    precondition(margin > 0, "a margin is above zero")
    self.margin = margin
    interval = difference.interval(confidence: Self.confidence)
    // The nearer bound has the larger probability.
    pValue = difference.tail(beyond: margin - difference.value.magnitude)
  }

  /// Of any 90 % interval, a bootstrap's for one.
  package init(interval: ConfidenceInterval, margin: Double) {
    precondition(margin > 0, "a margin is above zero")
    self.margin = margin
    self.interval = interval
    pValue = nil
  }

  /// Of resampled differences in rising order, by their percentiles: the p-value is the larger share beyond a bound,
  /// `(1 + those at or beyond it) / (1 + resamples)`, and close to the interval's answer, not bound to it.
  package init(sortedResamples: [Double], margin: Double) {
    precondition(margin > 0 && sortedResamples.count >= 100, "a margin is above zero; resamples are 100 or more")
    self.margin = margin
    interval = ConfidenceInterval(low: sortedResamples.sortedQuantile(0.05), high: sortedResamples.sortedQuantile(0.95))
    let outside = max(sortedResamples.count { $0 <= -margin }, sortedResamples.count { $0 >= margin })
    pValue = Double(1 + outside) / Double(1 + sortedResamples.count)
  }
}
