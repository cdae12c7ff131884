/// What a record of two accounts can tell, and how long one would have to be.
///
/// With normal quantiles z, for tests at 5 %: a true difference of `(z(0.975) + z(power)) x standard error` is found with
/// probability `power`; J. Cohen, "Statistical Power Analysis for the Behavioral Sciences", 2nd edition (1988), chapter 2.
/// The standard error is tracking error over the root of the years. So 1 % a year at a tracking error of 10 % takes
/// `(2.80 x 10)^2` = 785 years to find four times in five, and `(1.96 x 10)^2` = 384 years to find every other time.
package struct PairedComparisonPower: Hashable, Sendable {
  /// The standard deviation of the daily difference (n - 1), times the root of the days of a year: as if days were
  /// independent.
  package let trackingError: Double
  /// The same from the long-run variance, which counts that days hang together; errors and years come from it.
  package let longRunTrackingError: Double
  package let years: Double

  /// Nil of fewer than 10 days, and where a return is not a number.
  package init?(of returns: PairedReturns, daysPerYear: Double) {
    precondition(daysPerYear > 0, "a year has days")
    guard let difference = MeanReturnDifference(of: returns, daysPerYear: daysPerYear) else { return nil }
    self.init(of: returns, difference, daysPerYear: daysPerYear)
  }

  /// The same where the mean difference of these returns is known.
  package init?(of returns: PairedReturns, _ difference: MeanReturnDifference, daysPerYear: Double) {
    guard let trackingError = returns.trackingError(daysPerYear: daysPerYear) else { return nil }
    self.trackingError = trackingError
    longRunTrackingError = (difference.longRunVariance.variance * daysPerYear).squareRoot()
    years = Double(returns.days) / daysPerYear
  }

  /// Of the annual difference.
  package var standardError: Double { longRunTrackingError / years.squareRoot() }

  /// The true difference, in shares a year, that a record of this length finds with `power`, 0 to 1, both exclusive.
  package func smallestDetectable(power: Double = 0.8) -> Double { Self.distance(power: power) * standardError }

  /// The smallest margin, in shares a year, within which accounts that truly do not differ are found equivalent with
  /// `power`.
  package func smallestMargin(power: Double = 0.8) -> Double {
    Self.equivalenceDistance(power: power) * standardError
  }

  /// How long a record finds a true `difference`, above zero, in shares a year, with `power`; nil beyond all numbers.
  package func years(toDetect difference: Double, power: Double = 0.8) -> Double? {
    Self.years(toDetect: difference, trackingError: longRunTrackingError, power: power)
  }

  /// `((z(0.975) + z(power)) x tracking error / difference)^2`; half a power is merely to reach significance every other
  /// time. Nil beyond all numbers.
  package static func years(toDetect difference: Double, trackingError: Double, power: Double = 0.8) -> Double? {
    precondition(difference > 0 && trackingError >= 0, "a difference is above zero, a tracking error not below")
    let ratio = distance(power: power) * trackingError / difference
    return (ratio * ratio).finite
  }

  /// How long a record holds accounts that truly do not differ to be equivalent within `margin`, above zero, in shares a
  /// year, with `power`: `((z(0.95) + z((1 + power) / 2)) x tracking error / margin)^2`.
  ///
  /// Both one-sided tests must succeed; K. F. Phillips, "Power of the Two One-Sided Tests Procedure in Bioequivalence",
  /// Journal of Pharmacokinetics and Biopharmaceutics 18 (1990), has the exact power for few days.
  /// Nil beyond all numbers.
  package func years(toShowEquivalenceWithin margin: Double, power: Double = 0.8) -> Double? {
    precondition(margin > 0, "a margin is above zero")
    let ratio = Self.equivalenceDistance(power: power) * longRunTrackingError / margin
    return (ratio * ratio).finite
  }

  private static func distance(power: Double) -> Double {
    NormalQuantile.confidence + StandardNormal.quantile(power)
  }

  private static func equivalenceDistance(power: Double) -> Double {
    StandardNormal.quantile(0.95) + StandardNormal.quantile((1 + power) / 2)
  }
}
