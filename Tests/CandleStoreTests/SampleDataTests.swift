import CandleStore
import Foundation
import Market
import Testing

/// The shipped files, as `datasets/README.md` describes them.
@Suite struct SampleDataTests {
  /// File, series, rows: the table of the README.
  static let files: [(String, String, Int)] = [
    ("coinbase/btcusd_1m.csv.gz", "coinbase:BTCUSD 1m", 10_983),
    ("coinbase/ethusd_1m.csv.gz", "coinbase:ETHUSD 1m", 5_329),
    ("coinbase-quotes/btcusd_1m_bidask.csv.gz", "coinbase-quotes:BTCUSD 1m", 5_749),
    ("coinbase/btcusd_1h.csv.gz", "coinbase:BTCUSD 1h", 20_111),
    ("coinbase/ethusd_1h.csv.gz", "coinbase:ETHUSD 1h", 16_863),
    ("coinbase/btcusd_4h.csv.gz", "coinbase:BTCUSD 4h", 16_699),
    ("coinbase/ethusd_4h.csv.gz", "coinbase:ETHUSD 4h", 16_679),
    ("coinbase/btcusd_1d.csv.gz", "coinbase:BTCUSD 1d", 1_318),
    ("coinbase/ethusd_1d.csv.gz", "coinbase:ETHUSD 1d", 2_782),
    ("oanda/eurusd_1m.csv.gz", "oanda:EURUSD 1m", 15_366),
    ("oanda/eurusd_1h.csv.gz", "oanda:EURUSD 1h", 62_116),
    ("oanda/eurusd_1d.csv.gz", "oanda:EURUSD 1d", 3_120),
    ("oanda/gbpusd_1d.csv.gz", "oanda:GBPUSD 1d", 3_120),
    ("mt5/gbpusd_1h.csv.gz", "mt5:GBPUSD 1h", 24_836),
    ("us-equity/spy_1d.csv.gz", "us-equity:SPY 1d", 5_283),
    ("us-equity/aapl_1d_raw.csv.gz", "us-equity:AAPL 1d", 5_283),
    ("us-equity/sp500_index_1d.csv.gz", "us-equity:SP500 1d", 5_031),
    ("us-equity/spy_1h.csv.gz", "us-equity:SPY 1h", 17_549),
    ("us-equity/spy_1m.csv.gz", "us-equity:SPY 1m", 4_839),
  ]

  @Test func `every file imports by its path alone and has the rows that the README says`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.store()
    for (file, series, rows) in Self.files {
      let report = try CandleImporter(into: store).importFile(Checkout.datasets.appendingPathComponent(file).path)
      #expect("\(report.venue):\(report.instrument) \(report.timeframe)" == series)
      #expect(report.rowsStored == rows, "\(file)")
      let name = try SeriesName(series)
      let statistics = try #require(try SeriesStatistics(of: store.candles(of: name), timeframe: name.timeframe))
      #expect(statistics.ohlcViolations == 0 && statistics.minLow > 0, "\(file)")
    }
    #expect(try store.series().count == Self.files.count)
  }

  @Test func `the list of files is complete`() throws {
    let found = try FileManager.default.subpathsOfDirectory(atPath: Checkout.datasets.path)
    #expect(found.filter { $0.hasSuffix(".csv.gz") }.sorted() == Self.files.map(\.0).sorted())
  }

  @Test func `the files are those that SHA256SUMS lists`() throws {
    let check = Process()
    check.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    check.arguments = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    check.currentDirectoryURL = Checkout.datasets
    try check.run()
    check.waitUntilExit()
    #expect(check.terminationStatus == 0)
  }
}
