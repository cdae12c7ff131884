internal import Glibc

/// How much more a variant earned a year than the reference, and how sure that is.
///
/// All is taken from the daily difference of log growth, `d = ln(1 + candidate) - ln(1 + reference)`, in which moves
/// common to both accounts cancel. The difference of the two compound annual returns, R, is exactly
/// `(1 + R of the reference) x (exp(days per year x mean of d) - 1)`; its interval puts resampled means of d into the
/// same formula, the market having gone as it went for the reference. It is the percentile interval of the stationary
/// bootstrap over d, with the block length that suits d: each resampled day is one day of both accounts.
package struct AnnualReturnDifference: Hashable, Sendable {
  /// Compound annual returns, as shares.
  package let reference: Double
  package let candidate: Double
  /// Candidate minus reference, in shares a year.
  package let difference: Double
  package let interval: ConfidenceInterval
  /// The standard deviation of the resampled differences.
  package let standardError: Double
  /// Mean block length of the bootstrap, in days.
  package let blockLength: Double
  package let days: Int
  package let resamples: Int

  /// Nil of fewer than 10 days, where one account lost everything on a day, and where so short and wild a series
  /// leaves the numbers when made annual.
  package init?(of returns: PairedReturns, daysPerYear: Double, resamples: Int = 5_000, seed: UInt64) {
    precondition(resamples >= 100, "a 95 % interval needs at least 100 resamples")
    guard returns.days >= 10 else { return nil }
    let referenceGrowth = returns.reference.map { log1p($0) }
    let candidateGrowth = returns.candidate.map { log1p($0) }
    let growthDifferences = zip(referenceGrowth, candidateGrowth).map { $1 - $0 }
    guard growthDifferences.allSatisfy(\.isFinite) else { return nil }

    let perYear = daysPerYear / Double(returns.days)
    let growthOfReference = exp(referenceGrowth.reduce(0, +) * perYear)
    let blockLength = growthDifferences.stationaryBlockLength
    var bootstrap = StationaryBootstrap(count: returns.days, meanBlockLength: blockLength, seed: seed)
    var differences: [Double] = []
    differences.reserveCapacity(resamples)
    for _ in 0..<resamples {
      var sum = 0.0
      bootstrap.resample { sum += growthDifferences[$0] }
      differences.append(growthOfReference * expm1(sum * perYear))
    }
    guard differences.allSatisfy(\.isFinite), let standardError = differences.sampleStandardDeviation else {
      return nil
    }
    differences.sort()

    reference = growthOfReference - 1
    candidate = exp(candidateGrowth.reduce(0, +) * perYear) - 1
    difference = candidate - reference
    interval = ConfidenceInterval(low: differences.sortedQuantile(0.025), high: differences.sortedQuantile(0.975))
    self.standardError = standardError
    self.blockLength = blockLength
    days = returns.days
    self.resamples = resamples
  }
}
