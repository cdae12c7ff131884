/// A figure and how well it is known: what every test and interval of a mean, or of a smooth function of means, needs.
package struct StudentizedEstimate: Hashable, Sendable {
  package let value: Double
  /// In the unit of the value; zero when the figure is known exactly.
  package let standardError: Double
  /// Of Student's t; infinite where the normal distribution is used.
  package let degreesOfFreedom: Double

  package init(value: Double, standardError: Double, degreesOfFreedom: Double = .infinity) {
    precondition(value.isFinite && standardError.isFinite && standardError >= 0, "estimate and error are numbers")
    precondition(degreesOfFreedom > 0, "Student's t needs degrees of freedom")
    (self.value, self.standardError, self.degreesOfFreedom) = (value, standardError, degreesOfFreedom)
  }

  /// The value in standard errors; nil when the figure is known exactly.
  package var statistic: Double? { standardError > 0 ? (value / standardError).finite : nil }

  /// Two-sided, of the hypothesis that the true figure is zero. A figure known exactly has 1 at zero, else 0.
  package var pValue: Double { 2 * tail(beyond: value.magnitude) }

  /// The bounds that hold the true figure with `confidence`, 0 to 1, both exclusive: 0.95 leaves 2.5 % on each side.
  package func interval(confidence: Double) -> ConfidenceInterval {
    let half = standardError * StudentT.quantile(tail: (1 - confidence) / 2, degreesOfFreedom: degreesOfFreedom)
    return ConfidenceInterval(low: value - half, high: value + half)
  }

  /// The same figure in another unit: `factor` of the new ones make one of the old.
  package func scaled(by factor: Double) -> StudentizedEstimate {
    StudentizedEstimate(
      value: value * factor, standardError: standardError * factor.magnitude, degreesOfFreedom: degreesOfFreedom)
  }

  /// The probability that an estimate of something truly zero lies above `distance`; a half at zero.
  func tail(beyond distance: Double) -> Double {
    guard standardError > 0 else { return distance > 0 ? 0 : distance < 0 ? 1 : 0.5 }
    return StudentT.tail(above: distance / standardError, degreesOfFreedom: degreesOfFreedom)
  }
}
