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
  /// The larger of the two one-sided ones.
  package let pValue: Double

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
}
