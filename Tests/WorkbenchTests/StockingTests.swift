import CandleStore
import Foundation
import Market
import TestSupport
import Testing
import Workbench

/// What a run imports of the files that its scenario names.
@Suite struct StockingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let scenario = ScenarioText(
    text: """
      name: own
      data:
        - { series: "home:BTCUSD 1h", files: [own.csv] }
      strategy: { kind: buy-and-hold }
      venue: { balance: 10000 }

      """)

  /// Hourly candles from 2018 on, as many as asked for; the one at `odd` closes elsewhere.
  private func write(_ count: Int, odd: Int? = nil) throws {
    let rows = (0..<count).map { hour in
      let close = hour == odd ? 101 : 100
      return "\(1_514_764_800_000 + hour * 3_600_000),100,102,99,\(close),1"
    }
    try folder.write((["open_time,open,high,low,close,volume"] + rows).joined(separator: "\n") + "\n", to: "own.csv")
  }

  private func ticks(_ out: String) async throws -> Double {
    try await folder.play(scenario, out: out).summary.variants[0].figures.ticks
  }

  @Test func `a file that has grown since is imported again`() async throws {
    try write(100)
    #expect(try await ticks("first") == 100)
    try write(150)
    #expect(try await ticks("second") == 150)
  }

  @Test func `a file that says otherwise now is an error, and the store stays as it was`() async throws {
    try write(100)
    #expect(try await ticks("first") == 100)
    let before = try CandleStore(path: folder("store.sqlite")).series().map(\.fingerprint)
    try write(120, odd: 50)
    await #expect(throws: (any Error).self) { try await ticks("second") }
    #expect(try CandleStore(path: folder("store.sqlite")).series().map(\.fingerprint) == before)
    #expect(!FileManager.default.fileExists(atPath: folder("second")))
  }

  @Test func `what is stored needs its file no more`() async throws {
    try write(100)
    #expect(try await ticks("first") == 100)
    try FileManager.default.removeItem(atPath: folder("own.csv"))
    #expect(try await ticks("second") == 100)
  }

  @Test func `a file is known by its size and time, whatever its name`() throws {
    try write(100)
    let stamp = try #require(FileStamp(folder("own.csv")))
    let store = try CandleStore(path: folder("other.sqlite"), creating: true)
    let name = try SeriesName(venue: "home", instrument: "BTCUSD", timeframe: .oneHour)
    #expect(!(try store.hasImported(stamp, into: name)))
    let hints = CandleImporter.Hints(instrument: "BTCUSD", timeframe: .oneHour, venue: "home")
    _ = try CandleImporter(into: store).importFile(folder("own.csv"), hints: hints)
    #expect(try store.hasImported(stamp, into: name))
    #expect(try store.hasImported(stamp, into: try SeriesName(venue: nil, instrument: "BTCUSD", timeframe: .oneHour)))
    #expect(
      !(try store.hasImported(stamp, into: try SeriesName(venue: "away", instrument: "BTCUSD", timeframe: .oneHour))))
    var other = stamp
    other.modified += 1
    #expect(!(try store.hasImported(other, into: name)))
    #expect(FileStamp(folder("none.csv")) == nil)
  }

  @Test func `an import that fails notes nothing`() throws {
    try folder.write("open_time,open,high,low,close,volume\n1514764800000,100,102,99,100,1\nrubbish\n", to: "own.csv")
    let store = try CandleStore(path: folder("other.sqlite"), creating: true)
    let hints = CandleImporter.Hints(instrument: "BTCUSD", timeframe: .oneHour, venue: "home")
    #expect(throws: (any Error).self) {
      try CandleImporter(into: store).importFile(folder("own.csv"), hints: hints)
    }
    let stamp = try #require(FileStamp(folder("own.csv")))
    let name = try SeriesName(venue: "home", instrument: "BTCUSD", timeframe: .oneHour)
    #expect(!(try store.hasImported(stamp, into: name)))
  }
}
