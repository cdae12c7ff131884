import CandleStore
import Foundation
import Market
import Testing

@Suite struct GzipInputTests {
  let folder: TemporaryFolder
  let text = ColumnCSVTests.header + "\n2017-07-01T11:00:00Z,1,2,3,4,5\n2017-07-01T12:00:00Z,1,2,3,4,5\n"

  init() throws { folder = try TemporaryFolder() }

  private func rows(_ bytes: [UInt8]) throws -> Int {
    let path = try folder.file("a.dat", bytes)
    return try ColumnCSV().candles(in: CandleFile(path), timeframe: .oneHour).collected().count
  }

  private func error(_ bytes: [UInt8]) -> String {
    message { _ = try rows(bytes) }.replacingOccurrences(of: folder.path("a.dat"), with: "a.dat")
  }

  @Test func `gzip is told by its bytes, not by the name`() throws {
    #expect(try rows(gzip(Array(text.utf8))) == 2)
    #expect(try rows(Array(text.utf8)) == 2)
  }

  @Test(arguments: [1, 10, 40, 70])
  func `several members are read as one file`(cut: Int) throws {
    let bytes = Array(text.utf8)
    #expect(try rows(gzip(Array(bytes[..<cut])) + gzip([]) + gzip(Array(bytes[cut...]))) == 2)
  }

  @Test func `every truncated file is an error`() throws {
    let whole = gzip(Array(text.utf8))
    for count in 2..<whole.count {
      #expect(
        error(Array(whole[..<count]))
          == "a.dat is a damaged gzip file: it ends early. Download or export it again.", "\(count) bytes")
    }
  }

  @Test func `changed data and rubbish at the end are errors`() {
    var changed = gzip(Array(text.utf8))
    changed[60] ^= 1
    #expect(
      error(changed) == "a.dat is a damaged gzip file: incorrect data check. Download or export it again.")
    #expect(
      error(gzip(Array(text.utf8)) + [1, 2, 3])
        == "a.dat is a damaged gzip file: incorrect header check. Download or export it again.")
    #expect(error(gzip([])) == "a.dat is empty. Download or export it again.")
  }

  /// A truncated file of the sample data: compressed by gzip itself, with blocks of all kinds.
  @Test func `a truncated sample is an error and stores nothing`() throws {
    let sample = try Data(contentsOf: Checkout.datasets.appendingPathComponent("coinbase/btcusd_4h.csv.gz"))
    let path = try folder.file("coinbase/btcusd_4h.csv.gz", Array(sample.prefix(200_000)))
    let store = try folder.store()
    #expect(throws: CandleFileError.damagedGzip(file: path, reason: "it ends early")) {
      try CandleImporter(into: store).importFile(path)
    }
    #expect(try store.series().isEmpty)
  }
}
