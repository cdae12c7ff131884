import Foundation
import TestSupport
import Testing
import Workbench

@Suite struct PathTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The mean of the seeds' equity at the end of each day, from the variant's own table.
  private func equity(_ run: Run, _ variant: String) throws -> [Double] {
    let table = try run.table("\(variant)/equity.csv")
    let seeds = try ["1", "2"].map { seed in
      try table.filtered { $0["seed"] == seed }["equity"].map { try #require(Double($0)) }
    }
    return zip(seeds[0], seeds[1]).map { ($0 + $1) / 2 }
  }

  @Test func `a path is the difference of the equity tables, from the start of the account on`() async throws {
    let smaller = ScenarioText.models.with("card: llama3.2-3b-instruct-q4_0", "card: llama3.2-1b-instruct-q4_0")
    let run = try await folder.play(smaller)
    let path = try run.table("paths.csv")
    let found = try path["difference"].map { try #require(Double($0)) }
    let (own, reference) = (try equity(run, "3b-q4_0"), try equity(run, "3b-f16"))
    // Accounts begin with 10,000; the mean of two seeds is cut off after eight decimals.
    let expected = [0] + zip(own, reference).map { ($0 - $1) / 10_000 }
    #expect(found.count == expected.count && found.contains { $0 != 0 })
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-11 })
    #expect(Set(path["variant"]) == ["3B q4_0"] && Set(path["instrument"]) == ["BTCUSD"])
  }

  @Test func `the band stands beside the path, drawn as often as it says and from the run's seed`() async throws {
    let run = try await folder.play(.models)
    let path = try run.table("paths.csv")
    #expect(path["chance_low"].first == "0" && path["chance_high"].first == "0")
    for row in path.rows.dropFirst() {
      #expect(try #require(Double(row["chance_low"] ?? "")) <= 0)
      #expect(try #require(Double(row["chance_high"] ?? "")) >= 0)
    }
    #expect(Set(path["resamples"]) == ["2000"] && Set(path["draw_seed"]).count == 1)
    let other = try await folder.play(.models, overrides: ["seed=9"], out: "other").table("paths.csv")
    #expect(other["difference"] == path["difference"], "the models keep their seeds")
    #expect(other["draw_seed"] != path["draw_seed"] && other["chance_high"] != path["chance_high"])
  }

  @Test func `a variant that is the reference again has no path and chance has none for it`() async throws {
    let twin = ScenarioText.models.with("card: llama3.2-3b-instruct-q4_0", "card: llama3.2-3b-instruct-fp16")
    let path = try await folder.play(twin).table("paths.csv")
    for column in ["difference", "chance_low", "chance_high"] { #expect(Set(path[column]) == ["0"], "\(column)") }
  }

  @Test func `nine days are too few for a band, and a run of one variant has no paths`() async throws {
    let short = ScenarioText.models.with("to: 2018-03-15", "to: 2018-01-10")
    let path = try await folder.play(short).table("paths.csv")
    #expect(path.rows.count == 10 && Set(path["chance_low"] + path["block_length"] + path["draw_seed"]) == [""])
    let alone = try await folder.play(.rule, out: "alone")
    #expect(try !alone.files().contains("paths.csv"))
  }
}
