import Foundation
import TestSupport
import Testing
import Workbench

/// What a run says of where its variants' profits parted.
@Suite struct AttributionRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let balance = Decimal(10_000)

  /// Final equity less the balance, from the account's last day.
  private func profit(_ run: Run, _ variant: String, seed: String) throws -> Decimal {
    let days = try run.table("\(variant)/equity.csv").filtered { $0["seed"] == seed }
    return try #require(try days.amounts("equity").last) - Self.balance
  }

  @Test func `causes add up to the difference in profit to the last unit of the ledger`() async throws {
    let run = try await folder.play(.models, overrides: ["report.attribution=all"])
    let table = try run.table("attribution.csv")
    for seed in ["1", "2"] {
      let own = table.filtered { $0["seed"] == seed }
      let difference = try profit(run, "3b-q4_0", seed: seed) - profit(run, "3b-f16", seed: seed)
      let causes = own.filtered { $0["what"] == "cause" }
      #expect(causes["causes"] == ["action", "confidence", "latency"])
      #expect(try causes.amounts("amount").reduce(0, +) == difference)
      #expect(try own.filtered { $0["what"] == "total" }.amounts("amount") == [difference])
    }
    #expect(Set(try table.amounts("amount")).count > 4, "something differs")
  }

  @Test func `the set of no cause is the reference's own replay and that of all the candidate's`() async throws {
    let run = try await folder.play(.models)
    let replays = try run.table("attribution.csv").filtered { $0["what"] == "replay" }
    #expect(
      replays["causes"] == [
        "", "action", "confidence", "action+confidence", "latency", "action+latency", "confidence+latency",
        "action+confidence+latency",
      ])
    let profits = try replays.amounts("amount")
    #expect(profits.first == (try profit(run, "3b-f16", seed: "1")))
    #expect(profits.last == (try profit(run, "3b-q4_0", seed: "1")))
    #expect(profits.first != profits.last)
  }

  @Test func `the first seed alone is taken apart, all of them, or none, as the scenario says`() async throws {
    let first = try await folder.play(.models, out: "first")
    #expect(Set(try first.table("attribution.csv")["seed"]) == ["1"])
    #expect(first.summary.attribution?.seeds == [1])
    let all = try await folder.play(.models, overrides: ["report.attribution=all"], out: "all")
    #expect(Set(try all.table("latency.csv")["seed"]) == ["1", "2"])
    let none = try await folder.play(.models, overrides: ["report.attribution=off"], out: "none")
    #expect(none.summary.attribution == nil)
    let files = try none.files()
    for name in ["attribution.csv", "accounting.csv", "costliest_flips.csv", "latency.csv"] {
      #expect(!files.contains(name))
    }
    #expect(try !none.text("report.html").contains("id=\"money\""))
  }

  @Test func `a variant that is the reference again differs in nothing and by no cause`() async throws {
    let twin = ScenarioText.models.with("card: llama3.2-3b-instruct-q4_0", "card: llama3.2-3b-instruct-fp16")
    let table = try await folder.play(twin).table("attribution.csv")
    #expect(try table.filtered { $0["what"] != "replay" }.amounts("amount").allSatisfy { $0 == 0 })
    #expect(Set(try table.filtered { $0["what"] == "replay" }.amounts("amount")).count == 1)
  }

  @Test func `failures are a cause where they are injected, and nothing where both fail alike`() async throws {
    let run = try await folder.play(
      .models, overrides: ["models.seeds=[1]", "models.retries=0", "models.failures.broken_reply=0.2"])
    let table = try run.table("attribution.csv")
    let causes = table.filtered { $0["what"] == "cause" }
    #expect(causes["causes"] == ["action", "confidence", "latency", "failures"])
    #expect(try causes.amounts("amount").last == 0)
    #expect(table.filtered { $0["what"] == "replay" }.rows.count == 16)
    let difference = try profit(run, "3b-q4_0", seed: "1") - profit(run, "3b-f16", seed: "1")
    #expect(try causes.amounts("amount").reduce(0, +) == difference)
  }

  @Test func `the parts of every profit add up to it, and fees are those of the fills`() async throws {
    let run = try await folder.play(.models, overrides: ["report.attribution=all", "venue.spread=4 bp"])
    let table = try run.table("accounting.csv")
    let parts = ["price_move", "spread", "slippage", "fees", "financing", "conversion"]
    for row in table.rows {
      let amounts = try parts.map { try #require(Decimal(string: row[$0] ?? "")) }
      #expect(amounts.reduce(0, +) == Decimal(string: row["profit"] ?? ""))
    }
    let own = table.filtered { $0["what"] == "own" }
    for (variant, path) in [("3B f16", "3b-f16"), ("3B q4_0", "3b-q4_0")] {
      for seed in ["1", "2"] {
        let row = own.filtered { $0["variant"] == variant && $0["seed"] == seed }
        let fills = try run.table("\(path)/fills.csv").filtered { $0["seed"] == seed }
        #expect(try row.amounts("fees") == [-(try fills.amounts("fee").reduce(0, +))])
        #expect(try row.amounts("profit") == [profit(run, path, seed: seed)])
        #expect(row["fills"] == ["\(fills.rows.count)"])
        // A declared spread of 4 bp is 2 bp of the middle at every fill; slippage there is none.
        let turnover = try fills.amounts("quantity").indices.reduce(Decimal(0)) { sum, fill in
          let price = try fills.amounts("price")[fill]
          let side = fills["side"][fill] == "buy" ? Decimal(1.0002) : Decimal(0.9998)
          return try sum + price / side * fills.amounts("quantity")[fill]
        }
        let spread = try #require(try row.amounts("spread").first)
        let expected = turnover * -2 / 10_000
        #expect(abs((spread - expected) as Decimal) < 0.0001, "\(spread) \(expected)")
        #expect(try row.amounts("slippage").allSatisfy { abs($0) < 0.001 })
        #expect(row["fills_without_middle"] == ["0"])
      }
    }
  }

  @Test func `its own latency gives a variant's own profit, and a cost of latency is saved without any`() async throws {
    let run = try await folder.play(.models, overrides: ["models.seeds=[1]"])
    let table = try run.table("latency.csv")
    #expect(table["latency_of"] == ["", "3B f16", "3B q4_0", "", "3B f16", "3B q4_0"])
    for (variant, path) in [("3B f16", "3b-f16"), ("3B q4_0", "3b-q4_0")] {
      let own = table.filtered { $0["variant"] == variant && $0["latency_of"] == variant }
      #expect(try own.amounts("profit") == [profit(run, path, seed: "1")])
      #expect(try own.amounts("less_own") == [0])
    }
    // With a cost of latency, an answer at once is worth more than one that takes its time, fill for fill.
    let costly = try await folder.play(
      .models, overrides: ["models.seeds=[1]", "venue.latency_cost=5", "sizing.stop=off", "sizing.take_profit=off"],
      out: "costly")
    let exchanged = try costly.table("latency.csv").filtered { $0["variant"] == "3B q4_0" }
    let profits = try exchanged.amounts("profit")
    #expect(profits[0] > profits[2])
  }

  @Test func `the costliest flips are the probe's, worst first, with the prompt that both were asked`() async throws {
    let smaller = ScenarioText.models.with("card: llama3.2-3b-instruct-q4_0", "card: llama3.2-1b-instruct-q4_0")
    let run = try await folder.play(smaller)
    let flips = try run.table("costliest_flips.csv")
    #expect(flips.rows.count <= 10 && !flips.rows.isEmpty)
    let marks = try flips["markout_bp"].map { try #require(Double($0)) }
    #expect(marks == marks.sorted() && marks.allSatisfy { $0 < 0 })
    for row in flips.rows {
      #expect(row["reference_action"] != row["action"])
      #expect(row["prompt"]?.contains("BTCUSD") == true)
    }
    #expect(try run.text("report.html").contains("id=\"money\""))
  }
}
