import Market

extension CandleColumns {
  /// The columns of doubles in the order in which files and the store hold them: five, or thirteen with quotes.
  var doubles: [[Double]] {
    let plain = [open, high, low, close, volume]
    guard let quotes else { return plain }
    return plain + [quotes.bid.open, quotes.bid.high, quotes.bid.low, quotes.bid.close]
      + [quotes.ask.open, quotes.ask.high, quotes.ask.low, quotes.ask.close]
  }

  /// Candles from columns in the order of ``doubles``.
  init(openTime: [Int64], doubles: [[Double]]) {
    precondition(doubles.count == 5 || doubles.count == 13, "a candle has five columns of doubles, or thirteen")
    self.init(quoted: doubles.count == 13)
    self.openTime = openTime
    (open, high, low, close, volume) = (doubles[0], doubles[1], doubles[2], doubles[3], doubles[4])
    if quotes != nil {
      quotes?.bid = PriceColumns(doubles[5...8])
      quotes?.ask = PriceColumns(doubles[9...12])
    }
  }

  /// The name of the first column in which candle `index` differs from candle `otherIndex` of `other`, and both values.
  func firstDifference(at index: Int, from other: CandleColumns, at otherIndex: Int) -> (String, Double, Double)? {
    // One comparison of the usual columns, so that an import of known candles stays fast.
    if open[index] == other.open[otherIndex], high[index] == other.high[otherIndex],
      low[index] == other.low[otherIndex], close[index] == other.close[otherIndex],
      volume[index] == other.volume[otherIndex], quotes == nil
    {
      return nil
    }
    for (column, (mine, theirs)) in zip(StoreLayout.doubleColumns, zip(doubles, other.doubles))
    where mine[index] != theirs[otherIndex] {
      return (column, mine[index], theirs[otherIndex])
    }
    return nil
  }
}

extension PriceColumns {
  fileprivate init(_ columns: ArraySlice<[Double]>) {
    self.init()
    let first = columns.startIndex
    (open, high, low, close) = (columns[first], columns[first + 1], columns[first + 2], columns[first + 3])
  }
}
