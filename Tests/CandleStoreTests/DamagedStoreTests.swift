import CandleStore
import Foundation
import Market
import Testing

@Suite struct DamagedStoreTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The bytes of a store with two series.
  private func storeBytes() throws -> [UInt8] {
    let store = try folder.store()
    try store.write(candles(minutes: 0..<6_000), to: .bitcoin)
    try store.write(candles(minutes: 0..<300, quoted: true), to: SeriesName("oanda:EURUSD 1m"))
    return try [UInt8](Data(contentsOf: URL(fileURLWithPath: store.path)))
  }

  /// Everything in the store at `path`.
  private func contents(_ path: String) throws -> [(StoredSeries, CandleColumns)] {
    let store = try CandleStore(path: path)
    return try store.series().map { ($0, try store.candles(of: $0.name).collected()) }
  }

  @Test func `a missing store says how to make one`() {
    let path = folder.path("none.sqlite")
    #expect(
      message { _ = try CandleStore(path: path) }
        == "There is no store at \(path). Make one with `tapedeck data import FILE`, or name another with --store.")
  }

  @Test func `a text file is no store`() throws {
    let path = try folder.file("notes.txt", String(repeating: "not a store\n", count: 500))
    for creating in [false, true] {
      #expect(
        message { _ = try CandleStore(path: path, creating: creating) }
          == "\(path) is not a candle store: it is not an SQLite file, or its first page is damaged. "
          + "Name another file with --store.")
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("not a store\n"))
  }

  @Test func `an empty file and a folder are no stores`() throws {
    let empty = try folder.file("empty.sqlite", "")
    #expect(throws: CandleStoreError.notAStore(path: empty, reason: "it is empty")) { try CandleStore(path: empty) }
    #expect(throws: CandleStoreError.notAStore(path: folder.url.path, reason: "it is a folder")) {
      try CandleStore(path: folder.url.path, creating: true)
    }
  }

  @Test func `an import may use an empty file`() throws {
    let empty = try folder.file("empty.sqlite", "")
    #expect(try CandleStore(path: empty, creating: true).series().isEmpty)
  }

  @Test func `a store in a missing folder cannot be made`() {
    let path = folder.path("no/such/folder/store.sqlite")
    #expect(message { _ = try CandleStore(path: path, creating: true) }.hasPrefix("\(path) cannot be opened: "))
  }

  @Test func `an SQLite file of another program is no store`() throws {
    var bytes = try storeBytes()
    bytes[68] = 0
    let path = try folder.file("other.sqlite", bytes)
    #expect(throws: CandleStoreError.notAStore(path: path, reason: "it is an SQLite file of another program")) {
      try CandleStore(path: path, creating: true)
    }
  }

  @Test func `a newer version is refused`() throws {
    var bytes = try storeBytes()
    bytes[63] = 2
    let path = try folder.file("newer.sqlite", bytes)
    #expect(
      message { _ = try CandleStore(path: path) }
        == "\(path) is a candle store of version 2; this tapedeck reads up to version 1. "
        + "Use a newer tapedeck, or another store.")
  }

  @Test(arguments: [50, 100, 512, 32_768, 65_536, 100_000, 300_000])
  func `a truncated store is an error`(size: Int) throws {
    let path = try folder.file("short.sqlite", Array(try storeBytes().prefix(size)))
    #expect(throws: CandleStoreError.self) { try contents(path) }
  }

  @Test func `a changed price names its series and chunk`() throws {
    var bytes = try storeBytes()
    // The open of minute 5,000, in the second chunk; no other column has this value.
    let price = withUnsafeBytes(of: 100 + 5_000.0 / 7) { Array($0) }
    let position = try #require(
      bytes.indices.dropLast(8).first { bytes[$0] == price[0] && bytes[$0..<$0 + 8] == price[...] })
    bytes[position] ^= 1
    let path = try folder.file("flipped.sqlite", bytes)
    #expect(
      message { _ = try contents(path) }
        == "\(path) is damaged in coinbase:BTCUSD 1m, chunk from 1970-01-03T20:16:00Z: its checksum does not match. "
        + "Put back a copy, or delete the file and import again.")
    let store = try CandleStore(path: path)
    #expect(try store.candles(of: SeriesName("EURUSD 1m")).collected().count == 300)
    #expect(throws: CandleStoreError.self) { try store.write(candles(minutes: 6_000..<6_001), to: .bitcoin) }
  }

  /// Wherever a byte changes, what is read is right or refused.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `no damaged byte passes for another value`(seed: UInt64) throws {
    let bytes = try storeBytes()
    let whole = try contents(folder.path("store.sqlite"))
    var generator = SeededGenerator(seed: seed)
    var refused = 0
    for round in 0..<60 {
      var damaged = bytes
      // Half of them where SQLite keeps its own structures.
      let range = round % 2 == 0 ? 0..<bytes.count : 0..<5 * 32_768
      let position = Int.random(in: range, using: &generator)
      damaged[position] ^= UInt8.random(in: 1...255, using: &generator)
      let path = try folder.file("damaged.sqlite", damaged)
      do {
        let read = try contents(path)
        #expect(read.map(\.0) == whole.map(\.0) && read.map(\.1) == whole.map(\.1), "byte \(position)")
      } catch is CandleStoreError {
        refused += 1
      }
    }
    #expect(refused > 0)
  }

  /// Codes from https://www.sqlite.org/rescode.html.
  @Test func `SQLite's errors become the store's`() {
    func error(_ code: Int32) -> CandleStoreError {
      CandleStoreError(sqliteCode: code, message: "m", path: "p")
    }
    #expect(error(13) == .diskFull(path: "p"))
    #expect(error(5) == .locked(path: "p"))
    #expect(error(10 | 3 << 8) == .failed(path: "p", reason: "m"))
    #expect(error(11) == .damaged(path: "p", reason: "m"))
    #expect(error(8) == .cannotOpen(path: "p", reason: "m"))
    #expect(
      "\(error(13))" == "There is no space left to write p; nothing was stored. Free some, then import again.")
  }
}
