import Foundation
import TestSupport
import Testing
import Workbench

/// What a sweep's tests say of the point that it chose.
@Suite struct SelectionRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sweep(_ yaml: String) -> ScenarioText { ScenarioText(text: SampleScenarios.rule + yaml) }

  private let grid = "sweep: { grid: { strategy.fast: [2, 5, 8, 10], strategy.slow: [20, 30, 50, 100] } }\n"

  /// By benchmark and name.
  private func figures(_ run: Run) throws -> [String: Double] {
    let table = try run.table("selection.csv")
    return table.rows.reduce(into: [:]) { figures, row in
      let name = [row["benchmark"] ?? "", row["statistic"] ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
      figures[name] = row["value"].flatMap(Double.init)
    }
  }

  @Test func `every statistic is there, and they agree with each other`() async throws {
    // Sixteen blocks of four days at least.
    let run = try await folder.play(sweep(grid), overrides: ["data.0.to=2018-05-01"])
    let figures = try figures(run)
    #expect((figures["points"], figures["points_judged"]) == (16, 16))
    let sharpe = try #require(run.summary.variants[0].figures.sharpe)
    #expect(try abs(#require(figures["sharpe"]) / sharpe - 1) < 1e-12)
    for name in [
      "probabilistic_sharpe", "deflated_sharpe", "overfitting_probability", "overfitting_loss_probability",
      "cash spa_p_lower", "cash spa_p", "cash spa_p_upper", "cash reality_check_p", "buy_and_hold spa_p",
    ] { #expect(figures[name].map { (0...1).contains($0) } == true, "\(name)") }
    let (lower, upper) = (try #require(figures["cash spa_p_lower"]), try #require(figures["cash spa_p_upper"]))
    #expect(try (lower...upper).contains(#require(figures["cash spa_p"])))
    // Sixteen points were searched: that leaves less than one record's own test did.
    #expect(try #require(figures["deflated_sharpe"]) < #require(figures["probabilistic_sharpe"]))
    let selection = try #require(run.summary.trials?.selection)
    #expect(selection.figures["own"]?["deflated_sharpe"] == figures["deflated_sharpe"])
    #expect(selection.figures["cash"]?["spa_p"] == figures["cash spa_p"])
    #expect(selection.sentence?.hasPrefix("more than luck? against staying out p = ") == true)
    #expect(try run.text("report.html").contains("Is the best one more than luck?"))
  }

  /// The expected maximum is Bailey and Lopez de Prado's (2014) of the ratios in trials.csv: with 16 points the two
  /// quantiles are those of 1 / 16 and 1 / (16 e), 1.5341205 and 1.9955316 (Python's NormalDist).
  @Test func `luck is what the spread of the points' own ratios lets expect`() async throws {
    let run = try await folder.play(sweep(grid))
    let ratios = try run.table("trials.csv")["sharpe"].compactMap(Double.init)
    let mean = ratios.reduce(0, +) / 16
    let variance = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 15
    let euler = 0.5772156649015329
    let expected = variance.squareRoot() * ((1 - euler) * 1.5341205443525459 + euler * 1.995531609838969)
    #expect(try abs(#require(figures(run)["sharpe_expected_by_luck"]) / expected - 1) < 1e-9)
  }

  @Test func `the best point's days are those of the run that plays it`() async throws {
    let run = try await folder.play(sweep(grid))
    let days = try run.table("sma-cross/equity.csv").rows.count
    #expect(try figures(run)["days"] == Double(days))
  }

  @Test func `fewer than sixteen points have no probability of overfitting, and the table says why`() async throws {
    let run = try await folder.play(sweep("sweep: { grid: { strategy.fast: [5, 10], strategy.slow: [30, 50] } }\n"))
    let row = try #require(try run.table("selection.csv").rows.first { $0["statistic"] == "overfitting_probability" })
    #expect(row["value"] == "" && row["reason"]?.contains("at least 16 configurations; there are 4") == true)
    #expect(try figures(run)["deflated_sharpe"] != nil)
  }

  @Test func `points on other days are not compared, and the summary names one`() async throws {
    let run = try await folder.play(sweep("sweep: { grid: { data.0.to: [2018-02-01, 2018-03-01] } }\n"))
    #expect(!(try run.files().contains("selection.csv")))
    let reason = try #require(run.summary.trials?.selection?.reason)
    #expect(reason.contains("was not played on the same days as the best one"))
    #expect(try run.text("report.html").contains("was not played on the same days as the best one"))
  }

  @Test func `a point that never trades is told from the best only where the best is better`() async throws {
    let run = try await folder.play(
      sweep("sweep: { grid: { strategy.kind: [always-hold, buy-and-hold] }, sort_by: fees }\n"))
    // Ranked by fees, the one that stays out is first: its returns do not vary, so nothing can be said of its ratio.
    let row = try #require(try run.table("selection.csv").rows.first { $0["statistic"] == "sharpe" })
    #expect(row["value"] == "" && row["reason"] == "the best point's returns do not vary")
    #expect(try figures(run)["points_judged"] == 2)
  }

  @Test func `a walk-forward judges its choice by later days, and has none of this`() async throws {
    let run = try await folder.play(
      sweep(
        "sweep: { grid: { strategy.fast: [5, 10] } }\nwalk_forward: { train: 25d, test: 10d }\n"))
    #expect(!(try run.files().contains("selection.csv")))
    #expect(run.summary.trials?.selection == nil)
  }
}
