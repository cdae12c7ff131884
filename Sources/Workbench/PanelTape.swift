import CandleStore
import Crypto
import Foundation
import Market
import Scenarios

/// One panel's candles, read through once before anything plays: what they are, and what charts need of them.
struct PanelTape: Sendable {
  var series: StoredSeries
  /// Ticks lie in `(lowerBound, upperBound]`.
  var window: Range<Timestamp>
  var rows: Int
  /// SHA-256 over the columns of the window, hexadecimal.
  var digest: String
  /// At most a few thousand candles: neighbours are merged where there are more.
  var chart: CandleColumns
  /// Close of every candle and when it was, where mark-outs of single answers will be asked for.
  var closes: [Double] = []
  var closeTimes: [Int64] = []
  var firstOpen: Double

  /// Candles that a chart holds.
  static let chartCandles = 20_000

  /// Reads the panel's window. `keepsCloses` costs 16 bytes a candle.
  init(_ panel: Scenario.Panel, in store: CandleStore, keepsCloses: Bool) throws {
    series = try store.series(panel.series)
    let timeframe = panel.series.timeframe
    let from = panel.from ?? series.firstOpen
    let to = panel.to ?? Timestamp(milliseconds: series.lastOpen.milliseconds + timeframe.milliseconds)
    guard from < to, from < Timestamp(milliseconds: series.lastOpen.milliseconds + timeframe.milliseconds),
      to > series.firstOpen
    else {
      throw WorkbenchError.emptyWindow(panel.series, from: from, to: to, series)
    }
    window = from..<to
    var hash = SHA256()
    var merger = CandleMerger(rows: series.rows, limit: Self.chartCandles, quoted: series.quoted)
    var source = try store.candles(of: panel.series, from: from, to: to)
    rows = 0
    firstOpen = 0
    while let chunk = try source.next() {
      if rows == 0 { firstOpen = chunk.open[0] }
      rows += chunk.count
      hash.update(chunk)
      merger.add(chunk)
      if keepsCloses {
        closes.append(contentsOf: chunk.close)
        closeTimes.append(contentsOf: chunk.openTime.map { $0 + timeframe.milliseconds })
      }
    }
    guard rows > 0 else { throw WorkbenchError.emptyWindow(panel.series, from: from, to: to, series) }
    digest = hash.finalize().hexadecimal
    chart = merger.finish()
  }
}

extension PanelTape {
  /// How the close changed over the `bars` candles after the newest that had closed by `time`; nil beyond the end.
  func move(after time: Timestamp, bars: Int) -> Double? {
    let newest = newestCandle(closedBy: time)
    guard newest >= 0, newest + bars < closes.count else { return nil }
    return closes[newest + bars] / closes[newest] - 1
  }

  /// The mean close of the `bars` candles after the newest that had closed by `time`; nil beyond the end.
  func meanClose(after time: Timestamp, bars: Int) -> Double? {
    let newest = newestCandle(closedBy: time)
    guard newest + bars < closes.count else { return nil }
    return closes[newest + 1...newest + bars].reduce(0, +) / Double(bars)
  }

  /// Its index; -1 before the first.
  private func newestCandle(closedBy time: Timestamp) -> Int {
    var low = 0
    var high = closeTimes.count
    while low < high {
      let middle = (low + high) / 2
      if closeTimes[middle] <= time.milliseconds { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}

/// Merges every `n` neighbouring candles into one, so that a chart of a long tape stays light.
private struct CandleMerger {
  private let group: Int
  private var pending = 0
  private var merged = CandleColumns()
  private var open = (time: Int64(0), open: 0.0, high: 0.0, low: 0.0, close: 0.0, volume: 0.0)

  init(rows: Int, limit: Int, quoted: Bool) { group = (rows + limit - 1) / limit }

  mutating func add(_ chunk: CandleColumns) {
    for index in 0..<chunk.count {
      if pending == 0 {
        open = (
          chunk.openTime[index], chunk.open[index], chunk.high[index], chunk.low[index], chunk.close[index],
          chunk.volume[index]
        )
      } else {
        open.high = max(open.high, chunk.high[index])
        open.low = min(open.low, chunk.low[index])
        open.close = chunk.close[index]
        open.volume += chunk.volume[index]
      }
      pending += 1
      if pending == group { flush() }
    }
  }

  mutating func finish() -> CandleColumns {
    if pending > 0 { flush() }
    return merged
  }

  private mutating func flush() {
    merged.append(
      openTime: Timestamp(milliseconds: open.time), open: open.open, high: open.high, low: open.low, close: open.close,
      volume: open.volume)
    pending = 0
  }
}

extension SHA256 {
  /// Takes in every column of `chunk`.
  fileprivate mutating func update(_ chunk: CandleColumns) {
    chunk.openTime.withUnsafeBytes { update(bufferPointer: $0) }
    var columns = [chunk.open, chunk.high, chunk.low, chunk.close, chunk.volume]
    if let quotes = chunk.quotes {
      for side in [quotes.bid, quotes.ask] { columns += [side.open, side.high, side.low, side.close] }
    }
    for column in columns { column.withUnsafeBytes { update(bufferPointer: $0) } }
  }
}

extension SHA256Digest {
  var hexadecimal: String {
    let digits = Array("0123456789abcdef")
    return String(flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
