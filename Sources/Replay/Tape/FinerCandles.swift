import Market

/// Candles of a shorter timeframe, looked up by the longer candles that they lie in, in order.
struct FinerCandles: Sendable {
  let chunk: TapeChunk
  private var next = 0

  init(_ chunk: TapeChunk) { self.chunk = chunk }

  /// Those that lie within `candle`; nil unless they go as low and as high as it did: where some are missing, nobody
  /// knows what happened in them, and the longer candle says more. They come in order.
  mutating func candles(within candle: Candle) -> Range<Int>? {
    while next < chunk.count, chunk.openTime[next] < candle.openTime.milliseconds { next += 1 }
    var end = next
    while end < chunk.count, chunk.closeTime[end] <= candle.closeTime.milliseconds { end += 1 }
    let (lows, highs) = (chunk.columns.low[next..<end], chunk.columns.high[next..<end])
    guard let low = lows.min(), let high = highs.max(), low <= candle.low, high >= candle.high else { return nil }
    return next..<end
  }
}
