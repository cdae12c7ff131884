import Market

/// What candles may do without anybody but the strategy having to look at them.
struct QuietBounds {
  /// Trades between these prices wake nothing at the venue.
  let low: Double
  let high: Double
  /// Closes between these make no rule of the account stir.
  let closes: Range<Double>
  /// The last close, in milliseconds, at which nothing is due.
  let until: Int64

  /// `end` is that of the calendar's stretch: from then on the sessions stand differently.
  init(wake: WakeLevels, closes: Range<Double>, end: Int64) {
    (low, high) = (wake.below, wake.above)
    self.closes = closes
    until = min(wake.instant, end - 1)
  }
}

extension TapeChunk {
  /// The plain candles from `start` on, `limit` at most, whose prices stay within the bounds. The last candle of the chunk
  /// is none of them: what follows it is not known.
  @inline(never)
  func quietCandles(from start: Int, limit: Int, _ isPlain: Span<Bool>, within bounds: QuietBounds) -> Range<Int> {
    precondition(start >= 0 && isPlain.count == count, "every candle of the chunk has been looked at")
    let end = max(start, min(start &+ limit, count - 1))
    if areQuiet(start..<end, isPlain, within: bounds) { return start..<end }
    var place = start
    while place < end, areQuiet(place..<place &+ 1, isPlain, within: bounds) { place &+= 1 }
    return start..<place
  }

  @inline(__always)
  private func areQuiet(_ candles: Range<Int>, _ isPlain: Span<Bool>, within bounds: QuietBounds) -> Bool {
    guard Self.areAll(isPlain.extracting(candles)) else { return false }
    var strays = 0
    if bounds.low > -.infinity { strays |= Self.count(columns.low.span.extracting(candles)) { $0 <= bounds.low } }
    if bounds.high < .infinity { strays |= Self.count(columns.high.span.extracting(candles)) { $0 >= bounds.high } }
    if bounds.closes != 0..<(.infinity) {
      let closes = columns.close.span.extracting(candles)
      strays |= Self.count(closes) { $0 <= bounds.closes.lowerBound }
      strays |= Self.count(closes) { $0 >= bounds.closes.upperBound }
    }
    return strays == 0
  }

  // Column by column and without a branch: so that several are judged at once.

  @inline(__always)
  private static func areAll(_ values: Span<Bool>) -> Bool {
    var (index, missing): (Int, UInt8) = (0, 0)
    while index < values.count {
      missing |= values[unchecked: index] ? 0 : 1
      index &+= 1
    }
    return missing == 0
  }

  @inline(__always)
  private static func count(_ values: Span<Double>, _ isStray: (Double) -> Bool) -> Int {
    var (index, count) = (0, 0)
    while index < values.count {
      count &+= isStray(values[unchecked: index]) ? 1 : 0
      index &+= 1
    }
    return count
  }
}
