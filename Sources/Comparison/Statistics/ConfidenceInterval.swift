/// The bounds within which a quantity lies with 95 % confidence.
package struct ConfidenceInterval: Hashable, Sendable {
  package var low: Double
  package var high: Double

  package init(low: Double, high: Double) {
    (self.low, self.high) = (low, high)
  }

  package func contains(_ value: Double) -> Bool { low <= value && value <= high }
}

/// Quantiles of the standard normal distribution.
enum NormalQuantile {
  /// Of 0.975: two-sided 95 % confidence.
  static let confidence = 1.959963984540054
}
