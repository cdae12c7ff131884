/// How sure a decision said it was, and whether it came out right.
package struct StatedConfidence: Hashable, Sendable {
  /// 0 to 1.
  package let confidence: Double
  package let isRight: Bool

  /// Confidence must lie in 0 to 1.
  package init(confidence: Double, isRight: Bool) {
    precondition(0 <= confidence && confidence <= 1, "a confidence lies between 0 and 1")
    (self.confidence, self.isRight) = (confidence, isRight)
  }

  /// 1 where right, 0 where wrong.
  var outcome: Double { isRight ? 1 : 0 }
  /// Confidence less outcome.
  var gap: Double { confidence - outcome }
  var squaredError: Double { gap * gap }
}

extension [StatedConfidence] {
  /// The variance of confidences (n in the denominator): how far a model commits itself, right or wrong. Nil of nothing.
  ///
  /// Sharpness is of the forecasts alone: T. Gneiting, F. Balabdaoui and A. E. Raftery, "Probabilistic Forecasts,
  /// Calibration and Sharpness", Journal of the Royal Statistical Society B 69 (2007).
  package var sharpness: Double? {
    guard let mean = map(\.confidence).mean else { return nil }
    return reduce(0) { $0 + ($1.confidence - mean) * ($1.confidence - mean) } / Double(count)
  }
}
