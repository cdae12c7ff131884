import Market

/// What candles may do without anybody but the strategy having to look at them.
struct QuietBounds {
  /// Trades between these prices wake nothing at the venue.
  private let low: Double
  private let high: Double
  /// Closes between these make no rule of the account stir.
  private let closes: Range<Double>
  /// The last close at which nothing is due.
  private let until: Int64

  /// `end` is that of the calendar's stretch: from then on the sessions stand differently.
  init(wake: WakeLevels, closes: Range<Double>, end: Int64) {
    (low, high) = (wake.below, wake.above)
    self.closes = closes
    until = min(wake.instant, end - 1)
  }

  @inline(__always)
  func contain(low: Double, high: Double, close: Double, closesAt: Int64) -> Bool {
    low > self.low && high < self.high && close > closes.lowerBound && close < closes.upperBound && closesAt <= until
  }
}

extension TapeChunk {
  /// The plain candles from `start` on, `limit` at most, that stay within the bounds and close before the next one does.
  /// The last candle of the chunk is none of them: what follows it is not known.
  @inline(never)
  func quietCandles(from start: Int, limit: Int, _ isPlain: Span<Bool>, within bounds: QuietBounds) -> Range<Int> {
    precondition(start >= 0 && isPlain.count == count, "every candle of the chunk has been looked at")
    let (closeTimes, closes) = (closeTime.span, columns.close.span)
    let (highs, lows) = (columns.high.span, columns.low.span)
    let end = min(start &+ limit, count - 1)
    var place = start
    while place < end, isPlain[unchecked: place],
      closeTimes[unchecked: place] < closeTimes[unchecked: place &+ 1],
      bounds.contain(
        low: lows[unchecked: place], high: highs[unchecked: place], close: closes[unchecked: place],
        closesAt: closeTimes[unchecked: place])
    { place &+= 1 }
    return start..<place
  }
}
