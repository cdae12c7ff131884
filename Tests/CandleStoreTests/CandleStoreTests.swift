import CandleStore
import Foundation
import Market
import Testing

@Suite struct CandleStoreTests {
  let folder: TemporaryFolder
  let store: CandleStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  @Test(arguments: [1, 4_095, 4_096, 4_097, 10_000], [false, true])
  func `candles come back as they were stored`(count: Int, quoted: Bool) throws {
    let written = candles(minutes: 0..<count, quoted: quoted)
    let result = try store.write(written, to: .bitcoin)
    #expect(result.rowsRead == count && result.rowsStored == count && result.duplicates == 0)
    #expect(try CandleStore(path: store.path).candles(of: .bitcoin).collected() == written)
  }

  @Test func `values that are nonsense are stored as they are`() throws {
    var written = CandleColumns()
    written.append(openTime: Timestamp(milliseconds: -60_000), open: -1, high: -5, low: 1e300, close: 0, volume: -0.0)
    try store.write(written, to: .bitcoin)
    let read = try store.candles(of: .bitcoin).collected()
    #expect(read == written)
    #expect(read.volume[0].sign == .minus)
  }

  @Test(
    arguments: [
      (nil, nil, 0..<10_000), (0, 10_000, 0..<10_000), (4_096, nil, 4_096..<10_000), (nil, 4_096, 0..<4_096),
      (4_095, 4_097, 4_095..<4_097), (5_000, 5_001, 5_000..<5_001), (9_999, 20_000, 9_999..<10_000),
      (10_000, nil, 0..<0), (nil, 0, 0..<0), (7, 7, 0..<0), (8, 7, 0..<0),
    ] as [(Int?, Int?, Range<Int>)])
  func `a range includes its start and excludes its end`(from: Int?, to: Int?, minutes: Range<Int>) throws {
    try store.write(candles(minutes: 0..<10_000), to: .bitcoin)
    func time(_ minute: Int) -> Timestamp { Timestamp(milliseconds: Int64(minute) * 60_000) }
    let read = try store.candles(of: .bitcoin, from: from.map(time), to: to.map(time)).collected()
    #expect(read == candles(minutes: minutes))
  }

  @Test func `a range between two candles is empty`() throws {
    try store.write(candles(minutes: [1, 5]), to: .bitcoin)
    let source = try store.candles(
      of: .bitcoin, from: Timestamp(milliseconds: 60_001), to: Timestamp(milliseconds: 299_999))
    #expect(try source.collected().count == 0)
  }

  @Test func `chunks hold 4,096 candles, the last one the rest`() throws {
    try store.write(candles(minutes: 0..<10_000), to: .bitcoin)
    var source = try store.candles(of: .bitcoin)
    var counts: [Int] = []
    while let chunk = try source.next() { counts.append(chunk.count) }
    #expect(counts == [4_096, 4_096, 1_808])
  }

  @Test func `the list says what is stored, by name`() throws {
    let quotes = try SeriesName("oanda:EURUSD 1m")
    try store.write(candles(minutes: 3..<5_000, quoted: true), to: quotes)
    var source = ListedCandles(candles(minutes: [2, 9]))
    _ = try store.write(&source, to: .bitcoin, source: "a test, no licence")
    let list = try store.series()
    #expect(list.map(\.name) == [.bitcoin, quotes])
    #expect(list.map(\.rows) == [2, 4_997])
    #expect(list.map(\.quoted) == [false, true])
    #expect(list.map(\.source) == ["a test, no licence", nil])
    #expect(list[0].firstOpen.description == "1970-01-01T00:02:00Z")
    #expect(list[0].lastOpen.description == "1970-01-01T00:09:00Z")
  }

  @Test func `a later import keeps the source that an earlier one gave`() throws {
    var source = ListedCandles(candles(minutes: [1]))
    _ = try store.write(&source, to: .bitcoin, source: "here")
    try store.write(candles(minutes: [2]), to: .bitcoin)
    #expect(try store.series(.bitcoin).source == "here")
  }

  @Test func `no candles make no series`() throws {
    let result = try store.write(CandleColumns(), to: .bitcoin)
    #expect(result.rowsRead == 0 && result.firstOpen == nil && result.lastOpen == nil)
    #expect(try store.series().isEmpty)
  }

  @Test func `a name without venue means the only one stored`() throws {
    try store.write(candles(minutes: [1]), to: .bitcoin)
    #expect(try store.candles(of: SeriesName("BTCUSD 1m")).series.name == .bitcoin)

    try store.write(candles(minutes: [1]), to: SeriesName("kraken:BTCUSD 1m"))
    #expect(
      message { _ = try store.candles(of: SeriesName("BTCUSD 1m")) }
        == "BTCUSD 1m is stored from 2 venues. Name one of them: coinbase:BTCUSD 1m, kraken:BTCUSD 1m.")
    #expect(try store.candles(of: .bitcoin).series.name == .bitcoin)
  }

  @Test func `an unknown name says what is stored and what is near`() throws {
    func unknown(_ name: String) -> String { message { _ = try store.series(SeriesName(name)) } }
    #expect(
      unknown("BTCUSD 1m")
        == "There are no BTCUSD 1m candles in \(store.path). "
        + "It is empty: import some with `tapedeck data import FILE`.")
    try store.write(candles(minutes: [1]), to: .bitcoin)
    try store.write(candles(minutes: [1]), to: SeriesName("oanda:EURUSD 1d"))
    #expect(
      unknown("btcusd 1m")
        == "There are no btcusd 1m candles in \(store.path). Did you mean coinbase:BTCUSD 1m? "
        + "Stored are coinbase:BTCUSD 1m, oanda:EURUSD 1d.")
    #expect(unknown("onda:EURUSD 1d").contains("Did you mean oanda:EURUSD 1d?"))
    #expect(!unknown("XAU 4h").contains("Did you mean"))
  }

  @Test func `quotes cannot join a series without them`() throws {
    try store.write(candles(minutes: [1]), to: .bitcoin)
    #expect(throws: CandleStoreError.quotesDiffer(.bitcoin, storedQuoted: false)) {
      try store.write(candles(minutes: [2], quoted: true), to: .bitcoin)
    }
  }

  @Test func `an import while reading stops the reading`() throws {
    try store.write(candles(minutes: 0..<60_000), to: .bitcoin)
    var source = try store.candles(of: .bitcoin)
    #expect(try source.next()?.count == 4_096)
    try store.write(candles(minutes: [70_000]), to: .bitcoin)
    #expect(throws: CandleStoreError.changedWhileReading(.bitcoin, path: store.path)) {
      while try source.next() != nil {}
    }
  }

  @Test func `an import of another series does not disturb reading`() throws {
    try store.write(candles(minutes: 0..<60_000), to: .bitcoin)
    var source = try store.candles(of: .bitcoin)
    #expect(try source.next()?.count == 4_096)
    try store.write(candles(minutes: [1]), to: SeriesName("kraken:BTCUSD 1m"))
    #expect(try source.collected().count == 60_000 - 4_096)
  }

  @Test func `pages have 32 KiB and the journal is no write-ahead log`() throws {
    try store.write(candles(minutes: 0..<10), to: .bitcoin)
    // https://www.sqlite.org/fileformat.html: page size at 16, journal versions at 18 and 19, application id at 68.
    let header = try [UInt8](Data(contentsOf: URL(fileURLWithPath: store.path)).prefix(100))
    #expect(header[16...19] == [0x80, 0x00, 1, 1])
    #expect(header[68...71] == Array("TAPE".utf8)[...])
    #expect(header[60...63] == [0, 0, 0, 1])
  }
}
