import Market
import Replay
import Testing

@Suite struct ScriptedDecisionsTests {
  let start = Timestamp.at("2024-01-01")

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `the n-th tick that is asked gets the n-th action, whatever was held before`(seed: UInt64) async throws {
    let scene = ReplayScene(CandleColumns(walk: 400, seed: seed, from: start, step: 0.02))
    let rule = try await scene.played(by: .breakout(lookback: 20))
    let asked = rule.rows.filter { $0.stage.isAfterDecision }
    let warming = try #require(rule.rows.last { $0.stage == .warmingUp })
    let script = ScriptedDecisions(
      asked.map { Decision($0.action, confidence: $0.confidence) }, afterwards: .sell, readyAfter: warming.time)
    // The script of a rule is that rule.
    #expect(try await scene.played(by: .scripted(script)) == rule)
  }

  @Test func `when the script is over it goes on as it was told`() async throws {
    let scene = ReplayScene(CandleColumns(walk: 10, seed: 1, from: start))
    let run = try await scene.played(
      by: .scripted(
        ScriptedDecisions(
          [Decision(.hold, confidence: 0), Decision(.buy, confidence: 100)], afterwards: .sell, readyAfter: .distantPast
        )))
    #expect(run.rows.map(\.action) == [.hold, .buy] + Array(repeating: .sell, count: 8))
    #expect(run.rows.map(\.confidence) == [0] + Array(repeating: 100, count: 9))
  }

  @Test func `it warms up until a candle closes after the last tick that came too early`() async throws {
    let scene = ReplayScene(CandleColumns(walk: 10, seed: 1, from: start))
    let run = try await scene.played(
      by: .scripted(ScriptedDecisions([], afterwards: .hold, readyAfter: start + .seconds(3 * 3_600))))
    #expect(run.stages.prefix(4) == [.warmingUp, .warmingUp, .warmingUp, .hold])
  }
}
