internal import Glibc

extension EquityCurve {
  /// The compound annual growth rate: `growth ^ (daysPerYear / days) - 1`.
  ///
  /// Nil of a single day, which says nothing about a year, and when the account ended in debt.
  package func annualReturn(daysPerYear: Double) -> Double? {
    guard dayCount > 1, let growth, growth >= 0 else { return nil }
    return (pow(growth, daysPerYear / Double(dayCount)) - 1).finite
  }
}
