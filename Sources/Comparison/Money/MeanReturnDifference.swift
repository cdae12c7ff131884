/// How much more a variant earned than the reference on an average day, tested without assuming independent days.
///
/// The mean of the daily differences, candidate minus reference, in Student's t with the standard error
/// `sqrt(long-run variance / days)` of ``PrewhitenedVariance``. Its annual figure is arithmetic, the daily one times the
/// days of a year: no compounding, unlike ``AnnualReturnDifference``.
package struct MeanReturnDifference: Hashable, Sendable {
  /// Shares a day.
  package let daily: StudentizedEstimate
  /// Shares a year.
  package let annual: StudentizedEstimate
  /// Of the differences.
  package let longRunVariance: PrewhitenedVariance
  package let days: Int

  /// Nil of fewer than 10 days and where a return is not a number.
  package init?(of returns: PairedReturns, daysPerYear: Double) {
    precondition(daysPerYear > 0, "a year has days")
    let differences = returns.differences
    guard let variance = PrewhitenedVariance(of: differences), let mean = differences.mean else { return nil }
    daily = StudentizedEstimate(
      value: mean, standardError: (variance.variance / Double(differences.count)).squareRoot(),
      degreesOfFreedom: variance.degreesOfFreedom)
    annual = daily.scaled(by: daysPerYear)
    longRunVariance = variance
    days = differences.count
  }
}
