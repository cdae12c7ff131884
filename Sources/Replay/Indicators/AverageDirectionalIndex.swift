/// How directed the movement is, whichever its direction, and how much of the true range went up and down; each 0 to 100.
///
///     +DM = high − previousHigh, where that is positive and exceeds previousLow − low; else 0     (−DM mirrored)
///     +DI = 100 × smoothed +DM / smoothed true range                                              (−DI mirrored)
///     DX  = 100 × |+DI − −DI| / (+DI + −DI)                ADX = Wilder's average of DX
///
/// Start-up is TA-Lib's: the sums of the first `period − 1` movements, then Wilder's `sum − sum / period + next`; the
/// index is seeded with the mean of the first `period` values of DX. As long as nothing has moved in either direction DX
/// is 0, and as long as the true range is 0 so are the indicators.
///
/// Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978), section IV.
package struct AverageDirectionalIndex: Sendable {
  package let period: Int
  private let decay: Double
  /// How many candles after the first still only add to the sums.
  private var unsmoothed: Int
  /// Smoothed +DM and −DM: side by side, so that picking the larger takes no branch, which no one could foresee.
  private var movements = SIMD2<Double>.zero
  private var range = 0.0
  private var average: WilderAverage
  private var previousHigh = 0.0
  private var previousLow = 0.0
  private var previousClose = 0.0
  private var hasPrevious = false

  /// An index over `period` candles, at least 2; Wilder's own is 14.
  package init(period: Int = 14) {
    precondition(period > 1, "the period of an average directional index is at least 2")
    self.period = period
    decay = Double(period - 1) / Double(period)
    unsmoothed = period - 1
    average = WilderAverage(period: period)
  }

  /// Whether `2 × period` candles have been seen.
  @inline(__always)
  package var isReady: Bool { average.isReady }

  /// The average directional index, 0 to 100; only when ready.
  @inline(__always)
  package var value: Double {
    precondition(isReady, "an average directional index was read before it was ready")
    return average.value
  }

  /// The share of the true range that went up, 0 to 100; only when ready.
  @inline(__always)
  package var plusIndicator: Double { share(of: movements.x) }

  /// The share of the true range that went down, 0 to 100; only when ready.
  @inline(__always)
  package var minusIndicator: Double { share(of: movements.y) }

  @inline(__always)
  private func share(of movement: Double) -> Double {
    precondition(isReady, "a directional indicator was read before it was ready")
    return range > 0 ? 100 * (movement / range) : 0
  }

  /// Learns the next candle, whose prices must be finite and `low ≤ close ≤ high`.
  @inline(__always)
  package mutating func update(high: Double, low: Double, close: Double) {
    let up = high - previousHigh
    let down = previousLow - low
    let nextRange = trueRange(high: high, low: low, previousClose: previousClose)
    previousHigh = high
    previousLow = low
    previousClose = close
    guard hasPrevious else {
      hasPrevious = true
      return
    }
    let kept = unsmoothed > 0 ? 1 : decay
    let moves = SIMD2(up, down)
    let larger = (moves .> SIMD2(down, up)) .& (moves .> .zero)
    movements = movements * kept + SIMD2<Double>.zero.replacing(with: moves, where: larger)
    range = range * kept + nextRange
    guard unsmoothed == 0 else {
      unsmoothed -= 1
      return
    }
    let sum = movements.x + movements.y
    average.update(sum > 0 ? 100 * (abs(movements.x - movements.y) / sum) : 0)
  }
}
