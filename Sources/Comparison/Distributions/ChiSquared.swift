/// The chi-squared distribution.
package enum ChiSquared {
  /// P(X > `value`): the p-value of a test whose statistic is `value`. To about 1e-13 of itself.
  package static func survival(_ value: Double, degreesOfFreedom: Int) -> Double {
    precondition(degreesOfFreedom > 0, "chi-squared needs a degree of freedom")
    return RegularizedGamma.upper(shape: Double(degreesOfFreedom) / 2, value: max(0, value) / 2)
  }
}

/// The outcome of a test whose statistic is chi-squared under the null hypothesis.
package struct ChiSquaredTest: Hashable, Sendable {
  package let statistic: Double
  package let degreesOfFreedom: Int
  /// How probable a statistic as large is when the null hypothesis holds.
  package let pValue: Double

  package init(statistic: Double, degreesOfFreedom: Int) {
    (self.statistic, self.degreesOfFreedom) = (statistic, degreesOfFreedom)
    pValue = ChiSquared.survival(statistic, degreesOfFreedom: degreesOfFreedom)
  }
}
