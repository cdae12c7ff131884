import Market
import Replay
import Testing

@Suite struct WarmUpTests {
  let start = Timestamp.at("2024-01-01")

  /// How many ticks warmed up before the first one that decided.
  private func warmUp(_ scene: ReplayScene, _ strategy: ScriptedStrategy) throws -> Int {
    let run = try scene.played(by: strategy)
    let first = try #require(run.stages.firstIndex { $0 != .warmingUp })
    #expect(!run.stages[first...].contains(.warmingUp))
    #expect(run.rows[..<first].allSatisfy { $0.action == .hold && $0.confidence == 0 })
    #expect(run.stages[first] == .ordered)
    return first
  }

  private let buyer = ScriptedStrategy { _ in Decision(.buy, confidence: 100) }

  @Test func `before the first candle there is nothing to decide on`() throws {
    var scene = ReplayScene(CandleColumns(walk: 5, seed: 1, from: start + .seconds(10 * 3_600)))
    scene.window = start..<start + .seconds(15 * 3_600)
    #expect(try warmUp(scene, buyer) == 10)
  }

  @Test func `a strategy is asked once it has seen enough`() throws {
    let scene = ReplayScene(CandleColumns(walk: 20, seed: 1, from: start))
    #expect(try warmUp(scene, ScriptedStrategy(needs: 7) { _ in Decision(.buy, confidence: 100) }) == 6)
  }

  @Test func `a stop in average true ranges waits for fourteen of them`() throws {
    var scene = ReplayScene(CandleColumns(walk: 20, seed: 1, from: start))
    scene.settings.sizing.stop = .averageTrueRange(multiple: 2, minimum: 0.01, maximum: 0.05)
    // A true range needs a close before it: the fifteenth candle has the fourteenth.
    #expect(try warmUp(scene, buyer) == 14)
  }

  @Test(arguments: [VolatilitySettings.Model.garch, .ewma])
  func `a volatility target waits for the window's returns`(model: VolatilitySettings.Model) throws {
    var scene = ReplayScene(CandleColumns(walk: 150, seed: 1, from: start))
    scene.settings.sizing.rule = .volatilityTarget
    scene.settings.volatility.model = model
    scene.settings.volatility.window = 100
    // A hundred returns are a hundred and one candles.
    #expect(try warmUp(scene, buyer) == 100)
  }

  @Test func `who reads no forecast waits for none`() throws {
    var scene = ReplayScene(CandleColumns(walk: 20, seed: 1, from: start))
    scene.settings.volatility.model = .garch
    #expect(try warmUp(scene, buyer) == 0)
  }

  @Test func `after a weekend forex waits for the first candle, however late it comes`() throws {
    let close = Timestamp.at("2024-01-12T22:00Z")
    let open = Timestamp.at("2024-01-14T22:00Z")
    let candles = CandleColumns(
      walk: 60 * 52, seed: 1, from: close - .seconds(7_200), .oneMinute, price: 1.1, step: 1e-4
    )
    .keeping { $0 < close || $0 >= open + .seconds(300) }
    let scene = ReplayScene(candles, instrument: .euro, timeframe: .oneMinute)
    let run = try scene.played(deciding: Decision(.hold, confidence: 50))
    let reopening = run.rows.filter { $0.stage == .warmingUpReopen }.map(\.time)
    // The first candle covers 22:05 to 22:06.
    #expect(reopening == (0...5).map { open + .seconds(60 * $0) })
    #expect(run.stage(at: open - .seconds(60)) == .marketClosed)
    #expect(run.stage(at: open + .seconds(360)) == .hold)
  }

  @Test func `in the morning a share waits for the first candle of its session`() throws {
    let candles = CandleColumns(walk: 2 * 24 * 60, seed: 1, from: .at("2024-01-08"), .oneMinute, price: 400, step: 1e-4)
      .keeping { $0 < .at("2024-01-08T21:00Z") || $0 >= .at("2024-01-09T14:32Z") }
    let run = try ReplayScene(candles, instrument: .spy, timeframe: .oneMinute)
      .played(deciding: Decision(.hold, confidence: 50))
    #expect(
      run.rows.filter { $0.stage == .warmingUpReopen }.map(\.time)
        == [.at("2024-01-09T14:31Z"), .at("2024-01-09T14:32Z")])
    #expect(run.stage(at: .at("2024-01-09T14:33Z")) == .hold)
  }
}
