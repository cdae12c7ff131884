import Comparison

/// Value at risk and expected shortfall of normal days with forecast volatility, against the days that came.
struct TailBacktest: Sendable {
  /// Chance of an exception: 0.05 for a value at risk of 95 %.
  var level: Double
  var valueAtRisk: ValueAtRiskBacktest
  var coverage: SimulatedCoverage
  var shortfall: ExpectedShortfallBacktest

  static let levels = [0.05, 0.01]
  /// With fewer days nothing is said.
  static let fewestDays = 60
  private static let simulations = 1_999

  /// Nil of fewer than 60 days.
  init?(_ days: ForecastDays, level: Double, seed: UInt64) {
    guard days.returns.count >= Self.fewestDays else { return nil }
    let quantile = -StandardNormal.quantile(level)
    let shortfall = StandardNormal.density(quantile) / level
    let limits = days.volatilities.map { $0 * quantile }
    guard let backtest = ValueAtRiskBacktest(returns: days.returns, valueAtRisk: limits, level: level),
      let expected = ExpectedShortfallBacktest(
        returns: days.returns, valueAtRisk: limits, expectedShortfall: days.volatilities.map { $0 * shortfall },
        scale: days.volatilities, innovations: .normal, level: level, simulations: Self.simulations, seed: seed)
    else { return nil }
    self.level = level
    valueAtRisk = backtest
    coverage = SimulatedCoverage(of: backtest, seed: seed &+ 1)
    self.shortfall = expected
  }
}
