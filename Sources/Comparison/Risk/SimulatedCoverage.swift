internal import Market

/// P-values of the tests of coverage that hold for records of any length.
///
/// Exceptions are few, so the chi-squared limits of ``ValueAtRiskBacktest`` are rough: of right forecasts over 250 days at
/// 5 %, independence is rejected at 5 % only 1.5 times in a hundred. Here the statistics are ranked among those of drawn
/// records, as P. F. Christoffersen and D. Pelletier, "Backtesting Value-at-Risk: A Duration-Based Approach", Journal of
/// Financial Econometrics 2 (2004), advise, with equal statistics put in random order: J.-M. Dufour, "Monte Carlo Tests
/// with Nuisance Parameters", Journal of Econometrics 133 (2006). Each test then rejects as often as it says.
package struct SimulatedCoverage: Hashable, Sendable {
  /// Among records on which each day has the forecast chance of an exception.
  package let coverage: Double
  /// Among the record's own days in random order, since how often exceptions come is not at issue. Nil as the test.
  package let independence: Double?
  /// Among records as for `coverage`; those on which the test is missing are left out. Nil as the test.
  package let conditionalCoverage: Double?
  package let simulations: Int

  /// P-values are multiples of 1 / (`simulations` + 1): 999 make 5 % one of them.
  package init(of backtest: ValueAtRiskBacktest, simulations: Int = 999, seed: UInt64) {
    precondition(simulations >= 99, "a p-value needs at least 99 simulations")
    var generator = SeededGenerator(seed: seed)
    var coverage = MonteCarloRank(of: backtest.coverage.statistic, &generator)
    var independence = backtest.independence.map { MonteCarloRank(of: $0.statistic, &generator) }
    var conditional = backtest.conditionalCoverage.map { MonteCarloRank(of: $0.statistic, &generator) }
    var shuffled = (0..<backtest.days).map { $0 < backtest.exceptions }
    for _ in 0..<simulations {
      let drawn = (0..<backtest.days).map { _ in generator.uniform() < backtest.level }
      let record = ValueAtRiskBacktest(exceptions: drawn, level: backtest.level)
      coverage.note(record?.coverage.statistic, &generator)
      conditional?.note(record?.conditionalCoverage?.statistic, &generator)
      guard independence != nil else { continue }
      for day in shuffled.indices.dropFirst() { shuffled.swapAt(day, generator.index(below: day + 1)) }
      let permuted = ValueAtRiskBacktest(exceptions: shuffled, level: backtest.level)
      independence?.note(permuted?.independence?.statistic, &generator)
    }
    self.coverage = coverage.pValue
    self.independence = independence?.pValue
    conditionalCoverage = conditional?.pValue
    self.simulations = simulations
  }
}

/// Where a statistic stands among simulated ones, from the greatest down.
private struct MonteCarloRank {
  private let observed: Double
  private let lot: Double
  private var asGreat = 0
  private var known = 0

  init(of observed: Double, _ generator: inout SeededGenerator) {
    self.observed = observed
    lot = generator.uniform()
  }

  mutating func note(_ statistic: Double?, _ generator: inout SeededGenerator) {
    guard let statistic else { return }
    known += 1
    if statistic > observed || statistic == observed && generator.uniform() >= lot { asGreat += 1 }
  }

  var pValue: Double { Double(asGreat + 1) / Double(known + 1) }
}
