/// An average in which older values count geometrically less: `ema += k (x − ema)` with `k = 2 / (period + 1)`.
///
/// Seeded with the mean of the first `period` values, as in TA-Lib. Constant values give exactly that constant.
package struct ExponentialMovingAverage: Sendable {
  package let period: Int
  private let weight: Double
  /// How many values the seed still lacks.
  private var missing: Int
  /// The average; while seeding, the first value.
  private var average = 0.0
  /// While seeding, the sum of differences from the first value.
  private var seed = 0.0

  /// An average with the weight `2 / (period + 1)`; `period` is at least 1.
  package init(period: Int) {
    precondition(period > 0, "the period of an exponential moving average is at least 1")
    self.period = period
    weight = 2 / Double(period + 1)
    missing = period
  }

  /// Whether `period` values have been seen.
  @inline(__always)
  package var isReady: Bool { missing == 0 }

  /// The average, in the unit of the values; only when ready.
  @inline(__always)
  package var value: Double {
    precondition(isReady, "an exponential moving average was read before it was ready")
    return average
  }

  /// Learns the next value, which must be finite.
  @inline(__always)
  package mutating func update(_ next: Double) {
    if missing == 0 {
      average += weight * (next - average)
    } else {
      learnSeed(next)
    }
  }

  private mutating func learnSeed(_ next: Double) {
    if missing == period { average = next }
    seed += next - average
    missing -= 1
    if missing == 0 { average += seed / Double(period) }
  }
}
