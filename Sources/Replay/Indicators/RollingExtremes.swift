/// Highest high and lowest low of the last `count` candles, each candle in amortised constant time.
///
/// Candles come in rounds of `count`. During a round the window is the tail of the previous round and the head of this
/// one: the extremes of every tail were computed when that round ended, the extremes of the head are kept running.
///
///     previous round  a b c d│e f g h      this round  i j k l│
///                            └── tail ───────── head ────────┘
///
/// Source: M. van Herk, "A fast algorithm for local minimum and maximum filters on rectangular and octagonal kernels",
/// Pattern Recognition Letters 13 (1992); J. Gil and M. Werman, IEEE PAMI 15 (1993).
struct RollingExtremes: Sendable {
  /// Before `position` the candles of this round; from there on the extremes of the previous round's tails.
  private var extremes: ContiguousArray<Extremes>
  private var position = 0
  private var head = Extremes.none
  /// Whether `count` candles have been pushed.
  private(set) var isFull = false

  init(count: Int) {
    precondition(count > 0, "a window holds at least one candle")
    extremes = ContiguousArray(repeating: .none, count: count)
  }

  /// The extremes of the window, or of all candles before the window is full.
  @inline(__always)
  var window: Extremes { head.joined(with: extremes[position]) }

  @inline(__always)
  mutating func push(high: Double, low: Double) {
    let candle = Extremes(high: high, low: low)
    extremes[position] = candle
    head = head.joined(with: candle)
    position += 1
    if position == extremes.count { endRound() }
  }

  private mutating func endRound() {
    var tails = extremes.mutableSpan
    var tail = Extremes.none
    for index in tails.indices.reversed() {
      tail = tail.joined(with: tails[index])
      tails[index] = tail
    }
    head = .none
    position = 0
    isFull = true
  }
}

/// The highest high and lowest low of some candles.
///
/// Both are kept as maxima in one vector, so that joining takes no branch, which no one could foresee.
struct Extremes: Sendable {
  private var highAndNegatedLow: SIMD2<Double>

  /// Those of no candle.
  @inline(__always)
  static var none: Extremes { Extremes(high: -.infinity, low: .infinity) }

  @inline(__always)
  init(high: Double, low: Double) { highAndNegatedLow = SIMD2(high, -low) }

  @inline(__always)
  var high: Double { highAndNegatedLow.x }

  @inline(__always)
  var low: Double { -highAndNegatedLow.y }

  @inline(__always)
  func joined(with other: Extremes) -> Extremes {
    var joined = self
    joined.highAndNegatedLow.replace(
      with: other.highAndNegatedLow, where: other.highAndNegatedLow .> highAndNegatedLow)
    return joined
  }
}
