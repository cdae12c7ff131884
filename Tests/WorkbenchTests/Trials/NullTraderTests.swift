import Foundation
import TestSupport
import Testing
import Workbench

@Suite struct NullTraderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func play(_ strategy: String, _ out: String, _ more: String...) async throws -> Run {
    try await folder.play(.rule, overrides: ["strategy=\(strategy)"] + more, out: out)
  }

  private func actions(_ run: Run, _ folder: String) throws -> [String] {
    try run.table("\(folder)/decisions.csv").filtered { $0["stage"] != "warming_up" }["action"]
  }

  @Test func `shuffled in one block a rule is itself`() async throws {
    let rule = try await play("{ kind: breakout }", "rule")
    let null = try await play("{ kind: shuffled, of: { kind: breakout }, block: 100000 }", "null")
    for name in ["decisions", "orders", "fills", "trades", "equity"] {
      #expect(try rule.bytes("breakout/\(name).csv") == null.bytes("shuffled/\(name).csv"), "\(name)")
    }
    #expect(rule.summary.variants[0].figures == null.summary.variants[0].figures)
  }

  @Test(arguments: [1, 24, 100])
  func `shuffled it decides the same as often, in blocks that stay together`(block: Int) async throws {
    let rule = try await play("{ kind: breakout }", "rule")
    let null = try await play("{ kind: shuffled, of: { kind: breakout }, block: \(block) }", "null")
    let (before, after) = (try actions(rule, "breakout"), try actions(null, "shuffled"))
    #expect(before.count == after.count && before != after)
    #expect(before.sorted() == after.sorted())
    func blocks(_ actions: [String]) -> [[String]] {
      stride(from: 0, to: actions.count, by: block).map { Array(actions[$0..<min($0 + block, actions.count)]) }
    }
    // Where the short last block ends up, the others shift: without it they are the same set.
    guard before.count % block == 0 || block == 1 else { return }
    #expect(blocks(before).map { $0.joined() }.sorted() == blocks(after).map { $0.joined() }.sorted())
  }

  @Test func `the seed picks the order, and only that`() async throws {
    let text = "{ kind: shuffled, of: { kind: sma-cross } }"
    let first = try await play(text, "first", "seed=5")
    let again = try await play(text, "again", "seed=5")
    let other = try await play(text, "other", "seed=6")
    #expect(try actions(first, "shuffled") == actions(again, "shuffled"))
    #expect(try actions(first, "shuffled") != actions(other, "shuffled"))
    #expect(try actions(first, "shuffled").sorted() == actions(other, "shuffled").sorted())
  }

  @Test(arguments: ["long_flat", "long_short"])
  func `an exposure-matched trader buys once and has as much invested on the mean`(positions: String) async throws {
    let full = ["report.decision_log=full", "sizing.take_profit=off", "risk.daily_trades=off", "risk.drawdown=off"]
    let rule = try await folder.play(
      .rule, overrides: ["strategy={ kind: sma-cross, positions: \(positions) }"] + full, out: "rule")
    let null = try await folder.play(
      .rule,
      overrides: ["strategy={ kind: exposure-matched, of: { kind: sma-cross }, positions: \(positions) }"] + full,
      out: "null")
    let (wanted, found) = (try meanShare(rule, "sma-cross"), try meanShare(null, "exposure-matched"))
    #expect(wanted > 0.05)
    // Fees, and the lot step, are what the two differ by.
    #expect(abs(found - wanted) < 0.002 * wanted, "\(found), \(wanted)")
    let fills = try null.table("exposure-matched/fills.csv")
    #expect(fills["side"] == ["buy"])
    #expect(null.summary.variants[0].figures.trades == 0)
  }

  @Test func `who never invests is matched by who never buys`() async throws {
    let null = try await play("{ kind: exposure-matched, of: { kind: always-hold } }", "null")
    #expect(null.summary.variants[0].figures.fills == 0)
  }

  @Test func `a null trader can be swept over seeds`() async throws {
    let text = ScenarioText(text: SampleScenarios.rule + "sweep: { grid: { seed: [1, 2, 3, 4] } }\n")
    let run = try await folder.play(text, overrides: ["strategy={ kind: shuffled, of: { kind: sma-cross } }"])
    #expect(Set(try run.table("trials.csv")["final_equity"]).count == 4)
  }

  /// The mean of |position| x price over equity at the ticks after the first decision, from the files alone. A fill of
  /// the candle that a tick closes lies before it, one of the candle that begins then after it.
  private func meanShare(_ run: Run, _ name: String) throws -> Double {
    let ticks = try run.table("\(name)/decisions.csv").rows
    let fills = try run.table("\(name)/fills.csv").rows
    let first = try #require(ticks.firstIndex { $0["stage"] != "warming_up" })
    var (next, quantity, sum, count) = (0, 0.0, 0.0, 0.0)
    for tick in ticks[(first + 1)...] {
      let side = try #require(tick["position"].flatMap { Double($0) })
      while next < fills.count {
        let time = fills[next]["time"] ?? ""
        let isAtTick = time == tick["time"] && quantity.sign(tolerance: 1e-9) != side
        guard time < tick["time"] ?? "" || isAtTick else { break }
        quantity += (fills[next]["side"] == "buy" ? 1 : -1) * (Double(fills[next]["quantity"] ?? "") ?? 0)
        next += 1
      }
      let (price, equity) = (Double(tick["price"] ?? "") ?? 0, Double(tick["equity"] ?? "") ?? 0)
      #expect(quantity.sign(tolerance: 1e-9) == side)
      sum += abs(quantity) * price / equity
      count += 1
    }
    return sum / count
  }
}

extension Double {
  fileprivate func sign(tolerance: Double) -> Double { self > tolerance ? 1 : self < -tolerance ? -1 : 0 }
}
