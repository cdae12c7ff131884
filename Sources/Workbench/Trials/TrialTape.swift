import CandleStore
import Market
import Replay
import Scenarios

/// A panel's candles for many replays: read once and shared, where they are few enough to be kept.
struct TrialTape: Sendable {
  let series: StoredSeries
  let window: Range<Timestamp>
  let rows: Int
  /// SHA-256 over the columns of the window, hexadecimal.
  let digest: String
  private let name: SeriesName
  private let store: CandleStore
  /// What its replays share.
  let findings = TapeFindings()
  /// Nil where there are too many.
  private let chunks: [CandleColumns]?

  /// Larger tapes are read anew by each replay, so that memory stays flat.
  private static let largestKept = 64 << 20

  init(_ panel: Scenario.Panel, in store: CandleStore) throws {
    let tape = try PanelTape(panel, in: store, keepsCloses: false)
    (series, window, rows, digest) = (tape.series, tape.window, tape.rows, tape.digest)
    name = panel.series
    self.store = store
    guard rows * (series.quoted ? 112 : 48) <= Self.largestKept else {
      chunks = nil
      return
    }
    var chunks: [CandleColumns] = []
    var source = try store.candles(of: name, from: window.lowerBound, to: window.upperBound)
    while let chunk = try source.next() { chunks.append(chunk) }
    self.chunks = chunks
  }

  /// The candles that open in `range`.
  func candles(in range: Range<Timestamp>) throws -> any CandleSource {
    if let chunks { return KeptCandles(chunks, in: range) }
    return try store.candles(of: name, from: range.lowerBound, to: range.upperBound)
  }

  /// Days that its window spans.
  var dayCount: Int {
    Int((window.upperBound.milliseconds - window.lowerBound.milliseconds) / .millisecondsPerDay) + 1
  }

  /// Open of the first candle in `range`; zero where there is none.
  func firstOpen(in range: Range<Timestamp>) throws -> Double {
    var source = try candles(in: range)
    return try source.next()?.open[0] ?? 0
  }

  /// Throws where an import has changed the series since it was read.
  func checkUnchanged() throws {
    guard try store.series(name).fingerprint == series.fingerprint else {
      throw CandleStoreError.changedWhileReading(series.name, path: store.path)
    }
  }
}

/// Candles from memory, cut to a range.
struct KeptCandles: CandleSource {
  private let chunks: [CandleColumns]
  private let range: Range<Int64>
  private var index = 0

  init(_ chunks: [CandleColumns], in range: Range<Timestamp>) {
    self.chunks = chunks
    self.range = range.lowerBound.milliseconds..<range.upperBound.milliseconds
  }

  mutating func next() -> CandleColumns? {
    while index < chunks.count {
      let chunk = chunks[index]
      index += 1
      guard let first = chunk.openTime.first, let last = chunk.openTime.last else { continue }
      if first >= range.upperBound { return nil }
      if last < range.lowerBound { continue }
      if first >= range.lowerBound, last < range.upperBound { return chunk }
      let times = chunk.openTime
      let start = times.firstIndex { $0 >= range.lowerBound } ?? times.count
      let end = times.firstIndex { $0 >= range.upperBound } ?? times.count
      if start < end { return CandleColumns(chunk, start..<end) }
    }
    return nil
  }
}
