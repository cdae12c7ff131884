import Market
import Replay
import Testing

/// The rules of the account to the last unit of 1e-8, and to the last bit of a forecast.
@Suite struct RiskBoundaryTests {
  /// All of the balance buys one unit at `price`, so that from then on the price is the equity.
  private func oneUnit(
    at price: FixedPoint, then later: FixedPoint, change: (inout PipelineSettings) -> Void
  ) throws -> Stage {
    var settings = PipelineSettings.allIn
    settings.venue.balance = price
    change(&settings)
    let closes = [price, price, later, later, later, later].map(\.doubleValue)
    let run = try ReplayScene(CandleColumns(closes: closes, from: .monday), settings: settings)
      .played(by: .plan([0: .buy, 2: .sell, 4: .buy]))
    #expect(run.rows[2].equity == later)
    #expect(run.stages[2] == .ordered, "closing passes whatever the equity")
    return run.stages[4]
  }

  /// Round balances, and one a seed: whole cents, so that their percentages are whole units.
  static let balances: [FixedPoint] =
    [100, 10_000, 25_000, 1_000_000].map { FixedPoint($0) }
    + (0..<60 as Range<UInt64>).map { seed in
      var generator = SeededGenerator(seed: seed)
      return FixedPoint(units: (1_000 + Int64(generator.index(below: 9_000_000))) * 1_000_000)
    }

  @Test(arguments: balances)
  func `the kill switch trips at exactly 2 % lost or 5 % gained, and not a unit before`(balance: FixedPoint) throws {
    for (percent, inward) in [(Int64(98), Int64(1)), (105, -1)] {
      let level = balance.units / 100 * percent
      for (units, stage) in [(level, Stage.killSwitch), (level + inward, .ordered)] {
        let found = try oneUnit(at: balance, then: FixedPoint(units: units)) { settings in
          settings.risk.killSwitchLoss = 0.02
          settings.risk.killSwitchGain = 0.05
        }
        #expect(found == stage, "\(balance), \(percent) %")
      }
    }
  }

  @Test(arguments: balances)
  func `a drawdown of exactly 5 % is allowed, one of a unit more is not`(balance: FixedPoint) throws {
    let level = balance.units / 100 * 95
    for (units, stage) in [(level, Stage.ordered), (level - 1, .drawdown)] {
      let found = try oneUnit(at: balance, then: FixedPoint(units: units)) { $0.risk.maximumDrawdown = 0.05 }
      #expect(found == stage, "\(balance)")
    }
  }

  @Test func `a forecast that is the limit passes, one above the next smaller number does not`() throws {
    let candles = CandleColumns(walk: 80, seed: 3, from: .monday)
    func played(limit: Double) throws -> PlayedRun {
      var settings = PipelineSettings.halfIn
      settings.volatility.model = .garch
      settings.volatility.window = 50
      settings.risk.maximumDailyVolatility = limit
      return try ReplayScene(candles, settings: settings).played(by: .plan([60: .buy], confidence: 79))
    }
    let stopped = try played(limit: 0)
    #expect(stopped.stages[60] == .volatileMarket)
    let forecast = try #require(stopped.forecasts.last)
    #expect(forecast.time == Timestamp.monday.close(of: 60))
    #expect(try played(limit: forecast.dailyVolatility).stages[60] == .ordered)
    #expect(try played(limit: forecast.dailyVolatility.nextDown).stages[60] == .volatileMarket)
  }

  // MARK: All rules at once

  private static func coin(_ name: String) -> Instrument {
    Instrument(
      symbol: "\(name)USD", base: name, quote: "USD", calendar: .alwaysOpen, priceTick: 1, lotStep: 1,
      minimumOrder: 1_000)
  }

  /// Three coins that are one market. On day 22 all are bought with all the money; the third opens higher, so that its
  /// order is rejected, then all fall by a tenth. At that close the third is bought again, or the first sold.
  private func crash(thenSelling sells: Bool = false, _ change: (inout RiskSettings) -> Void) throws -> [PlayedRun] {
    let (first, second) = (22 * 6, 22 * 6 + 1)
    var market = CandleColumns(walk: second + 2, seed: 9, from: .monday, .fourHours)
    for column in [\CandleColumns.open, \.high, \.low, \.close] { market[keyPath: column][first] = 100 }
    (market.open[second], market.high[second]) = (100, 101)
    (market.close[second], market.low[second]) = (90, 90)
    var higher = market
    higher.open[second] = 101
    var settings = PipelineSettings.halfIn
    settings.volatility.model = .ewma
    settings.volatility.window = 5
    settings.risk.killSwitchLoss = 0.02
    settings.risk.maximumDrawdown = 0.05
    settings.risk.dailyTrades = 3
    settings.risk.maximumDailyVolatility = 5
    settings.risk.correlationLimit = 0.7
    settings.risk.rejectionCooldown = 14_400_001
    change(&settings.risk)
    func scene(_ name: String, _ candles: CandleColumns, fraction: Double, _ limit: Double?) -> ReplayScene {
      var scene = ReplayScene(candles, instrument: Self.coin(name), timeframe: .fourHours, settings: settings)
      scene.settings.sizing.fraction = fraction
      scene.settings.risk.correlationLimit = limit
      return scene
    }
    let limit = settings.risk.correlationLimit
    let scenes = [
      scene("AAA", market, fraction: 0.4, limit), scene("BBB", market, fraction: 0.4, nil),
      scene("CCC", higher, fraction: 0.2, limit),
    ]
    func strategy(_ plan: [Int: Decision]) -> ScriptedStrategy {
      ScriptedStrategy { view in
        let index = Int((view.now.milliseconds - Timestamp.monday.milliseconds) / 14_400_000) - 1
        return plan[index] ?? Decision(.hold, confidence: 0)
      }
    }
    // The third is asked first, while nothing is held that it could move with.
    return try scenes.playedTogether(by: [
      strategy([first: Decision(.buy, confidence: 90), second: Decision(sells ? .sell : .hold, confidence: 0)]),
      strategy([first: Decision(.buy, confidence: 90)]),
      strategy([first: Decision(.buy, confidence: 100), second: Decision(.buy, confidence: 79)]),
    ])
  }

  @Test func `when every rule is broken they speak in the contract's order, correlation among them`() throws {
    let switchOff: [(inout RiskSettings) -> Void] = [
      { $0.killSwitchLoss = nil }, { $0.maximumDrawdown = nil }, { $0.dailyTrades = nil },
      { $0.maximumDailyVolatility = nil }, { $0.correlationLimit = nil }, { $0.rejectionCooldown = 14_400_000 },
    ]
    let spoke = try (0...switchOff.count).map { count in
      let runs = try crash { risk in for change in switchOff.prefix(count) { change(&risk) } }
      #expect(runs.map { $0.orders.first?.state } == [.filled, .filled, .rejected])
      return runs[2].stages[22 * 6 + 1]
    }
    #expect(
      spoke == [.killSwitch, .drawdown, .dailyTrades, .volatileMarket, .correlation, .cooldown, .ordered])
  }

  @Test func `when every rule is broken a position may still be closed`() throws {
    let runs = try crash(thenSelling: true) { _ in }
    #expect(runs[0].stages[22 * 6 + 1] == .ordered)
    #expect(runs[0].orders.map(\.purpose) == [.open, .close])
  }

  // MARK: What stops a closing too

  @Test func `a closing waits for an open market and for good, fresh, moving data`() throws {
    // The sixth candle ends on a Friday at 17:00 New York.
    let start = Timestamp.at("2024-01-12T16:00Z")
    func stage(_ change: (inout ReplayScene) -> Void) throws -> (Stage, Int) {
      var scene = ReplayScene(CandleColumns(flat: 100, count: 12, from: start), settings: .halfIn)
      change(&scene)
      let run = try scene.played(by: .plan([0: .buy, 5: .sell], from: start))
      return (run.stages[5], run.fills.count)
    }
    #expect(try stage { _ in } == (.ordered, 2))
    #expect(try stage { $0.instrument = .euro } == (.marketClosed, 1))
    #expect(try stage { $0.settings.feed.outages = [start.close(of: 2)..<start.close(of: 6)] } == (.stale, 1))
    #expect(try stage { for index in 3...5 { $0.candles.volume[index] = 0 } } == (.frozen, 1))
    #expect(try stage { $0.candles.low[5] = 0 } == (.badCandle, 1))
  }
}
