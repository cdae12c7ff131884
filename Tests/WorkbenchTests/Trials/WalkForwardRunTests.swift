import Foundation
import Scenarios
import TestSupport
import Testing
import Workbench

@Suite struct WalkForwardRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// 59 days: three folds, the last test ends on 25 February.
  private static let folds = "walk_forward: { train: 25d, test: 10d }\n"
  private static let grid = """
    sweep: { grid: { strategy.fast: [5, 10], strategy.slow: [30, 60] }, sort_by: total_return }

    """

  private func scenario(_ yaml: String = folds + grid) -> ScenarioText {
    ScenarioText(text: SampleScenarios.rule + yaml)
  }

  @Test func `each fold plays the point that its training ranks first`() async throws {
    let run = try await folder.play(scenario())
    let (folds, trials) = (try run.table("folds.csv"), try run.table("trials.csv"))
    #expect(folds["fold"] == ["1", "2", "3"])
    #expect(trials.rows.count == 12)
    for fold in folds.rows {
      let own = trials.filtered { $0["fold"] == fold["fold"] }
      let returns = own["total_return"].compactMap(Double.init)
      #expect(returns.count == 4 && returns == returns.sorted(by: >))
      #expect(own.rows[0]["point"] == fold["point"])
      #expect(own.rows[0]["strategy.fast"] == fold["strategy.fast"])
      #expect(own.rows[0]["total_return"] == fold["train"])
    }
    let walk = try #require(run.summary.walkForward)
    #expect((walk.mode, walk.folds, walk.from) == ("rolling", 3, "2018-01-26T00:00:00Z"))
    #expect(run.summary.trials?.count == 12)
    #expect(run.summary.trials?.best == nil)
    #expect(run.summary.variants.map(\.name) == ["walk-forward"])
  }

  /// Training and test of the second fold, played alone by the plain command over the same stretch.
  @Test func `training is a plain run of its window`() async throws {
    let run = try await folder.play(scenario("walk_forward: { train: 25d, test: 10d, lead_in: 0s }\n" + Self.grid))
    let row = try #require(
      try run.table("trials.csv").rows.first { $0["fold"] == "2" && $0["strategy.fast"] == "5" })
    let alone = try await folder.play(
      .rule,
      overrides: [
        "data.0.from=2018-01-11", "data.0.to=2018-02-05", "strategy.fast=5",
        "strategy.slow=\(row["strategy.slow"] ?? "")",
      ], out: "alone")
    let own = try #require(try alone.table("comparison.csv").rows.first)
    for column in ["ticks", "fills", "final_equity", "sharpe", "max_drawdown", "fees"] {
      #expect(row[column] == own[column], "\(column)")
    }
  }

  @Test func `out-of-sample equity is chained, fold after fold`() async throws {
    let run = try await folder.play(scenario(), overrides: ["report.decision_log=full"])
    let equity = try run.table("out_of_sample.csv")
    let ticks = try run.table("walk-forward/decisions.csv")
    #expect(equity.rows.count == 30)
    #expect(equity["fold"] == (1...3).flatMap { Array(repeating: "\($0)", count: 10) })
    let folds = try run.table("folds.csv")
    var balance = 10_000.0
    for (index, fold) in folds.rows.enumerated() {
      // Nothing is held at a fold's first tick: the account is what the fold before it left.
      #expect(Double(ticks["equity"][index * 240]) == balance)
      #expect(ticks["position"][index * 240] == "0")
      let last = try #require(Double(equity["equity"][index * 10 + 9]))
      #expect(fold["test_final_equity"].flatMap(Double.init) == last)
      let gained = try #require(fold["test_return"].flatMap(Double.init))
      #expect(abs(gained - (last / balance - 1)) < 1e-12)
      balance = last
    }
    #expect(run.summary.variants[0].figures.finalEquity == balance)
    // One account to the last digit: what it has is what its fills left, and what its open positions were worth.
    #expect(try run.table("walk-forward/equity.csv")["equity"] == equity["equity"])
    #expect(run.summary.variants[0].figures.ticks == 30 * 24)
    #expect(run.summary.variants[0].figures.funnel.values.reduce(0, +) == 30 * 24)
  }

  @Test func `a test window knows the candles before it and decides nothing on them`() async throws {
    let led = try await folder.play(scenario())
    let rows = try led.table("walk-forward/decisions.csv")
    #expect(rows.rows.count == 720)
    #expect(rows["time"].first == "2018-01-26T01:00:00Z")
    #expect(rows["time"].last == "2018-02-25T00:00:00Z")
    #expect(rows["stage"].allSatisfy { $0 != "warming_up" })
    let cold = try await folder.play(
      scenario("walk_forward: { train: 25d, test: 10d, lead_in: 0s }\n" + Self.grid), out: "cold")
    // At the least the shorter of the slow averages, in each fold.
    #expect((cold.summary.variants[0].figures.funnel["warming_up"] ?? 0) >= 3 * 29)
  }

  /// What comes after a fold's test changes neither its choice nor its test.
  @Test func `a fold knows nothing of what comes after it`() async throws {
    let whole = try await folder.play(scenario())
    let cut = try await folder.play(scenario(), overrides: ["data.0.to=2018-02-06"], out: "cut")
    #expect(try cut.table("folds.csv").rows == Array(whole.table("folds.csv").rows.prefix(1)))
    let early = { (table: Table) in table.filtered { $0["fold"] == "1" }.rows }
    #expect(try early(cut.table("trials.csv")) == early(whole.table("trials.csv")))
    #expect(try early(cut.table("out_of_sample.csv")) == early(whole.table("out_of_sample.csv")))
  }

  @Test func `training ends before the embargo`() async throws {
    let run = try await folder.play(scenario("walk_forward: { train: 25d, test: 10d, embargo: 3d }\n" + Self.grid))
    #expect(try run.table("folds.csv")["train_to"][0] == "2018-01-23T00:00:00Z")
    #expect(try run.table("trials.csv").rows.allSatisfy { $0["ticks"] == "\(22 * 24)" })
  }

  @Test func `without a sweep the same settings play every test`() async throws {
    let run = try await folder.play(scenario(Self.folds))
    let folds = try run.table("folds.csv")
    #expect(folds["point"] == ["", "", ""] && folds["train"] == ["", "", ""])
    #expect(folds["metric"] == ["sharpe", "sharpe", "sharpe"])
    #expect(run.summary.trials == nil)
    #expect(try !run.files().contains("trials.csv"))
  }

  @Test func `threads change nothing but the times`() async throws {
    let one = try await folder.play(scenario(), out: "one", jobs: 1)
    let four = try await folder.play(scenario(), out: "four", jobs: 4)
    for name in try one.files() where name != "timings.json" {
      #expect(try one.bytes(name) == four.bytes(name), "\(name)")
    }
  }

  @Test func `a balance that is not known cannot be carried on`() async throws {
    let error = await #expect(throws: TrialError.self) {
      try await folder.play(scenario(), overrides: ["venue.balance=off"])
    }
    #expect("\(try #require(error))".hasPrefix("walk_forward carries the balance of coinbase:BTCUSD 1h"))
  }

  @Test func `a window that holds no fold is refused`() async throws {
    await #expect(throws: TrialError.self) { try await folder.play(scenario(), overrides: ["data.0.to=2018-02-04"]) }
  }
}
