import Market
import Replay
import Testing

@Suite struct FrozenGateTests {
  private func stages(
    volumes: [Double], frozenAfter: Int? = 3, change: (inout CandleColumns) -> Void = { _ in }
  ) throws -> [Bool] {
    var candles = CandleColumns(flat: 100, count: volumes.count, from: .at("2024-01-01"))
    candles.volume = volumes
    change(&candles)
    var scene = ReplayScene(candles)
    scene.settings.staleness.frozenAfter = frozenAfter
    let run = try scene.played(deciding: Decision(.hold, confidence: 50))
    #expect(run.stages.allSatisfy { $0 == .frozen || $0 == .hold })
    #expect(run.rows.filter { $0.stage == .frozen }.allSatisfy { $0.action == .hold && $0.confidence == 0 })
    return run.stages.map { $0 == .frozen }
  }

  @Test func `the third equal candle without volume in a row is frozen, not the second`() throws {
    #expect(try stages(volumes: [0, 0, 0, 0]) == [false, false, true, true])
  }

  @Test func `a candle that traded is none of them, and starts the count again`() throws {
    #expect(
      try stages(volumes: [1, 0, 0, 0, 0, 2, 0, 0, 0, 1])
        == [false, false, false, true, true, false, false, false, true, false])
  }

  @Test(arguments: ["open", "high", "low", "close"])
  func `a price that differs starts the count again`(price: String) throws {
    let frozen = try stages(volumes: [0, 0, 0, 0, 0, 0]) { candles in
      // Wide enough for every price to move inside the candle.
      for index in 0..<6 { (candles.high[index], candles.low[index]) = (101, 99) }
      switch price {
      case "open": candles.open[2] = 100.5
      case "high": candles.high[2] = 101.5
      case "low": candles.low[2] = 98.5
      default: candles.close[2] = 100.5
      }
    }
    // The changed candle is the first of its kind, and so is the one that goes back.
    #expect(frozen == [false, false, false, false, false, true])
  }

  @Test func `how many it takes is the scenario's choice`() throws {
    let volumes = [Double](repeating: 0, count: 6)
    #expect(try stages(volumes: volumes, frozenAfter: 1) == [true, true, true, true, true, true])
    #expect(try stages(volumes: volumes, frozenAfter: 2) == [false, true, true, true, true, true])
    #expect(try stages(volumes: volumes, frozenAfter: 5) == [false, false, false, false, true, true])
    #expect(try stages(volumes: volumes, frozenAfter: nil) == [Bool](repeating: false, count: 6))
  }
}
