extension CandleColumns {
  /// Candles whose columns are taken from `source` at `range`.
  package init(_ source: CandleColumns, _ range: Range<Int>) {
    self.init(quoted: source.quotes != nil)
    append(source, range)
  }

  /// Adds the candles of `source` at `range`; both are quoted, or neither.
  package mutating func append(_ source: CandleColumns, _ range: Range<Int>) {
    openTime.append(contentsOf: source.openTime[range])
    open.append(contentsOf: source.open[range])
    high.append(contentsOf: source.high[range])
    low.append(contentsOf: source.low[range])
    close.append(contentsOf: source.close[range])
    volume.append(contentsOf: source.volume[range])
    if let added = source.quotes {
      quotes?.bid.append(added.bid, range)
      quotes?.ask.append(added.ask, range)
    }
  }
}

extension PriceColumns {
  fileprivate mutating func append(_ source: PriceColumns, _ range: Range<Int>) {
    open.append(contentsOf: source.open[range])
    high.append(contentsOf: source.high[range])
    low.append(contentsOf: source.low[range])
    close.append(contentsOf: source.close[range])
  }
}
