/// The average of the true range, smoothed by Wilder, in quote currency.
///
/// The first candle has no previous close and so no true range: it only lends its close to the second, as in TA-Lib.
///
/// Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978), section III.
package struct AverageTrueRange: Sendable {
  package let period: Int
  private var average: WilderAverage
  private var previousClose = 0.0
  private var hasPrevious = false

  /// An average over `period` true ranges, at least 1; Wilder's own is 14.
  package init(period: Int = 14) {
    self.period = period
    average = WilderAverage(period: period)
  }

  /// Whether `period + 1` candles have been seen.
  @inline(__always)
  package var isReady: Bool { average.isReady }

  /// The average true range, in quote currency, never negative; only when ready.
  @inline(__always)
  package var value: Double {
    precondition(isReady, "an average true range was read before it was ready")
    return average.value
  }

  /// Learns the next candle, whose prices must be finite and `low ≤ high`.
  @inline(__always)
  package mutating func update(high: Double, low: Double, close: Double) {
    let range = trueRange(high: high, low: low, previousClose: previousClose)
    previousClose = close
    guard hasPrevious else {
      hasPrevious = true
      return
    }
    average.update(range)
  }

  /// Learns candles one after the other.
  mutating func update(highs: Span<Double>, lows: Span<Double>, closes: Span<Double>) {
    precondition(highs.count == closes.count && lows.count == closes.count, "candles have all three")
    var (copy, index) = (self, 0)
    while index < closes.count {
      copy.update(high: highs[unchecked: index], low: lows[unchecked: index], close: closes[unchecked: index])
      index &+= 1
    }
    self = copy
  }
}
