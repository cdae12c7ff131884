import Foundation
import TestSupport
import Testing
import Workbench

/// Models' accounts beside traders that know nothing.
@Suite struct NullTraderRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func report(_ yaml: String) -> ScenarioText {
    ScenarioText(text: SampleScenarios.models + "report: { \(yaml) }\n")
  }

  private func rows(_ run: Run, _ variant: String, _ kind: String) throws -> [[String: String]] {
    try run.table("null_traders.csv").rows.filter { $0["variant"] == variant && $0["kind"] == kind }
  }

  @Test func `each account stands beside as many orders of its decisions as were asked for`() async throws {
    let run = try await folder.play(report("null_traders: 9"))
    for variant in ["3B f16", "3B q4_0"] {
      let own = try #require(try rows(run, variant, "own").first)
      let line = try #require(
        try run.table("comparison.csv").rows.first { $0["variant"] == variant && $0["seed"] == own["seed"] })
      for column in ["fills", "total_return", "sharpe", "max_drawdown"] {
        #expect(own[column] == line[column], "\(column)")
      }
      let shuffled = try rows(run, variant, "shuffled")
      #expect(shuffled.compactMap { $0["number"] } == (1...9).map(String.init))
      let returns = shuffled.compactMap { $0["total_return"].flatMap(Double.init) }
      #expect(Set(returns).count > 5 && shuffled.allSatisfy { $0["fills"].flatMap { Int($0) } ?? 0 > 0 })
      let total = try #require(own["total_return"].flatMap(Double.init))
      #expect(own["p"].flatMap(Double.init) == Double(1 + returns.count { $0 >= total }) / 10)
      #expect(try rows(run, variant, "exposure_matched").count == 1)
    }
  }

  @Test func `decisions in one block are the account itself`() async throws {
    let run = try await folder.play(report("null_traders: 2, null_block: 1000000"))
    for variant in ["3B f16", "3B q4_0"] {
      let own = try #require(try rows(run, variant, "own").first)
      for row in try rows(run, variant, "shuffled") {
        for column in ["total_return", "fills", "final_equity", "max_drawdown"] {
          #expect(row[column] == own[column], "\(column)")
        }
      }
      #expect(own["p"] == "1")
    }
  }

  /// (profit + fees) / traded value: fills.csv has what was traded, comparison.csv the rest.
  @Test func `the break-even fee is what the trades could have paid`() async throws {
    let run = try await folder.play(report("null_traders: 1"))
    let own = try #require(try rows(run, "3B f16", "own").first)
    let line = try #require(
      try run.table("comparison.csv").rows.first { $0["variant"] == "3B f16" && $0["seed"] == own["seed"] })
    let fills = try run.table("3b-f16/fills.csv").rows.filter { $0["seed"] == own["seed"] }
    let traded = fills.reduce(0.0) { sum, fill in
      sum + (fill["quantity"].flatMap(Double.init) ?? .nan) * (fill["price"].flatMap(Double.init) ?? .nan)
    }
    let equity = try #require(line["final_equity"].flatMap(Double.init))
    let fees = try #require(line["fees"].flatMap(Double.init))
    let expected = (equity - 10_000 + fees) / traded * 1e4
    let fee = try #require(own["break_even_fee_bp"].flatMap(Double.init))
    #expect(abs(fee / expected - 1) < 1e-6)
  }

  @Test func `threads change nothing`() async throws {
    let text = report("null_traders: 5")
    let one = try await folder.play(text, out: "one", jobs: 1)
    let two = try await folder.play(text, out: "two", jobs: 3)
    #expect(try one.bytes("null_traders.csv") == two.bytes("null_traders.csv"))
  }

  @Test func `off and rules have none`() async throws {
    #expect(!(try await folder.play(report("null_traders: off")).files().contains("null_traders.csv")))
    #expect(!(try await folder.play(.rule, out: "rule").files().contains("null_traders.csv")))
  }
}
