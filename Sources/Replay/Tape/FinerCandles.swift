/// Candles of a shorter timeframe, looked up by the longer candles that they lie in, in order.
struct FinerCandles: Sendable {
  let chunk: TapeChunk
  private var next = 0

  init(_ chunk: TapeChunk) { self.chunk = chunk }

  /// Those that lie within the milliseconds of `interval`; nil where there are none. Intervals come in order.
  mutating func candles(within interval: Range<Int64>) -> Range<Int>? {
    while next < chunk.count, chunk.openTime[next] < interval.lowerBound { next += 1 }
    var end = next
    while end < chunk.count, chunk.closeTime[end] <= interval.upperBound { end += 1 }
    return end > next ? next..<end : nil
  }
}
