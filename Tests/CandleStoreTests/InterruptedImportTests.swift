import CandleStore
import Foundation
import Market
import Testing

@Suite struct InterruptedImportTests {
  struct Interruption: Error {}

  /// Does something once, after some chunks were read.
  struct Interrupted: CandleSource {
    var candles: ListedCandles
    var remaining: Int
    let body: () throws -> Void

    mutating func next() throws -> CandleColumns? {
      remaining -= 1
      if remaining == 0 { try body() }
      return try candles.next()
    }
  }

  let folder: TemporaryFolder
  let store: CandleStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
    try store.write(candles(minutes: 0..<50_000), to: .bitcoin)
  }

  /// 200,000 candles are 10 MB, more than SQLite's cache holds: half of them reach the file before the end.
  private let many = candles(minutes: stride(from: 1, to: 400_000, by: 2), salt: 1)

  @Test func `an error in the middle leaves the store as it was`() throws {
    let before = try store.series()
    var source = ListedCandles(many, error: Interruption())
    #expect(throws: Interruption.self) { try store.write(&source, to: .bitcoin, replacing: true) }
    #expect(try store.series() == before)
    #expect(try store.candles(of: .bitcoin).collected() == candles(minutes: 0..<50_000))
  }

  @Test func `a process that dies in the middle leaves the store as it was`() throws {
    let copy = folder.path("copy.sqlite")
    var source = Interrupted(candles: ListedCandles(many), remaining: 40) {
      // What a kill at this instant would leave on the disk.
      for suffix in ["", "-journal"] {
        try FileManager.default.copyItem(atPath: store.path + suffix, toPath: copy + suffix)
      }
    }
    let before = try store.series()
    _ = try store.write(&source, to: .bitcoin, replacing: true)
    #expect(try store.series() != before)
    let journal = try Data(contentsOf: URL(fileURLWithPath: copy + "-journal"))
    #expect(journal.contains { $0 != 0 })

    let survivor = try CandleStore(path: copy)
    #expect(try survivor.series() == before)
    #expect(try survivor.candles(of: .bitcoin).collected() == candles(minutes: 0..<50_000))
  }

  @Test func `a store that another import writes is locked`() throws {
    var refused: String?
    var source = Interrupted(candles: ListedCandles(many), remaining: 2) {
      refused = message {
        let other = try CandleStore(path: store.path, waiting: .milliseconds(20))
        try other.write(candles(minutes: [60_000]), to: .bitcoin)
      }
    }
    _ = try store.write(&source, to: .bitcoin, replacing: true)
    #expect(
      refused
        == "\(store.path) is in use by another process. Wait until it has finished, then try again.")
  }
}
