import CandleStore
import Market
import Replay
import Scenarios

/// One panel's candles, read through once before anything plays: what they are, and what charts need of them.
struct PanelTape: Sendable {
  var series: StoredSeries
  /// Ticks lie in `(lowerBound, upperBound]`.
  var window: Range<Timestamp>
  var rows: Int
  /// SHA-256 over the columns of the window, hexadecimal.
  var digest: String
  /// At most twice ``chartCandles``: neighbours are merged where there are more.
  var chart: CandleColumns
  /// Close of every candle and when it was, where mark-outs of single answers will be asked for.
  var closes: [Double] = []
  var closeTimes: [Int64] = []
  var firstOpen: Double
  /// What turns its quote currency into the account's; nil where they are the same.
  var exchange: ExchangeRates?
  /// The series that it reads beside its own.
  var besides: [Source] = []

  struct Source: Sendable {
    var series: StoredSeries
    var rows: Int
    /// SHA-256 over the columns up to the window's end, hexadecimal.
    var digest: String
  }

  private static let chartCandles = 10_000

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
    var hash = CandleDigest()
    var merger = CandleMerger(limit: Self.chartCandles)
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
    digest = hash.hexadecimal()
    chart = merger.finish()
    besides = try [panel.finer, panel.exchange].compactMap { $0 }.map { source in
      try Source(source, until: to, in: store)
    }
    exchange = try panel.exchange.map { source in
      try ExchangeRates(source, from: panel.instrument.quote, until: to, in: store)
    }
  }
}

extension CandleStore {
  /// Throws where an import has changed one of `known` since it was read.
  func checkUnchanged(_ known: [StoredSeries]) throws {
    for known in known where try series(known.name).fingerprint != known.fingerprint {
      throw CandleStoreError.changedWhileReading(known.name, path: path)
    }
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
  func newestCandle(closedBy time: Timestamp) -> Int {
    var low = 0
    var high = closeTimes.count
    while low < high {
      let middle = (low + high) / 2
      if closeTimes[middle] <= time.milliseconds { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}

extension ExchangeRates {
  /// All closes of `source` up to an instant: in its own direction where its base is `currency`, turned round where its
  /// quote is.
  fileprivate init(
    _ source: Scenario.Source, from currency: String, until end: Timestamp, in store: CandleStore
  ) throws {
    let stored = try store.series(source.series)
    var times: [Int64] = []
    var rates: [Double] = []
    let span = source.series.timeframe.milliseconds
    var candles = try store.candles(of: source.series, from: stored.firstOpen, to: end)
    while let chunk = try candles.next() {
      for (time, close) in zip(chunk.openTime, chunk.close) where close > 0 && close < .infinity {
        times.append(time + span)
        rates.append(source.instrument.base == currency ? close : 1 / close)
      }
    }
    guard !times.isEmpty else { throw WorkbenchError.noRates(source.series, until: end) }
    self.init(times: times, rates: rates)
  }
}

extension PanelTape.Source {
  fileprivate init(_ source: Scenario.Source, until end: Timestamp, in store: CandleStore) throws {
    series = try store.series(source.series)
    var hash = CandleDigest()
    rows = 0
    var candles = try store.candles(of: source.series, from: series.firstOpen, to: end)
    while let chunk = try candles.next() {
      rows += chunk.count
      hash.update(chunk)
    }
    digest = hash.hexadecimal()
  }
}
