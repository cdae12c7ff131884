/// The mean of the last `period` values: `(x[t] + … + x[t − period + 1]) / period`.
///
/// The running sum cannot drift, however long the tape: beside it grows a fresh sum of the current round of `period`
/// values, which takes its place when the round is complete, so that no rounding error lives longer than two rounds.
/// Both sums are of differences from a value of their own past, which keeps the error near one unit in the last place
/// of the mean, whatever the level of prices; a flat window gives its price.
package struct SimpleMovingAverage: Sendable {
  private var window: RollingWindow
  /// One over the period: dividing would be what a replay waits longest for.
  private let weight: Double
  private var mean = 0.0
  /// Sum of `x − reference` over the window.
  private var sum = 0.0
  private var reference = 0.0
  /// The same over the current round only.
  private var freshSum = 0.0
  private var freshReference = 0.0

  /// An average of the last `period` values, at least 1.
  package init(period: Int) {
    window = RollingWindow(count: period)
    weight = 1 / Double(period)
  }

  package var period: Int { window.count }

  /// Whether `period` values have been seen.
  @inline(__always)
  package var isReady: Bool { window.isFull }

  /// The average, in the unit of the values; only when ready.
  @inline(__always)
  package var value: Double {
    precondition(isReady, "a simple moving average was read before it was ready")
    return mean
  }

  /// Learns the next value, which must be finite.
  @inline(__always)
  package mutating func update(_ next: Double) {
    if window.position == 0 { startRound(with: next) }
    sum += next - window.push(next)
    freshSum += next - freshReference
    mean = reference + sum * weight
  }

  private mutating func startRound(with next: Double) {
    if window.isFull {
      sum = freshSum
      reference = freshReference
    } else {
      // The values before the first are taken to equal it: their differences from the reference are zero.
      window.fill(with: next)
      reference = next
    }
    freshSum = 0
    freshReference = next
  }
}
