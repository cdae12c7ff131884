/// How much of the recent movement was upward, 0 to 100: `100 × gains / (gains + losses)`, both smoothed by Wilder.
///
/// That is Wilder's `100 − 100 / (1 + gains / losses)` without its division by zero. Where nothing moved at all there
/// is neither strength nor weakness, and the index is 50 (TA-Lib says 0, which reads as oversold).
///
/// Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978), section VI.
package struct RelativeStrengthIndex: Sendable {
  package let period: Int
  private var gains: WilderAverage
  private var losses: WilderAverage
  private var previous = 0.0
  private var hasPrevious = false

  /// An index over `period` changes, at least 1; Wilder's own is 14.
  package init(period: Int = 14) {
    self.period = period
    gains = WilderAverage(period: period)
    losses = WilderAverage(period: period)
  }

  /// Whether `period + 1` closes have been seen.
  @inline(__always)
  package var isReady: Bool { gains.isReady }

  /// The index, 0 to 100; only when ready.
  @inline(__always)
  package var value: Double {
    precondition(isReady, "a relative strength index was read before it was ready")
    let movement = gains.value + losses.value
    return movement > 0 ? 100 * (gains.value / movement) : 50
  }

  /// Learns the next close, which must be finite.
  @inline(__always)
  package mutating func update(_ close: Double) {
    let change = close - previous
    previous = close
    guard hasPrevious else {
      hasPrevious = true
      return
    }
    // One of the two is the change and the other 0, exactly, without a branch that no one could foresee.
    gains.update(0.5 * (abs(change) + change))
    losses.update(0.5 * (abs(change) - change))
  }
}
