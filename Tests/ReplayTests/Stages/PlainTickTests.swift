import Market
import Replay
import Testing

/// Ticks that no gate can object to are played without asking the gates, and those at which nothing stirs several at once.
/// Neither may change what a replay comes to.
@Suite struct PlainTickTests {
  /// A random market with holes, candles without volume and prints that are not possible.
  private func scene(_ seed: UInt64) -> ReplayScene {
    var generator = SeededGenerator(seed: seed)
    var candles = CandleColumns(walk: 1_500, seed: seed, from: .at("2024-01-01"), step: 0.03)
    for index in 0..<candles.count where generator.uniform() < 0.02 {
      if generator.uniform() < 0.5 { candles.volume[index] = 0 } else { candles.high[index] = candles.low[index] * 0.9 }
    }
    // Feeds that repeat themselves, now and then with a candle in between that was traded.
    for start in stride(from: 100, to: 1_400, by: 60) {
      for index in start..<start + 6 {
        candles.open[index] = candles.open[start - 1]
        candles.high[index] = candles.high[start - 1]
        candles.low[index] = candles.low[start - 1]
        candles.close[index] = candles.close[start - 1]
        candles.volume[index] = generator.uniform() < 0.4 ? 1 : 0
      }
    }
    var holes = SeededGenerator(seed: seed &+ 1_000)
    var scene = ReplayScene(candles.keeping { _ in holes.uniform() > 0.01 })
    scene.settings = settings(seed, &generator)
    return scene
  }

  private func settings(_ seed: UInt64, _ generator: inout SeededGenerator) -> PipelineSettings {
    var settings = PipelineSettings.permissive
    settings.staleness.frozenAfter = 3
    settings.positions = seed % 2 == 0 ? .longFlat : .longShort
    settings.venue.spread = seed % 3 == 0 ? 0.001 : 0
    settings.venue.takerFee = 0.001
    settings.sizing.rule = .fixedFraction
    settings.sizing.fraction = 0.2
    if generator.uniform() < 0.5 { settings.sizing.stop = .fraction(0.03) }
    if seed % 4 == 1 { settings.sizing.stop = .averageTrueRange(multiple: 2, minimum: 0.01, maximum: 0.05) }
    if seed % 7 == 3 { settings.venue.slippageModel = .squareRootImpact(0.5) }
    if generator.uniform() < 0.5 {
      settings.risk.killSwitchLoss = 0.004
      settings.risk.killSwitchGain = 0.006
      settings.risk.killSwitchFlattens = seed % 5 < 2
    }
    if generator.uniform() < 0.5 { settings.risk.maximumDrawdown = 0.02 }
    if generator.uniform() < 0.5 { settings.risk.dailyTrades = 1 }
    if generator.uniform() < 0.3 { settings.clock.decideEvery = 3 }
    if generator.uniform() < 0.3 { settings.clock.decisionOffset = 60_000 }
    if generator.uniform() < 0.3 { settings.venue.latency = 100 * .millisecondsPerMinute }
    if generator.uniform() < 0.3 { settings.entry.trailingStop = 0.02 }
    // Such balances leave doubles no digits for the ledger's last unit.
    if generator.uniform() < 0.3 { settings.venue.balance = FixedPoint(9_000_000_000) }
    if generator.uniform() < 0.3 {
      settings.volatility.model = .ewma
      settings.volatility.window = 30
      settings.sizing.rule = .volatilityTarget
    }
    return settings
  }

  private func isSame(_ a: PlayedRun, _ b: PlayedRun) -> Bool {
    a.orders == b.orders && a.fills == b.fills && a.trades == b.trades && a.days == b.days && a.account == b.account
      && a.position == b.position && a.funnel == b.funnel
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `a replay that keeps no rows comes to the same`(seed: UInt64) async throws {
    var scene = scene(seed)
    let full = try await scene.played(by: .movingAverageCross(fast: 3, slow: 12))
    #expect(full.fills.count > 2)
    scene.settings.recordsTicks = false
    let counted = try await scene.played(by: .movingAverageCross(fast: 3, slow: 12))
    #expect(counted.rows.isEmpty)
    #expect(isSame(full, counted))
  }

  /// The last candle of a chunk always goes the long way: with chunks of one, all of them do.
  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `ticks that are not asked about end where asking would have put them`(seed: UInt64) async throws {
    var scene = scene(seed)
    let plain = try await scene.played(by: .movingAverageCross(fast: 3, slow: 12))
    scene.chunkSize = 1
    let asked = try await scene.played(by: .movingAverageCross(fast: 3, slow: 12))
    #expect(isSame(plain, asked))
    #expect(plain.rows == asked.rows)
    #expect(plain.markOuts == asked.markOuts)
  }
}
