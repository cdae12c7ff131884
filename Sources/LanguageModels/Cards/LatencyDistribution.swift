/// How long answers take: quantiles, straight lines between them.
///
/// A card that knows only "2 to 5 seconds" has the two quantiles 0 and 1, and every time between is as likely.
package struct LatencyDistribution: Hashable, Sendable {
  /// A share of all answers, and the milliseconds that they take at most.
  package struct Quantile: Hashable, Sendable {
    package var share: Double
    package var milliseconds: Double
    package init(share: Double, milliseconds: Double) { (self.share, self.milliseconds) = (share, milliseconds) }
  }

  /// From share 0 to share 1, rising.
  package let quantiles: [Quantile]

  /// Nil unless shares rise strictly from 0 to 1 and times never fall, the first not below 0, the last below a day.
  package init?(quantiles: [Quantile]) {
    guard quantiles.count >= 2, let first = quantiles.first, let last = quantiles.last,
      first.share == 0, last.share == 1, first.milliseconds >= 0, last.milliseconds < 86_400_000
    else { return nil }
    for (a, b) in zip(quantiles, quantiles.dropFirst()) {
      guard a.share < b.share, a.milliseconds <= b.milliseconds else { return nil }
    }
    self.quantiles = quantiles
  }

  /// Of measured milliseconds: the quantiles of every twentieth, straight lines between the answers (R. J. Hyndman and
  /// Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996), definition 7). Nil of none.
  package init?(measured times: [Int]) {
    guard !times.isEmpty else { return nil }
    let sorted = times.sorted()
    self.init(
      quantiles: (0...20).map { part in
        let place = Double(part) / 20 * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        let value = Double(sorted[below]) + (place - Double(below)) * Double(sorted[above] - sorted[below])
        return Quantile(share: Double(part) / 20, milliseconds: value)
      })
  }

  /// The latency that `share` of all answers do not exceed; `share` is 0 to 1.
  package func milliseconds(share: Double) -> Double {
    var below = quantiles[0]
    for above in quantiles.dropFirst() {
      if share <= above.share {
        let part = (share - below.share) / (above.share - below.share)
        return below.milliseconds + part * (above.milliseconds - below.milliseconds)
      }
      below = above
    }
    return below.milliseconds
  }

  /// One draw. The same seed and stream draw the same share from every distribution, so that two variants differ by
  /// their cards and not by luck.
  package func milliseconds(seed: UInt64, stream: UInt64) -> Int {
    var generator = SplitMix64(seed: seed, stream: stream)
    return Int(milliseconds(share: generator.nextShare()) + 0.5)
  }
}
