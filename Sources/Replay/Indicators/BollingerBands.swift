/// The mean of the last `period` closes, and `width` population standard deviations to either side of it.
///
/// The sums of differences and of their squares are kept as ``SimpleMovingAverage`` keeps its sum: relative to a recent
/// close, and replaced by fresh ones after each round. So the level of prices costs no digits, nothing drifts, and what
/// a price far off the others leaves behind by rounding is gone two rounds later. Bands of equal closes are exactly
/// that close.
///
/// Source: John Bollinger, "Bollinger on Bollinger Bands" (2001), chapter 7; the population's deviation, as there.
package struct BollingerBands: Sendable {
  /// How many standard deviations from the middle to a band.
  package let width: Double
  private var window: RollingWindow
  /// Sums of `x − reference` and of its square over the window.
  private var sum = 0.0
  private var squares = 0.0
  private var reference = 0.0
  /// The same over the current round only.
  private var freshSum = 0.0
  private var freshSquares = 0.0
  private var freshReference = 0.0
  private var newest = 0.0
  /// How many closes in a row, up to the newest, were equal.
  private var equalCloses = 0

  /// Bands over `period` closes, at least 1, `width` standard deviations wide to either side.
  package init(period: Int = 20, width: Double = 2) {
    self.width = width
    window = RollingWindow(count: period)
  }

  package var period: Int { window.count }

  /// Whether `period` closes have been seen.
  @inline(__always)
  package var isReady: Bool { window.isFull }

  /// The mean close, in quote currency; only when ready.
  @inline(__always)
  package var middle: Double {
    precondition(isReady, "bollinger bands were read before they were ready")
    return equalCloses >= window.count ? newest : reference + sum / Double(window.count)
  }

  /// Population standard deviation of the closes, in quote currency; only when ready.
  @inline(__always)
  package var standardDeviation: Double {
    precondition(isReady, "bollinger bands were read before they were ready")
    guard equalCloses < window.count else { return 0 }
    let count = Double(window.count)
    return max(0, (squares - sum * (sum / count)) / count).squareRoot()
  }

  /// The upper band, in quote currency; only when ready.
  @inline(__always)
  package var upper: Double { middle + width * standardDeviation }

  /// The lower band, in quote currency; only when ready. It may lie below zero.
  @inline(__always)
  package var lower: Double { middle - width * standardDeviation }

  /// Learns the next close, which must be below 1e150 in size, so that its square is finite.
  @inline(__always)
  package mutating func update(_ close: Double) {
    if window.position == 0 { startRound(with: close) }
    equalCloses = close == newest ? equalCloses &+ 1 : 1
    newest = close
    let oldest = window.push(close)
    let change = close - oldest
    sum += change
    squares += change * ((close - reference) + (oldest - reference))
    let difference = close - freshReference
    freshSum += difference
    freshSquares += difference * difference
  }

  private mutating func startRound(with close: Double) {
    if window.isFull {
      sum = freshSum
      squares = freshSquares
      reference = freshReference
    } else {
      // The closes before the first are taken to equal it: their differences from the reference are zero.
      window.fill(with: close)
      reference = close
    }
    freshSum = 0
    freshSquares = 0
    freshReference = close
  }
}
