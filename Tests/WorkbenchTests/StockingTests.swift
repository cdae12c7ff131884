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
      let time = Timestamp(milliseconds: 1_514_764_800_000 + Int64(hour) * 3_600_000)
      return "\(time),100,102,99,\(close),1"
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

  /// A store that was filled otherwise is not disturbed by a file that the scenario names beside it.
  @Test func `a series from elsewhere is taken as it is`() async throws {
    try write(100, odd: 20)
    let store = try CandleStore(path: folder("store.sqlite"), creating: true)
    _ = try CandleImporter(into: store).importFile(try folder.write(own(), to: "else.csv"), hints: hints)
    try write(150)
    #expect(try await ticks("first") == 100)
  }

  @Test func `a store knows the files that it was filled from`() throws {
    try write(100)
    let path = folder("own.csv")
    let store = try CandleStore(path: folder("other.sqlite"), creating: true)
    let name = try SeriesName(venue: "home", instrument: "BTCUSD", timeframe: .oneHour)
    #expect(try store.stamp(ofImported: path, into: name) == nil)
    _ = try CandleImporter(into: store).importFile(path, hints: hints)
    let stamp = try #require(FileStamp(path))
    #expect(try store.stamp(ofImported: path, into: name) == stamp)
    #expect(
      try store.stamp(ofImported: path, into: SeriesName(venue: nil, instrument: "BTCUSD", timeframe: .oneHour))
        == stamp)
    #expect(
      try store.stamp(ofImported: path, into: SeriesName(venue: "away", instrument: "BTCUSD", timeframe: .oneHour))
        == nil)
    #expect(try store.stamp(ofImported: folder("else.csv"), into: name) == nil)
    try write(101)
    #expect(FileStamp(path) != stamp && FileStamp(folder("none.csv")) == nil)
  }

  @Test func `an import that fails notes nothing`() throws {
    try folder.write(
      "open_time,open,high,low,close,volume\n2018-01-01T00:00:00Z,100,102,99,100,1\nrubbish\n", to: "own.csv")
    let store = try CandleStore(path: folder("other.sqlite"), creating: true)
    #expect(throws: (any Error).self) { try CandleImporter(into: store).importFile(folder("own.csv"), hints: hints) }
    let name = try SeriesName(venue: "home", instrument: "BTCUSD", timeframe: .oneHour)
    #expect(try store.stamp(ofImported: folder("own.csv"), into: name) == nil)
  }

  private let hints = CandleImporter.Hints(instrument: "BTCUSD", timeframe: .oneHour, venue: "home")

  private func own() throws -> String { try String(contentsOfFile: folder("own.csv"), encoding: .utf8) }
}
