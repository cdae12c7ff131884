import CandleStore
import Foundation
import Scenarios
import TestSupport
import Testing
import Workbench

@Suite struct SweepRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sweep(_ yaml: String) -> ScenarioText { ScenarioText(text: SampleScenarios.rule + yaml) }

  private let grid = "sweep: { grid: { strategy.fast: [5, 10, 60], strategy.slow: [30, 50, 100] } }\n"

  @Test func `points are ranked, and the run is the best one in full`() async throws {
    let run = try await folder.play(sweep(grid), jobs: 2)
    let table = try run.table("trials.csv")
    #expect(table.rows.count == 9)
    // 60 is not shorter than 30 and 50.
    #expect(table["status"] == Array(repeating: "ok", count: 7) + ["failed", "failed"])
    let sharpe = table["sharpe"].prefix(7).compactMap(Double.init)
    #expect(sharpe.count == 7 && sharpe == sharpe.sorted(by: >))
    #expect(Set(table["point"].compactMap(Int.init)) == Set(1...9))
    let best = table.rows[0]
    let plain = try await folder.play(
      .rule,
      overrides: ["strategy.fast=\(best["strategy.fast"] ?? "")", "strategy.slow=\(best["strategy.slow"] ?? "")"],
      out: "plain")
    for name in ["fills", "equity", "trades", "orders", "decisions"] {
      #expect(try run.bytes("sma-cross/\(name).csv") == plain.bytes("sma-cross/\(name).csv"), "\(name)")
    }
    #expect(run.summary.variants == plain.summary.variants)
    #expect(best["final_equity"].flatMap(Double.init) == plain.summary.variants[0].figures.finalEquity)
    let trials = try #require(run.summary.trials)
    #expect((trials.count, trials.failed, trials.sortBy) == (9, 2, "sharpe"))
    #expect(trials.best?.point == best["point"].flatMap { Int($0) })
    #expect(trials.best?.values["strategy.fast"] == best["strategy.fast"])
    #expect(plain.summary.trials == nil)
  }

  @Test func `every row is what a run of that point alone says`() async throws {
    let run = try await folder.play(sweep("sweep: { grid: { strategy.slow: [30, 100], venue.fee: [0, 20 bp] } }\n"))
    for row in try run.table("trials.csv").rows {
      let alone = try await folder.play(
        .rule, overrides: ["strategy.slow=\(row["strategy.slow"] ?? "")", "venue.fee=\(row["venue.fee"] ?? "")"],
        out: "alone")
      let own = try #require(try alone.table("comparison.csv").rows.first)
      for column in ["ticks", "fills", "final_equity", "sharpe", "max_drawdown", "fees", "buy_and_hold_return"] {
        #expect(row[column] == own[column], "\(column)")
      }
    }
  }

  @Test func `a refused point is told with its error and loses none of the rest`() async throws {
    let run = try await folder.play(sweep("sweep: { grid: { strategy.fast: [60, 5] } }\n"))
    let table = try run.table("trials.csv")
    #expect(table["point"] == ["2", "1"])
    #expect(table["error"][0].isEmpty)
    #expect(table["error"][1].contains("fast (60) must be shorter than slow (50)."))
    #expect(table.rows[1]["final_equity"] == "")
  }

  @Test func `a point whose candles are not there fails, and the others do not`() async throws {
    let run = try await folder.play(
      sweep("sweep: { grid: { data.0.to: [2018-02-01, 2018-03-01], data.0.from: [2018-01-01, 2030-01-01] } }\n"))
    let table = try run.table("trials.csv")
    #expect(table["status"] == ["ok", "ok", "failed", "failed"])
    #expect(table.filtered { $0["status"] == "ok" }["ticks"].sorted() == ["1416", "744"])
    // Each tape is named among the inputs.
    let inputs = try #require(try run.object("manifest.json")["inputs"] as? [[String: String]])
    #expect(inputs.filter { $0["kind"] == "candles" }.count == 2)
  }

  @Test func `where every point fails the run does, and leaves nothing`() async throws {
    await #expect(throws: TrialError.self) {
      try await folder.play(
        sweep("sweep: { grid: { data.0.from: [2030-01-01, 2031-01-01], data.0.to: [2032-01-01] } }\n"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder("out")))
  }

  @Test(arguments: ["max_drawdown", "fees", "total_return", "trades"])
  func `sort_by ranks by any figure, less being better of what costs`(metric: String) async throws {
    let run = try await folder.play(
      sweep("sweep: { grid: { strategy.fast: [2, 5, 10, 20], strategy.slow: [30, 50] }, sort_by: \(metric) }\n"))
    let values = try run.table("trials.csv")[metric].compactMap(Double.init)
    #expect(values.count == 8)
    #expect(values == (["max_drawdown", "fees"].contains(metric) ? values.sorted() : values.sorted(by: >)))
  }

  @Test func `equals stand in the order of their points, those without the figure behind them`() async throws {
    let run = try await folder.play(
      sweep("sweep: { grid: { strategy.kind: [always-hold, buy-and-hold], seed: [1, 2, 3] } }\n"))
    let table = try run.table("trials.csv")
    // Who never trades has no Sharpe ratio.
    let kinds = ["buy-and-hold", "always-hold"]
    #expect(table["strategy.kind"] == kinds.flatMap { Array(repeating: $0, count: 3) })
    #expect(table["point"] == ["4", "5", "6", "1", "2", "3"])
  }

  @Test func `threads change nothing but the times`() async throws {
    let text = sweep(
      "sweep: { random: { count: 12, keys: { strategy.fast: { from: 2, to: 40, draw: integer } } } }\n")
    let one = try await folder.play(text, out: "one", jobs: 1)
    let four = try await folder.play(text, out: "four", jobs: 4)
    for name in try one.files() where name != "timings.json" {
      #expect(try one.bytes(name) == four.bytes(name), "\(name)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasSuffix(".jsonl") })
  }

  @Test func `points from a file name it among the inputs, and its bytes are in the run's id`() async throws {
    try folder.write("strategy.fast\n5\n8\n", to: "points.csv")
    let first = try await folder.play(sweep("sweep: { csv: points.csv }\n"))
    let inputs = try #require(try first.object("manifest.json")["inputs"] as? [[String: String]])
    #expect(inputs.contains { $0["kind"] == "points" && $0["name"] == "points.csv" && $0["sha256"]?.count == 64 })
    try folder.write("strategy.fast\n5\n9\n", to: "points.csv")
    #expect(try await folder.play(sweep("sweep: { csv: points.csv }\n")).summary.runId != first.summary.runId)
  }

  @Test func `a model's seeds are averaged in each point`() async throws {
    let text = ScenarioText(
      text: SampleScenarios.models + "sweep: { grid: { pipeline.minimum_confidence: [34, 38] }, sort_by: fills }\n"
    ).with("    - { name: 3B q4_0, card: llama3.2-3b-instruct-q4_0 }\n", "")
    let run = try await folder.play(text)
    let best = try run.table("trials.csv").rows[0]
    let mean = try #require(try run.table("comparison.csv").rows.first { $0["seed"] == "mean" })
    for column in ["fills", "sharpe", "final_equity", "ticks"] { #expect(best[column] == mean[column], "\(column)") }
  }
}
