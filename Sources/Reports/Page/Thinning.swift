import Market

/// A long column made short enough to draw: consecutive points merged into buckets of equal size.
struct Thinning {
  /// Points before.
  let count: Int
  /// Points to a bucket; the last bucket may hold fewer.
  let size: Int

  /// The smallest buckets of which at most `maximum` hold `count` points.
  init(_ count: Int, to maximum: Int) {
    self.count = count
    size = max(1, (count + maximum - 1) / maximum)
  }

  /// The newest value of each bucket: of a time, an equity.
  func newest<Value>(_ column: [Value]) -> [Value] {
    size == 1 ? column : buckets.map { column[$0.upperBound - 1] }
  }

  /// The lowest value of each bucket: of a drawdown.
  func lowest(_ column: [Double]) -> [Double] {
    size == 1 ? column : buckets.map { column[$0].min() ?? .nan }
  }

  private var buckets: [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}

extension CandleColumns {
  /// These candles without those that open inside one of `ranges` and those with a price that is no number; `size` of
  /// the remaining ones merged to one bar. `ranges`, in milliseconds since 1970, must be in order.
  func drawable(without ranges: [Range<Int64>], merging size: Int) -> CandleColumns {
    var drawn = CandleColumns()
    var range = 0
    var merged = 0
    for index in 0..<count {
      let time = openTime[index]
      while range < ranges.count, ranges[range].upperBound <= time { range += 1 }
      if range < ranges.count, ranges[range].contains(time) { continue }
      guard open[index].isFinite, high[index].isFinite, low[index].isFinite, close[index].isFinite else { continue }
      if merged == 0 {
        drawn.append(
          openTime: Timestamp(milliseconds: time), open: open[index], high: high[index], low: low[index],
          close: close[index], volume: volume[index])
      } else {
        let last = drawn.count - 1
        drawn.high[last] = max(drawn.high[last], high[index])
        drawn.low[last] = min(drawn.low[last], low[index])
        drawn.close[last] = close[index]
        drawn.volume[last] += volume[index]
      }
      merged = (merged + 1) % size
    }
    return drawn
  }
}
