import Foundation
import Market
import Replay
import TestSupport
import Testing
import Workbench

@Suite struct ExplainTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func finished(version: String = "1.2.3", models: String = Repository.models) throws -> FinishedRun {
    let (store, scenario) = (folder("store.sqlite"), folder("scenario.yaml"))
    let places = FinishedRun.Places(folder: folder("out"), scenario: scenario) { _ in
      store
    } models: { _ in
      models
    }
    return try FinishedRun(places, version: version) { _ in }
  }

  @Test func `a tick that ordered is told with its readings, its order and its fill`() async throws {
    let run = try await folder.play(.rule)
    let rows = try run.table("sma-cross/decisions.csv").rows
    let row = try #require(rows.last { $0["stage"] == "ordered" && $0["action"] == "BUY" })
    let time = try #require(row["time"].flatMap(Timestamp.init))
    let ticks = try await finished().ticks(at: time, variants: nil, instrument: nil, seed: nil)
    let tick = try #require(ticks.first)
    #expect(ticks.count == 1)
    #expect(tick.row.stage.name == "ordered")
    #expect("\(tick.row.equity)" == row["equity"])
    #expect(tick.readings.map(\.name) == ["fast", "slow"])
    #expect(tick.readings[0].value > tick.readings[1].value)
    let order = try #require(tick.orders.first)
    let fills = try run.table("sma-cross/fills.csv").rows.filter { $0["order_id"] == "\(order.id)" }
    #expect(fills.map { $0["price"] } == tick.fills.map { "\($0.price)" })
    #expect(!fills.isEmpty)
  }

  @Test func `variants stand side by side, each with what it was asked`() async throws {
    let run = try await folder.play(.models)
    let rows = try run.table("3b-q4_0/decisions.csv").rows.filter { $0["seed"] == "2" && $0["stage"] == "ordered" }
    let time = try #require(rows.last?["time"].flatMap(Timestamp.init))
    let ticks = try await finished().ticks(at: time, variants: nil, instrument: "BTCUSD", seed: 2)
    #expect(ticks.map(\.variant) == ["3B f16", "3B q4_0"])
    #expect(ticks.allSatisfy { $0.prompt.contains("Instrument: BTCUSD") })
    #expect(ticks[1].row.stage.name == "ordered")
    #expect(ticks[1].reason == rows.last?["reason"])
    // Both read the same market.
    #expect(ticks[0].readings == ticks[1].readings)
  }

  /// The first tick of the run that sent an order after `time`, played again.
  private func explained(
    _ run: Run, _ table: String, after time: String = ""
  ) async throws -> (row: [String: String], tick: PastTick) {
    let row = try #require(
      try run.table(table).rows.first { $0["stage"] == "ordered" && ($0["time"] ?? "") > time })
    let time = try #require(row["time"].flatMap(Timestamp.init))
    let ticks = try await finished().ticks(at: time, variants: nil, instrument: row["instrument"], seed: nil)
    return (row, try #require(ticks.first))
  }

  @Test func `of a sweep the best point's run is explained, and named`() async throws {
    let run = try await folder.play(
      ScenarioText(text: SampleScenarios.rule + "sweep: { grid: { strategy.fast: [60, 10, 5] } }\n"))
    let (row, tick) = try await explained(run, "sma-cross/decisions.csv")
    let best = try #require(run.summary.trials?.best)
    #expect(tick.point?.number == best.point)
    #expect(tick.point?.count == 3)
    #expect(tick.point?.settings == ["strategy.fast=\(best.values["strategy.fast"] ?? "")"])
    #expect(tick.fold == nil)
    #expect("\(tick.row.equity)" == row["equity"])
    #expect(!tick.orders.isEmpty && !tick.fills.isEmpty)
  }

  @Test func `a tick of a test window is explained with what came before it`() async throws {
    let run = try await folder.play(
      ScenarioText(
        text: SampleScenarios.rule + "walk_forward: { train: 25d, test: 10d }\n"
          + "sweep: { grid: { strategy.fast: [60, 5, 10], strategy.slow: [30, 60] }, sort_by: total_return }\n"))
    let folds = try run.table("folds.csv")
    // Of the second of three folds.
    let (row, tick) = try await explained(run, "walk-forward/decisions.csv", after: folds["test_from"][1])
    #expect(tick.fold == 2)
    #expect(tick.point?.number == Int(folds["point"][1]))
    // The equity carries the folds before it.
    #expect("\(tick.row.equity)" == row["equity"])
    #expect(tick.fills.map { "\($0.price)" } == (try fills(of: tick, in: run)))
    // A window that trained only has no ticks of its own.
    let early = try #require(Timestamp("2018-01-10T00:00:00Z"))
    let error = try #require(
      await #expect(throws: FinishedRunError.self) {
        _ = try await finished().ticks(at: early, variants: nil, instrument: nil, seed: nil)
      })
    #expect("\(error)".contains("2018-01-26T01:00:00Z"))
  }

  /// Order numbers begin anew in each fold: those of the test window are its own.
  private func fills(of tick: PastTick, in run: Run) throws -> [String] {
    let numbers = tick.orders.map { "\($0.id)" }
    let end = try run.table("folds.csv")["test_to"][(tick.fold ?? 1) - 1]
    return try run.table("walk-forward/fills.csv").filtered { row in
      let time = row["time"] ?? ""
      return numbers.contains(row["order_id"] ?? "") && time >= "\(tick.row.time)" && time <= end
    }["price"]
  }

  @Test func `a walk-forward without a sweep has folds and no points`() async throws {
    let run = try await folder.play(
      ScenarioText(text: SampleScenarios.rule + "walk_forward: { train: 25d, test: 10d }\n"))
    let (row, tick) = try await explained(run, "walk-forward/decisions.csv")
    #expect(tick.fold != nil && tick.point == nil)
    #expect("\(tick.row.equity)" == row["equity"])
  }

  @Test func `a null trader's tick is explained like any`() async throws {
    let run = try await folder.play(.rule, overrides: ["strategy={ kind: shuffled, of: { kind: breakout } }"])
    let (row, tick) = try await explained(run, "shuffled/decisions.csv")
    #expect("\(tick.row.equity)" == row["equity"])
  }

  @Test(arguments: ["summary.json", "folds.csv"])
  func `what was chosen is read from files that are as they were written`(name: String) async throws {
    let walk = name == "folds.csv" ? "walk_forward: { train: 25d, test: 10d }\n" : ""
    _ = try await folder.play(
      ScenarioText(text: SampleScenarios.rule + walk + "sweep: { grid: { strategy.fast: [5, 10] } }\n"))
    _ = try finished()
    let file = URL(filePath: folder("out/\(name)"))
    try (Data(contentsOf: file) + Data("\n".utf8)).write(to: file)
    let error = try #require(#expect(throws: FinishedRunError.self) { try finished() })
    #expect("\(error)".contains(name))
  }

  @Test func `what the run does not have is told with what it has`() async throws {
    _ = try await folder.play(.rule)
    let run = try finished()
    let time = try #require(Timestamp("2018-02-01T00:00:00Z"))
    func expect(_ words: String..., body: () async throws -> Void) async throws {
      let error = try #require(await #expect(throws: FinishedRunError.self) { try await body() })
      for word in words { #expect("\(error)".contains(word), "\(error)") }
    }
    try await expect("variant 'x'", "sma-cross") {
      _ = try await run.ticks(at: time, variants: ["x"], instrument: nil, seed: nil)
    }
    try await expect("instrument 'ETHUSD'", "BTCUSD") {
      _ = try await run.ticks(at: time, variants: nil, instrument: "ETHUSD", seed: nil)
    }
    try await expect("seed '9'", "1") { _ = try await run.ticks(at: time, variants: nil, instrument: nil, seed: 9) }
    let between = try #require(Timestamp("2018-02-01T00:30:00Z"))
    try await expect("2018-02-01T00:00:00Z", "2018-02-01T01:00:00Z") {
      _ = try await run.ticks(at: between, variants: nil, instrument: nil, seed: nil)
    }
  }

  @Test func `a scenario that changed since is refused, with its hash`() async throws {
    _ = try await folder.play(.rule)
    _ = try finished()
    try folder.write(SampleScenarios.rule + "# a remark\n", to: "scenario.yaml")
    let error = try #require(#expect(throws: FinishedRunError.self) { try finished() })
    guard case .changed("scenario", "scenario.yaml", let was, let now) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(was != now)
  }

  @Test func `weights and cards that changed since are refused`() async throws {
    let models = folder("models")
    try FileManager.default.copyItem(atPath: Repository.models, toPath: models)
    _ = try await folder.play(.models, models: models)
    let card = URL(filePath: "\(models)/llama3.2-3b-instruct-q4_0.yaml")
    try (Data(contentsOf: card) + Data("# a remark\n".utf8)).write(to: card)
    let error = try #require(#expect(throws: FinishedRunError.self) { try finished(models: models) })
    #expect("\(error)".contains("llama3.2-3b-instruct-q4_0.yaml"))
  }

  @Test func `another version, a damaged manifest and a folder without one are refused`() async throws {
    #expect(throws: FinishedRunError.missing(folder("out"))) { try finished() }
    _ = try await folder.play(.rule)
    #expect(throws: FinishedRunError.version(folder("out"), made: "1.2.3", own: "9")) { try finished(version: "9") }
    let manifest = try Data(contentsOf: URL(filePath: folder("out/manifest.json")))
    for damage in [manifest.prefix(manifest.count / 2), Data(), Data("{}".utf8)] {
      try Data(damage).write(to: URL(filePath: folder("out/manifest.json")))
      let error = try #require(#expect(throws: FinishedRunError.self) { try finished() })
      #expect("\(error)".contains("manifest.json"))
    }
  }
}
