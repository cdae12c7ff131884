import CandleStore
import Foundation
import Market
import TestSupport
import Testing
import Workbench

/// The run's id is the hash of its inputs: it changes with each of them, and with nothing else.
@Suite struct RunIdentityTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func id(
    _ scenario: ScenarioText = .rule, overrides: [String] = [], out: String = "out", jobs: Int = 1,
    store: String = "store.sqlite", models: String = Repository.models, change: (inout RunDirectory) -> Void = { _ in }
  ) async throws -> String {
    try await folder.play(
      scenario, overrides: overrides, out: out, jobs: jobs, store: store, models: models, change: change
    ).summary.runId
  }

  @Test func `it stays the same when nothing of weight changes`() async throws {
    let first = try await id()
    #expect(try await id() == first)
    #expect(try await id(out: "elsewhere", jobs: 3, store: "other.sqlite") == first)
  }

  /// The same candles in a store that holds fewer before them, so that it cuts them into other chunks.
  @Test func `it does not see how the store keeps the candles`() async throws {
    let first = try await folder.play(.rule, out: "first")
    let lines = try candles().split(separator: "\n")
    let file = try folder.write(([lines[0]] + lines[1_001...]).joined(separator: "\n") + "\n", to: "part.csv")
    let store = try CandleStore(path: folder("parts.sqlite"), creating: true)
    _ = try CandleImporter(into: store).importFile(
      file, hints: CandleImporter.Hints(instrument: "BTCUSD", timeframe: .oneHour, venue: "coinbase"))
    let second = try await folder.play(.rule, out: "second", store: "parts.sqlite")
    #expect(second.summary.runId == first.summary.runId)
    for name in try first.files() where name != "timings.json" {
      #expect(try first.bytes(name) == second.bytes(name), "\(name)")
    }
  }

  @Test func `it changes with one candle of the window, and not with one before`() async throws {
    let first = try await id()
    let text = try candles()
    for (time, differs) in [("2018-02-01T00:00:00Z", true), ("2017-09-01T00:00:00Z", false)] {
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(time) })
      let fields = line.split(separator: ",")
      // The volume decides nothing here, and is an input all the same.
      let changed = (fields.dropLast() + ["12345.5"]).joined(separator: ",")
      try folder.write(text.replacing(line, with: changed), to: "btcusd_1h.csv")
      let name = "\(time).sqlite"
      let store = try CandleStore(path: folder(name), creating: true)
      _ = try CandleImporter(into: store).importFile(
        folder("btcusd_1h.csv"),
        hints: CandleImporter.Hints(instrument: "BTCUSD", timeframe: .oneHour, venue: "coinbase"))
      let found = try await id(store: name)
      #expect((found != first) == differs, "\(time)")
    }
  }

  private func candles() throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/gzip")
    process.arguments = ["-dc", Repository.hourlyBitcoin]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func `it changes with the scenario's text, even where that means the same`() async throws {
    let first = try await id()
    #expect(try await id(.rule.with("name: rule\n", "name: rule\n# a remark\n")) != first)
  }

  @Test func `it changes with an override, a seed and the version`() async throws {
    let first = try await id()
    let others = [
      try await id(overrides: ["seed=2"]), try await id(overrides: ["venue.fee=6 bp"]),
      try await id(overrides: ["venue.fee=7 bp"]), try await id { $0.version = "1.2.4" },
    ]
    #expect(Set(others + [first]).count == 5)
  }

  @Test func `it changes with a card and with the weights`() async throws {
    let models = folder("models")
    try FileManager.default.copyItem(atPath: Repository.models, toPath: models)
    let first = try await id(.models)
    #expect(try await id(.models, models: models) == first)
    let card = URL(filePath: "\(models)/llama3.2-3b-instruct-q4_0.yaml")
    try (Data(contentsOf: card) + Data("# a remark\n".utf8)).write(to: card)
    let second = try await id(.models, models: models)
    #expect(second != first)
    // A card that no variant names is no input.
    let other = URL(filePath: "\(models)/llama3.2-3b-instruct-q8_0.yaml")
    try (Data(contentsOf: other) + Data("# a remark\n".utf8)).write(to: other)
    #expect(try await id(.models, models: models) == second)
    // 1B's network in 3B's place.
    let large = "\(models)/mock/mock-3b.weights"
    try FileManager.default.removeItem(atPath: large)
    try FileManager.default.copyItem(atPath: "\(models)/mock/mock-1b.weights", toPath: large)
    #expect(try await id(.models, models: models) != second)
  }

  @Test func `it changes with the chart library, which the page carries`() async throws {
    let first = try await id()
    let charts = try folder.write("var LightweightCharts = {}\n", to: "charts.js")
    #expect(try await id { $0.chartsPath = charts } != first)
  }
}
