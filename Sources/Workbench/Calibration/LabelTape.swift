package import Market
package import Replay

/// The candles that answers are judged by: good ones only, both sides of the market, oldest first.
package struct LabelTape: Sendable {
  /// Milliseconds since 1970 at which each candle opens, and closes.
  package private(set) var openTimes: [Int64] = []
  package private(set) var closeTimes: [Int64] = []
  /// Quote currency: what a seller gets and what a buyer pays.
  package private(set) var bid: [PriceBar] = []
  package private(set) var ask: [PriceBar] = []
  /// Close of the traded price, or of the middle, quote currency.
  package private(set) var closes: [Double] = []
  /// Wilder's average true range over 14 candles after each candle, quote currency; nil while it warms up.
  package private(set) var ranges: [Double?] = []

  package var count: Int { openTimes.count }

  /// `halfSpread` is declared, a share of price, and used where no quotes are stored.
  package init(_ tape: TapeChunk, isGood: [Bool], halfSpread: Double) {
    let columns = tape.columns
    var range = AverageTrueRange()
    for index in 0..<tape.count where isGood[index] {
      let sides = tape.sides(index, halfSpread: halfSpread)
      openTimes.append(tape.openTime[index])
      closeTimes.append(tape.closeTime[index])
      bid.append(sides.bid)
      ask.append(sides.ask)
      closes.append(columns.close[index])
      range.update(high: columns.high[index], low: columns.low[index], close: columns.close[index])
      ranges.append(range.isReady ? range.value : nil)
    }
  }

  /// The first candle that opens at `time` or later: the first price that a decision of that instant can have.
  package func firstOpening(from time: Timestamp) -> Int { Self.firstIndex(of: openTimes, notBelow: time.milliseconds) }

  /// The newest candle that had closed by `time`; -1 before the first.
  package func newestClosed(by time: Timestamp) -> Int {
    Self.firstIndex(of: closeTimes, notBelow: time.milliseconds + 1) - 1
  }

  private static func firstIndex(of times: [Int64], notBelow time: Int64) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
