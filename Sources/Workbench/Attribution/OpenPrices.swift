package import Market

/// Bid and ask at the open of every candle of a series, as the venue takes them.
package struct OpenPrices: Sendable {
  private var times: [Int64] = []
  private var bids: [Double] = []
  private var asks: [Double] = []
  private let span: Int64
  /// Whether both sides were recorded.
  private(set) var isQuoted = false

  /// `halfSpread` is a share of price, declared for series without quotes.
  package init(_ source: any CandleSource, timeframe: Timeframe, halfSpread: Double) throws {
    span = timeframe.milliseconds
    var source = source
    while let chunk = try source.next() {
      times += chunk.openTime
      if let quotes = chunk.quotes {
        isQuoted = true
        // Recorded apart, the two sides can cross; each is then the worse of the two.
        bids += zip(quotes.bid.open, quotes.ask.open).map { min($0, $1) }
        asks += zip(quotes.bid.open, quotes.ask.open).map { max($0, $1) }
      } else {
        bids += chunk.open.map { $0 * (1 - halfSpread) }
        asks += chunk.open.map { $0 * (1 + halfSpread) }
      }
    }
  }

  /// The open of the candle that covers `time`; nil where there is none.
  func open(at time: Timestamp) -> (bid: Double, ask: Double)? {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time.milliseconds { low = middle + 1 } else { high = middle }
    }
    guard low > 0, time.milliseconds < times[low - 1] + span else { return nil }
    return (bids[low - 1], asks[low - 1])
  }
}
