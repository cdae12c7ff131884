import CandleStore
import Foundation
import Market
import Testing

@Suite struct CandleImporterTests {
  static let rows = ColumnCSVTests.header + "\n2017-07-01T11:00:00Z,1,2,3,4,5\n2017-07-01T12:00:00Z,1,2,3,4,5\n"

  let folder: TemporaryFolder
  let store: CandleStore
  let importer: CandleImporter

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
    importer = CandleImporter(into: store)
  }

  @Test func `an import reports what it did, in the contract's words`() throws {
    let path = try folder.file("coinbase/btcusd_1h.csv", Self.rows)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      try String(decoding: encoder.encode(importer.importFile(path)), as: UTF8.self) == """
        {"duplicates":0,"first_open":"2017-07-01T11:00:00Z","format":"csv","instrument":"BTCUSD",\
        "last_open":"2017-07-01T12:00:00Z","malformed":0,"rows_read":2,"rows_stored":2,"timeframe":"1h",\
        "timezone":"UTC","venue":"coinbase"}
        """)
    let again = try importer.importFile(path)
    #expect(again.rowsRead == 2 && again.rowsStored == 0 && again.duplicates == 2)
  }

  @Test(
    arguments: [
      ("coinbase/btcusd_1h.csv.gz", "coinbase", "BTCUSD", Timeframe.oneHour),
      ("datasets/us-equity/aapl_1d_raw.csv.gz", "us-equity", "AAPL", .oneDay),
      ("/data/us-equity/sp500_index_1d.csv.gz", "us-equity", "SP500", .oneDay),
      ("coinbase-quotes/btcusd_1m_bidask.csv.gz", "coinbase-quotes", "BTCUSD", .oneMinute),
      ("Oanda/EURUSD_4H", "oanda", "EURUSD", .fourHours),
      ("Downloads/btcusd_1h.csv", nil, "BTCUSD", .oneHour),
      ("btcusd_15m.csv", nil, "BTCUSD", .fifteenMinutes),
      ("us-equity/spy_factor_file.csv", "us-equity", nil, nil),
      ("kraken/1h_btcusd.csv", "kraken", nil, .oneHour),
      ("candles.csv", nil, nil, nil),
    ] as [(String, String?, String?, Timeframe?)])
  func `a path tells venue, instrument and timeframe`(
    path: String, venue: String?, instrument: String?, timeframe: Timeframe?
  ) {
    let told = SeriesFileName(path: path)
    #expect(told.venue == venue)
    #expect(told.instrument == instrument)
    #expect(told.timeframe == timeframe)
  }

  @Test func `what a file does not tell is asked for by name`() throws {
    let path = try folder.file("candles.csv", Self.rows)
    #expect(
      message { _ = try importer.importFile(path) }
        == "\(path) does not tell its instrument and timeframe and venue. "
        + "Say it with --instrument BTCUSD --timeframe 1h --venue coinbase.")
    let hints = CandleImporter.Hints(instrument: "XAUUSD", timeframe: .oneHour)
    #expect(throws: CandleImportError.cannotTell(file: path, [.venue])) { try importer.importFile(path, hints: hints) }
  }

  @Test func `what the caller says goes before what the name tells`() throws {
    let path = try folder.file("coinbase/btcusd_4h.csv", Self.rows)
    let hints = CandleImporter.Hints(instrument: "XAUUSD", timeframe: .oneHour, venue: "mine", source: "CC0")
    _ = try importer.importFile(path, hints: hints)
    let series = try #require(try store.series().first)
    #expect(series.name.description == "mine:XAUUSD 1h" && series.source == "CC0")
  }

  @Test func `a venue that is stored is known from then on`() throws {
    let path = try folder.file("mine/btcusd_1h.csv", Self.rows)
    #expect(throws: CandleImportError.cannotTell(file: path, [.venue])) { try importer.importFile(path) }
    _ = try importer.importFile(path, hints: CandleImporter.Hints(venue: "mine"))
    #expect(try importer.importFile(path).duplicates == 2)
  }

  @Test func `a symbol that could not be named again is refused`() throws {
    let path = try folder.file("coinbase/btcusd_1h.csv", Self.rows)
    #expect(throws: InvalidSeriesName.instrument("BTC USD")) {
      try importer.importFile(path, hints: CandleImporter.Hints(instrument: "BTC USD"))
    }
  }

  @Test func `files that hold no candles are errors`() throws {
    #expect(throws: CandleFileError.missing(file: "none.csv")) { try importer.importFile("none.csv") }
    #expect(throws: CandleFileError.unreadable(file: "/dev/null", reason: "it is not a regular file")) {
      try importer.importFile("/dev/null")
    }
    let empty = try folder.file("coinbase/btcusd_1h.csv", "")
    #expect(throws: CandleFileError.empty(file: empty)) { try importer.importFile(empty) }
    for header in [ColumnCSVTests.header, ColumnCSVTests.header + "\n"] {
      let path = try folder.file("coinbase/btcusd_1h.csv", header)
      #expect(throws: CandleFileError.noCandles(file: path)) { try importer.importFile(path) }
    }
    #expect(try store.series().isEmpty)
  }

  @Test func `an unknown form names the known ones`() throws {
    let path = try folder.file("coinbase/btcusd_1h.csv", "Date;Open;High\u{7}\n1;2;3\n")
    #expect(
      message { _ = try importer.importFile(path) }
        == "\(path): its first line \"Date;Open;High?\" belongs to no known format. Known are: csv, whose first line "
        + "is open_time,open,high,low,close,volume[,bid_open,…,ask_close].")
    #expect(
      message { _ = try importer.importFile(path, hints: CandleImporter.Hints(format: "binance")) }
        == "There is no format \"binance\". Use --format with one of csv.")
  }

  @Test func `a bad row late in a file leaves nothing of it`() throws {
    var text = ColumnCSVTests.header + "\n"
    for minute in 0..<20_000 { text += "\(Timestamp(milliseconds: Int64(minute) * 60_000)),1,2,3,4,5\n" }
    let path = try folder.file("coinbase/btcusd_1m.csv", text + "tomorrow,1,2,3,4,5\n")
    #expect(throws: CandleFileError.time(file: path, line: 20_002, text: "tomorrow")) { try importer.importFile(path) }
    #expect(try store.series().isEmpty)
  }

  @Test func `replacing is asked for`() throws {
    _ = try importer.importFile(try folder.file("coinbase/btcusd_1h.csv", Self.rows))
    let path = try folder.file(
      "coinbase/btcusd_1h.csv", Self.rows.replacingOccurrences(of: "1,2,3,4,5", with: "1,2,3,4,6"))
    #expect(throws: CandleStoreError.self) { try importer.importFile(path) }
    var replacing = importer
    replacing.replacing = true
    #expect(try replacing.importFile(path).rowsStored == 2)
    #expect(try store.candles(of: SeriesName("BTCUSD 1h")).collected().volume == [6, 6])
  }

  @Test func `progress rises to the size of the file`() throws {
    let path = Checkout.datasets.appendingPathComponent("coinbase/btcusd_4h.csv.gz").path
    var steps: [(Int64, Int64)] = []
    _ = try importer.importFile(path) { steps.append(($0, $1)) }
    #expect(steps.count >= 5)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.0 <= $1.0 })
    let last = try #require(steps.last)
    #expect(last.0 == last.1)
  }
}
