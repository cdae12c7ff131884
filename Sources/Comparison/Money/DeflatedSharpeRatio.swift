internal import Glibc

/// The confidence that the best of many tried variants has a Sharpe ratio above what luck alone finds.
///
/// D. H. Bailey and M. Lopez de Prado, "The Deflated Sharpe Ratio: Correcting for Selection Bias, Backtest Overfitting and
/// Non-Normality", Journal of Portfolio Management 40 (2014): the probabilistic Sharpe ratio against the expected
/// maximum of as many trials without skill.
package struct DeflatedSharpeRatio: Hashable, Sendable {
  /// 0 to 1.
  package let probability: Double
  /// The largest daily ratio that so many trials without skill are expected to show.
  package let expectedMaximum: Double
  package let trials: Int

  /// - `trials`: independent variants that were tried, the chosen one among them; at least one.
  /// - `trialVariance`: of the trials' daily Sharpe ratios.
  ///
  /// Nil where the chosen record's ratio has no variance.
  package init?(of chosen: TrackRecord, trials: Int, trialVariance: Double) {
    let maximum = Self.expectedMaximum(trials: trials, trialVariance: trialVariance)
    guard let probability = chosen.probabilisticSharpeRatio(benchmark: maximum) else { return nil }
    self.probability = probability
    expectedMaximum = maximum
    self.trials = trials
  }

  /// The same with the variance of the ratios of `records`, the trials whose returns vary. One record has none.
  package init?(of chosen: TrackRecord, among records: [TrackRecord], trials: Int) {
    let deviation = records.map(\.sharpeRatio).sampleStandardDeviation ?? 0
    self.init(of: chosen, trials: trials, trialVariance: deviation * deviation)
  }

  /// `sqrt(V) ((1 - g) Phi^-1(1 - 1 / N) + g Phi^-1(1 - 1 / (N e)))`, g the constant of Euler and Mascheroni; zero of a
  /// single trial, which nothing was chosen from.
  package static func expectedMaximum(trials: Int, trialVariance: Double) -> Double {
    precondition(trials >= 1 && trialVariance >= 0 && trialVariance.isFinite, "trials are counted and vary")
    guard trials > 1 else { return 0 }
    let euler = 0.5772156649015329
    let count = Double(trials)
    // Quantiles of small tails, whose digits `1 - 1 / N` would lose.
    let typical = -StandardNormal.quantile(1 / count)
    let extreme = -StandardNormal.quantile(1 / (count * M_E))
    return trialVariance.squareRoot() * ((1 - euler) * typical + euler * extreme)
  }
}
