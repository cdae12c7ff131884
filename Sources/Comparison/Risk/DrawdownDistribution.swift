/// How deep the maximum drawdown might have been on other draws of the same days, and where the one that happened lies.
///
/// The stationary bootstrap of daily returns (D. N. Politis and J. P. Romano 1994) with the block length that suits
/// them; each resample is compounded, and its drawdown measured as that of the account. Losing streaks longer than the
/// blocks are broken up, so the deep end is rather too shallow where losses hang together for long.
package struct DrawdownDistribution: Hashable, Sendable {
  /// The maximum drawdown of the record, a share of its peak; zero where it never fell.
  package let observed: Double
  /// Shares of the peak below which the drawdown stays in 5, 25, 50, 75 and 95 of 100 resamples.
  package let quantiles: Quantiles
  /// The share of resamples with a drawdown as deep as the observed or less: 0.5 is an ordinary course of such days,
  /// near 1 an unlucky one.
  package let position: Double
  /// In days.
  package let blockLength: Double
  package let resamples: Int

  package struct Quantiles: Hashable, Sendable {
    package let p5, p25, p50, p75, p95: Double
  }

  /// Of daily returns as shares. Nil of fewer than 10 days, and where a day lost everything or is no number.
  package init?(of returns: [Double], resamples: Int = 5_000, seed: UInt64) {
    precondition(resamples >= 100, "quantiles of 5 % need at least 100 resamples")
    guard returns.count >= 10, returns.allSatisfy({ $0 > -1 && $0 < 1e100 }) else { return nil }
    let blockLength = returns.stationaryBlockLength
    var observed = RunningDrawdown()
    for value in returns { observed.take(value) }
    var bootstrap = StationaryBootstrap(count: returns.count, meanBlockLength: blockLength, seed: seed)
    var depths = (0..<resamples).map { _ in
      var running = RunningDrawdown()
      bootstrap.resample { running.take(returns[$0]) }
      return running.deepest
    }
    depths.sort()
    self.observed = observed.deepest
    quantiles = Quantiles(
      p5: depths.sortedQuantile(0.05), p25: depths.sortedQuantile(0.25), p50: depths.sortedQuantile(0.5),
      p75: depths.sortedQuantile(0.75), p95: depths.sortedQuantile(0.95))
    let deepest = observed.deepest
    position = Double(depths.count { $0 <= deepest }) / Double(resamples)
    self.blockLength = blockLength
    self.resamples = resamples
  }
}

/// Equity as a share of its peak so far, the start being the first peak.
private struct RunningDrawdown {
  private var level = 1.0
  private var lowest = 1.0

  var deepest: Double { 1 - lowest }

  mutating func take(_ change: Double) {
    level = min(1, level * (1 + change))
    lowest = min(lowest, level)
  }
}
