import Market
import Replay
import Testing

@Suite struct FunnelTests {
  @Test func `every tick ends at exactly one stage`() throws {
    let scene = ReplayScene(CandleColumns(walk: 200, seed: 1, from: .at("2024-01-01")))
    let run = try scene.played(deciding: Decision(.buy, confidence: 100))
    #expect(run.rows.count == 200)
    #expect(run.outcome.funnel.ticks == 200)
  }
}
