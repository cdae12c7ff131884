extension EquityCurve {
  /// Annual return over the maximum drawdown, both of the whole curve; nil when equity never fell.
  ///
  /// T. W. Young, "Calmar Ratio: A Smoother Tool", Futures (1991), there over the last 36 months.
  package func calmarRatio(daysPerYear: Double) -> Double? {
    guard let annualReturn = annualReturn(daysPerYear: daysPerYear), let maximumDrawdown else { return nil }
    return (annualReturn / maximumDrawdown.depth).finite
  }
}
