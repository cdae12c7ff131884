package import Market

/// Merges neighbouring candles, so that a chart of a long tape stays light: two into one as often as it takes to have
/// at most twice `limit`.
package struct CandleMerger {
  private let limit: Int
  /// Candles that become one.
  private var group = 1
  private var pending = 0
  private var merged = CandleColumns()
  private var open = (time: Int64(0), open: 0.0, high: 0.0, low: 0.0, close: 0.0, volume: 0.0)

  package init(limit: Int) { self.limit = limit }

  package mutating func add(_ chunk: CandleColumns) {
    for index in 0..<chunk.count {
      take(
        time: chunk.openTime[index], open: chunk.open[index], high: chunk.high[index], low: chunk.low[index],
        close: chunk.close[index], volume: chunk.volume[index])
      if pending == group { flush() }
      if merged.count == 2 * limit { halve() }
    }
  }

  package mutating func finish() -> CandleColumns {
    if pending > 0 { flush() }
    return merged
  }

  private mutating func take(time: Int64, open: Double, high: Double, low: Double, close: Double, volume: Double) {
    if pending == 0 {
      self.open = (time, open, high, low, close, volume)
    } else {
      self.open.high = max(self.open.high, high)
      self.open.low = min(self.open.low, low)
      self.open.close = close
      self.open.volume += volume
    }
    pending += 1
  }

  private mutating func flush() {
    merged.append(
      openTime: Timestamp(milliseconds: open.time), open: open.open, high: open.high, low: open.low, close: open.close,
      volume: open.volume)
    pending = 0
  }

  /// Merges what there is two by two, and from now on twice as many into one.
  private mutating func halve() {
    let finer = merged
    merged = CandleColumns()
    for index in 0..<finer.count {
      take(
        time: finer.openTime[index], open: finer.open[index], high: finer.high[index], low: finer.low[index],
        close: finer.close[index], volume: finer.volume[index])
      if pending == 2 { flush() }
    }
    group *= 2
  }
}
