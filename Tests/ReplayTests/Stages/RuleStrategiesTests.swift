import Market
import Replay
import Testing

/// Each rule against the plainest code that follows its definition, on three random walks.
@Suite struct RuleStrategiesTests {
  private func scene(_ seed: UInt64) -> ReplayScene {
    ReplayScene(CandleColumns(walk: 400, seed: seed, from: .at("2024-01-01"), step: 0.02))
  }

  /// Expects `warmUp` ticks without a decision, then at each tick the action that `reference` finds for that candle.
  private func expect(
    _ strategy: StrategyChoice, on seed: UInt64, warmUp: Int, kinds: Int, is reference: (CandleColumns, Int) -> Action
  ) async throws {
    let scene = scene(seed)
    let run = try await scene.played(by: strategy)
    #expect(run.stages.prefix(warmUp).allSatisfy { $0 == .warmingUp })
    let decided = run.rows.dropFirst(warmUp)
    #expect(decided.allSatisfy { $0.stage.isAfterDecision })
    let expected = (warmUp..<400).map { reference(scene.candles, $0) }
    #expect(decided.map(\.action) == expected)
    #expect(decided.allSatisfy { $0.confidence == ($0.action == .hold ? 0 : 100) })
    // The walk moved enough for every answer that there is.
    #expect(Set(expected).count == kinds)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `sma-cross is long while the fast average is above the slow one`(seed: UInt64) async throws {
    for (fast, slow) in [(3, 10), (10, 50), (1, 2)] {
      try await expect(
        .movingAverageCross(fast: fast, slow: slow), on: seed, warmUp: slow - 1, kinds: 2
      ) { candles, index in
        func average(_ period: Int) -> Double {
          candles.close[index - period + 1...index].reduce(0, +) / Double(period)
        }
        return average(fast) > average(slow) ? .buy : .sell
      }
    }
  }

  @Test func `sma-cross is out while the averages are equal`() async throws {
    let scene = ReplayScene(CandleColumns(flat: 64, count: 20, from: .at("2024-01-01")))
    let run = try await scene.played(by: .movingAverageCross(fast: 2, slow: 4))
    #expect(run.rows.dropFirst(3).allSatisfy { $0.action == .sell && $0.stage == .alreadyFlat })
  }

  @Test func `averages that differ only by rounding are equal`() async throws {
    // The means of 99.97, 100.01 and of 99.99, 99.99, 99.97, 100.01 are both 99.99; in doubles one is an ulp larger.
    let scene = ReplayScene(CandleColumns(closes: [99.99, 99.99, 99.97, 100.01], from: .at("2024-01-01")))
    let run = try await scene.played(by: .movingAverageCross(fast: 2, slow: 4))
    #expect(run.rows.last?.action == .sell)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `rsi-reversion buys what is oversold and sells what is overbought`(seed: UInt64) async throws {
    try await expect(
      .relativeStrengthReversion(period: 14, oversold: 40, overbought: 60), on: seed, warmUp: 14, kinds: 3
    ) { candles, index in
      // Wilder (1978), "New Concepts in Technical Trading Systems": the mean of the first 14, then 13 parts in 14.
      let changes = (1...index).map { candles.close[$0] - candles.close[$0 - 1] }
      func smoothed(_ values: [Double]) -> Double {
        values.dropFirst(14).reduce(values.prefix(14).reduce(0, +) / 14) { ($0 * 13 + $1) / 14 }
      }
      let gain = smoothed(changes.map { max($0, 0) })
      let loss = smoothed(changes.map { max(-$0, 0) })
      let index = 100 * gain / (gain + loss)
      return index <= 40 ? .buy : index >= 60 ? .sell : .hold
    }
  }

  @Test func `rsi-reversion counts the bounds themselves`() async throws {
    // Two candles up and down in turn by as much: the index of two is exactly 50.
    let scene = ReplayScene(CandleColumns(closes: [100, 101, 100], from: .at("2024-01-01")))
    for (oversold, overbought, action) in [(50.0, 90.0, Action.buy), (10, 50, .sell), (49, 51, .hold)] {
      let run = try await scene.played(
        by: .relativeStrengthReversion(period: 2, oversold: oversold, overbought: overbought))
      #expect(run.rows.last?.action == action)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `momentum follows what moved further than the threshold`(seed: UInt64) async throws {
    for (lookback, threshold) in [(1, 0.005), (10, 0.02), (24, 0)] {
      try await expect(
        .momentum(lookback: lookback, threshold: threshold), on: seed, warmUp: lookback, kinds: threshold > 0 ? 3 : 2
      ) { candles, index in
        let change = candles.close[index] / candles.close[index - lookback] - 1
        return change > threshold ? .buy : change < -threshold ? .sell : .hold
      }
    }
  }

  @Test func `momentum holds at the threshold itself`() async throws {
    let scene = ReplayScene(CandleColumns(closes: [128, 160, 120], from: .at("2024-01-01")))
    let run = try await scene.played(by: .momentum(lookback: 1, threshold: 0.25))
    // Up by a quarter exactly, then down by a quarter exactly.
    #expect(run.rows.dropFirst().map(\.action) == [.hold, .hold])
    let keener = try await scene.played(by: .momentum(lookback: 1, threshold: 0.2499))
    #expect(keener.rows.dropFirst().map(\.action) == [.buy, .sell])
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `breakout follows a close outside the candles before it`(seed: UInt64) async throws {
    for lookback in [2, 5, 20] {
      try await expect(.breakout(lookback: lookback), on: seed, warmUp: lookback, kinds: 3) { candles, index in
        let before = index - lookback..<index
        if candles.close[index] > candles.high[before].max() ?? .infinity { return .buy }
        return candles.close[index] < candles.low[before].min() ?? -.infinity ? .sell : .hold
      }
    }
  }

  @Test func `breakout holds on the channel's own bounds`() async throws {
    let scene = ReplayScene(CandleColumns(closes: [100, 102, 101, 102, 100, 100], from: .at("2024-01-01")))
    let run = try await scene.played(by: .breakout(lookback: 2))
    // 101 inside; 102 at the high; 100 below the low of 101; 100 at the low.
    #expect(run.rows.dropFirst(2).map(\.action) == [.hold, .hold, .sell, .hold])
  }

  @Test func `buy-and-hold buys at its first tick and never again`() async throws {
    let run = try await scene(1).played(by: .buyAndHold)
    #expect(run.stages == [.ordered] + [Stage](repeating: .alreadyInPosition, count: 399))
    #expect(run.rows.allSatisfy { $0.action == .buy && $0.confidence == 100 })
    #expect(run.fills.count == 1)
    #expect(run.rows.last?.position == 1)
  }

  @Test func `always-hold never trades`() async throws {
    let run = try await scene(1).played(by: .alwaysHold)
    #expect(run.stages == [Stage](repeating: .hold, count: 400))
    #expect(run.orders.isEmpty)
    #expect(run.account.cash == FixedPoint(10_000))
  }

  @Test func `a strategy goes by the name that scenarios use`() {
    #expect(
      SameInputSameOutputTests.strategies.map(\.name)
        == ["sma-cross", "rsi-reversion", "momentum", "breakout", "buy-and-hold", "always-hold", "language-model"])
  }
}
