/// Where the close stands between the lowest low and the highest high of the last `period` candles, 0 to 100, smoothed.
///
///     raw = 100 × (close − lowest) / (highest − lowest)      K = mean of the last raw      D = mean of the last K
///
/// The slow oscillator: K is already a mean of `smoothing` raw values, D of `signal` values of K. Where the highest high
/// equals the lowest low there is no such place, and the raw value is 50 (TA-Lib says 0, which reads as oversold).
///
/// Source: George C. Lane, "Lane's Stochastics", Technical Analysis of Stocks & Commodities 2:3 (1984).
package struct StochasticOscillator: Sendable {
  private var extremes: RollingExtremes
  private var smoothed: SimpleMovingAverage
  private var averaged: SimpleMovingAverage

  /// Periods in candles, all at least 1.
  package init(period: Int = 14, smoothing: Int = 3, signal: Int = 3) {
    extremes = RollingExtremes(count: period)
    smoothed = SimpleMovingAverage(period: smoothing)
    averaged = SimpleMovingAverage(period: signal)
  }

  /// Whether `period + smoothing + signal − 2` candles have been seen.
  @inline(__always)
  package var isReady: Bool { averaged.isReady }

  /// The oscillator, 0 to 100; only when ready.
  @inline(__always)
  package var k: Double {
    precondition(isReady, "a stochastic oscillator was read before it was ready")
    return percentage(smoothed.value)
  }

  /// Its signal, 0 to 100; only when ready.
  @inline(__always)
  package var d: Double { percentage(averaged.value) }

  /// Learns the next candle, whose prices must be finite and `low ≤ close ≤ high`.
  @inline(__always)
  package mutating func update(high: Double, low: Double, close: Double) {
    extremes.push(high: high, low: low)
    guard extremes.isFull else { return }
    let window = extremes.window
    let range = window.high - window.low
    smoothed.update(range > 0 ? 100 * ((close - window.low) / range) : 50)
    guard smoothed.isReady else { return }
    averaged.update(percentage(smoothed.value))
  }

  /// `value` without the last digit by which a rounded mean may leave the range of its values.
  @inline(__always)
  private func percentage(_ value: Double) -> Double { min(max(value, 0), 100) }
}
