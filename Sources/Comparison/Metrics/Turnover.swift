internal import Market

extension EquityCurve {
  /// How many times a year the account's mean equity was traded: buys and sells both count, so that going all in and
  /// out once is 2.
  ///
  /// `tradedValue` is the sum of |quantity| x price over all fills, in quote currency; the mean is over all points.
  /// Nil of fewer than two days and without money.
  package func turnover(tradedValue: Double, daysPerYear: Double) -> Double? {
    guard dayCount > 1, let mean = points.map(\.equity.doubleValue).mean, mean > 0 else { return nil }
    return (tradedValue / mean * daysPerYear / Double(dayCount)).finite
  }
}
