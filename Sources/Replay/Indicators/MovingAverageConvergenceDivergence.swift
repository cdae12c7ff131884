/// The distance between a fast and a slow exponential moving average of closes, and an average of that distance.
///
///     line = ema(fast) − ema(slow)      signal = ema(signal) of the line      histogram = line − signal
///
/// Start-up is TA-Lib's: both averages begin at the same candle, the `slow`-th. The fast one is seeded there with the
/// mean of the last `fast` closes, not of the first ones.
///
/// Source: Gerald Appel, "The Moving Average Convergence-Divergence Method" (1979).
package struct MovingAverageConvergenceDivergence: Sendable {
  private var fast: ExponentialMovingAverage
  private var slow: ExponentialMovingAverage
  private var average: ExponentialMovingAverage
  /// How many closes the fast average still leaves out, so that both begin together.
  private var skipped: Int
  private var latestLine = 0.0

  /// Periods in candles, all at least 1, `fast` below `slow`.
  package init(fast: Int = 12, slow: Int = 26, signal: Int = 9) {
    precondition(fast < slow, "the fast period must be shorter than the slow one")
    self.fast = ExponentialMovingAverage(period: fast)
    self.slow = ExponentialMovingAverage(period: slow)
    average = ExponentialMovingAverage(period: signal)
    skipped = slow - fast
  }

  /// Whether `slow + signal − 1` closes have been seen.
  @inline(__always)
  package var isReady: Bool { average.isReady }

  /// The distance between the averages, in quote currency; only when ready.
  @inline(__always)
  package var line: Double {
    precondition(isReady, "a moving average convergence divergence was read before it was ready")
    return latestLine
  }

  /// The average of the line, in quote currency; only when ready.
  @inline(__always)
  package var signal: Double { average.value }

  /// What the line is above its signal, in quote currency; only when ready.
  @inline(__always)
  package var histogram: Double { line - signal }

  /// Learns the next close, which must be finite.
  @inline(__always)
  package mutating func update(_ close: Double) {
    slow.update(close)
    if skipped == 0 {
      fast.update(close)
    } else {
      skipped -= 1
    }
    guard slow.isReady else { return }
    latestLine = fast.value - slow.value
    average.update(latestLine)
  }
}
