/// How far two accounts that earn alike in truth drift apart by chance alone, day after day.
///
/// The daily differences are centred on zero, so that nothing is left to earn, and drawn anew by the stationary
/// bootstrap: D. N. Politis and J. P. Romano, "The Stationary Bootstrap", Journal of the American Statistical
/// Association 89 (1994), with the mean block length of D. N. Politis and H. White (2004) for these differences. Each
/// resample is summed up from its first day on; the band holds the middle 95 % of the resampled sums of each day.
///
/// Each day stands by itself: a path without any true difference lies outside on one day in twenty, and about every second
/// such path leaves the band somewhere on its way.
package struct ChanceBand: Hashable, Sendable {
  /// After each day, in the unit of the differences.
  package let low: [Double]
  package let high: [Double]
  /// In days.
  package let blockLength: Double
  package let resamples: Int
  package let seed: UInt64

  package static let resamples = 2_000

  /// Nil of fewer than 10 days and where a difference is no number.
  package init?(of differences: [Double], resamples: Int = Self.resamples, seed: UInt64) {
    precondition(resamples >= 100, "a band of 95 % needs at least 100 resamples")
    guard differences.count >= 10, let mean = differences.mean, mean.isFinite else { return nil }
    let days = differences.count
    let centred = differences.map { $0 - mean }
    let blockLength = centred.stationaryBlockLength
    var bootstrap = StationaryBootstrap(count: days, meanBlockLength: blockLength, seed: seed)
    // The resampled sums of a day stand side by side.
    var sums = [Double](repeating: 0, count: days * resamples)
    for resample in 0..<resamples {
      var (sum, place) = (0.0, resample)
      bootstrap.resample { day in
        sum += centred[day]
        sums[place] = sum
        place += resamples
      }
    }
    let bounds = (0..<days).map { day in
      let ordered = sums[day * resamples..<(day + 1) * resamples].sorted()
      return (ordered.sortedQuantile(0.025), ordered.sortedQuantile(0.975))
    }
    (low, high) = (bounds.map(\.0), bounds.map(\.1))
    (self.blockLength, self.resamples, self.seed) = (blockLength, resamples, seed)
  }
}
