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
  /// What turns its quote currency into the account's; nil where they are the same.
  let exchange: ExchangeRates?
  /// The series that are read beside it.
  let besides: [PanelTape.Source]
  private let own: KeptTape
  private let finer: KeptTape?
  private let store: CandleStore
  /// What its replays share.
  let findings = TapeFindings()

  init(_ panel: Scenario.Panel, in store: CandleStore) throws {
    let tape = try PanelTape(panel, in: store, keepsCloses: false)
    (series, window, rows, digest) = (tape.series, tape.window, tape.rows, tape.digest)
    (exchange, besides) = (tape.exchange, tape.besides)
    self.store = store
    own = try KeptTape(panel.series, in: store, tape.window)
    finer = try panel.finer.map { try KeptTape($0.series, in: store, tape.window) }
  }

  /// The candles that open in `range`.
  func candles(in range: Range<Timestamp>) throws -> any CandleSource { try own.candles(in: range) }

  /// The same of its finer series, where it has one.
  var finerCandles: (@Sendable (Range<Timestamp>) throws -> any CandleSource)? {
    guard let finer else { return nil }
    return { try finer.candles(in: $0) }
  }

  /// Everything that was read, as a key: its candles' digests.
  var fingerprint: String { "\(digest) \(window)" + besides.map { " \($0.digest)" }.joined() }

  /// Days that its window spans.
  var dayCount: Int {
    Int((window.upperBound.milliseconds - window.lowerBound.milliseconds) / .millisecondsPerDay) + 1
  }

  /// Open of the first candle in `range`; zero where there is none.
  func firstOpen(in range: Range<Timestamp>) throws -> Double {
    var source = try candles(in: range)
    return try source.next()?.open[0] ?? 0
  }

  /// Throws where an import has changed a series since it was read.
  func checkUnchanged() throws { try store.checkUnchanged([series] + besides.map(\.series)) }
}

/// The candles of one series in a window, kept in memory where they are few enough.
private struct KeptTape: Sendable {
  private let name: SeriesName
  private let store: CandleStore
  /// Nil where there are too many.
  private let chunks: [CandleColumns]?

  /// Larger tapes are read anew by each replay, so that memory stays flat.
  private static let largestKept = 64 << 20

  init(_ name: SeriesName, in store: CandleStore, _ window: Range<Timestamp>) throws {
    self.name = name
    self.store = store
    let candle = try store.series(name).quoted ? 112 : 48
    var chunks: [CandleColumns] = []
    var bytes = 0
    var source = try store.candles(of: name, from: window.lowerBound, to: window.upperBound)
    while bytes <= Self.largestKept, let chunk = try source.next() {
      chunks.append(chunk)
      bytes += chunk.count * candle
    }
    self.chunks = bytes <= Self.largestKept ? chunks : nil
  }

  /// The candles that open in `range`.
  func candles(in range: Range<Timestamp>) throws -> any CandleSource {
    if let chunks { return KeptCandles(chunks, in: range) }
    return try store.candles(of: name, from: range.lowerBound, to: range.upperBound)
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
