internal import Glibc
internal import Market

/// The studentized circular block bootstrap of the difference of two Sharpe ratios.
///
/// O. Ledoit and M. Wolf, "Robust Performance Hypothesis Testing with the Sharpe Ratio", Journal of Empirical Finance 15
/// (2008), section 3.2: blocks of days drawn with replacement from both accounts at once give differences, each
/// centred at the observed one and divided by its own standard error, which comes from the sums of its blocks; the
/// observed difference over its own error is judged against their absolute values. Blocks are those of D. N. Politis and
/// J. P. Romano, "A Circular Block-Resampling Procedure for Stationary Data" (1992).
package struct LedoitWolfBootstrap: Hashable, Sendable {
  /// Annual, with the standard error that studentizes it.
  package let observed: SharpeDifference
  /// Two-sided, of equal ratios: `(1 + resamples at least as extreme) / (1 + resamples)`.
  package let pValue: Double
  /// Days in a block.
  package let blockLength: Int
  package let resamples: Int
  /// Absolute studentized differences of the resamples, rising.
  private let statistics: [Double]

  /// Without a block length, the one by Politis and White (2004) for circular blocks, of what each day adds to the error
  /// of the difference. Nil of fewer than 10 whole blocks, where an account's returns do not vary, and of accounts so
  /// alike that their difference has no error.
  package init?(
    of returns: PairedReturns, daysPerYear: Double, blockLength: Int? = nil, resamples: Int = 4_999, seed: UInt64
  ) {
    precondition(resamples >= 99, "a 95 % interval needs at least 99 resamples")
    guard let observed = SharpeDifference.ledoitWolf(of: returns, daysPerYear: daysPerYear),
      let statistic = observed.difference.statistic,
      let first = SharpeMoments(of: returns.reference), let second = SharpeMoments(of: returns.candidate)
    else { return nil }
    let length = blockLength ?? Self.blockLength(of: SharpeDifference.influences(of: returns, first, second))
    guard length >= 1, returns.days / length >= 10 else { return nil }

    var sampler = SharpeBlockSampler(returns: returns, blockLength: length, seed: seed)
    let center = second.ratio - first.ratio
    // A resample without an error is no evidence against anything, so it counts as extreme.
    statistics = (0..<resamples).map { _ in sampler.studentizedDifference(from: center) ?? .infinity }.sorted()
    let extreme = statistics.count { $0 >= statistic.magnitude }
    pValue = Double(1 + extreme) / Double(1 + resamples)
    self.observed = observed
    self.blockLength = length
    self.resamples = resamples
  }

  /// Symmetric about the observed difference, annual: it leaves out zero just where the p-value is at most
  /// `1 - confidence`. Nil where so many resamples have no error that the bounds are unknown.
  package func interval(confidence: Double) -> ConfidenceInterval? {
    precondition(confidence > 0 && confidence < 1, "confidence lies between 0 and 1")
    // Rounding must not move a whole number up.
    let rank = Int((confidence * Double(resamples + 1) - 1e-9).rounded(.up))
    guard rank >= 1, rank <= resamples, statistics[rank - 1].isFinite else { return nil }
    let half = statistics[rank - 1] * observed.difference.standardError
    return ConfidenceInterval(low: observed.difference.value - half, high: observed.difference.value + half)
  }

  /// Circular blocks want a variance 4/3 as large, stationary ones twice: blocks longer by the third root of 3/2.
  private static func blockLength(of influences: [Double]) -> Int {
    let most = max(1, influences.count / 10)
    return max(1, min(most, Int((cbrt(1.5) * influences.stationaryBlockLength).rounded())))
  }
}
