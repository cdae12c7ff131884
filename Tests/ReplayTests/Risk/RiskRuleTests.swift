import Market
import Replay
import Testing

/// Daily trades, volatile markets, the cooldown, and the order in which the rules speak.
@Suite struct RiskRuleTests {
  private let start = Timestamp.monday

  // MARK: Daily trades

  @Test func `five openings a day, then none until midnight; closing is not counted`() throws {
    var settings = PipelineSettings.halfIn
    settings.risk.dailyTrades = 5
    let strategy = ScriptedStrategy { Decision($0.side == 0 ? .buy : .sell, confidence: 100) }
    let run = try ReplayScene(CandleColumns(flat: 100, count: 40, from: start), settings: settings).played(by: strategy)
    let openings = run.orders.filter { $0.purpose == .open }
    // One every second hour, from 01:00.
    #expect(openings.prefix(5).map(\.submitted) == (0..<5).map { start.close(of: $0 * 2) })
    #expect(run.stages[10] == .dailyTrades)
    #expect(run.stages[10...22].allSatisfy { $0 == .dailyTrades })
    #expect(run.stages[23] == .ordered)
    #expect(openings.count == 10)
  }

  @Test func `nil lifts the daily limit`() throws {
    var settings = PipelineSettings.halfIn
    settings.risk.dailyTrades = nil
    let strategy = ScriptedStrategy { Decision($0.side == 0 ? .buy : .sell, confidence: 100) }
    let run = try ReplayScene(CandleColumns(flat: 100, count: 22, from: start), settings: settings).played(by: strategy)
    #expect(run.stages.allSatisfy { $0 == .ordered })
  }

  @Test func `a position may be closed when the day's openings are used up`() throws {
    var settings = PipelineSettings.halfIn
    settings.risk.dailyTrades = 1
    let run = try ReplayScene(CandleColumns(flat: 100, count: 6, from: start), settings: settings)
      .played(by: .plan([0: .buy, 2: .sell, 4: .buy]))
    #expect([0, 2, 4].map { run.stages[$0] } == [.ordered, .ordered, .dailyTrades])
    #expect(run.position.quantity == .zero)
  }

  // MARK: Volatile markets

  /// Closes alternate between 100 and 101: the daily EWMA forecast is ln(1.01) x 100 x sqrt(24) = 4.8746... percent.
  private let alternating = (0..<20).map { $0 % 2 == 0 ? 100.0 : 101.0 }
  private let forecast = 0.995033085316808 * 24.0.squareRoot()

  private func stage(limit: Double?, confidence: UInt8) throws -> Stage {
    var settings = PipelineSettings.halfIn
    settings.volatility.model = .ewma
    settings.volatility.window = 10
    settings.risk.maximumDailyVolatility = limit
    return try ReplayScene(CandleColumns(closes: alternating, from: start), settings: settings)
      .played(by: .plan([15: .buy], confidence: confidence)).stages[15]
  }

  @Test(
    arguments: [(0, Stage.volatileMarket), (79, .volatileMarket), (80, .ordered), (100, .ordered)] as [(UInt8, Stage)])
  func `above the limit an opening needs a confidence of 80`(confidence: UInt8, stage: Stage) throws {
    #expect(try self.stage(limit: forecast * (1 - 1e-12), confidence: confidence) == stage)
  }

  @Test func `up to the limit, and without one, any confidence will do`() throws {
    #expect(try stage(limit: forecast * (1 + 1e-12), confidence: 0) == .ordered)
    #expect(try stage(limit: nil, confidence: 0) == .ordered)
    #expect(PipelineSettings().risk.maximumDailyVolatility == 5)
  }

  // MARK: Cooldown

  /// All in at 100 by the minute; the order of 00:01 finds the market a cent higher and is rejected when it arrives.
  @Test func `no opening for 300 seconds after a rejection`() throws {
    var bars = [PriceBar](repeating: .flat(100.01), count: 12)
    bars[0] = .flat(100)
    let run = try ReplayScene(CandleColumns(bars, from: start, .oneMinute), timeframe: .oneMinute, settings: .allIn)
      .played(deciding: Decision(.buy, confidence: 100))
    #expect(run.orders.first?.state == .rejected)
    // Rejected at 00:01; the ticks of 00:02 to 00:05 are too early, that of 00:06 is exactly 300 seconds later.
    #expect(run.stages.prefix(6) == [.ordered, .cooldown, .cooldown, .cooldown, .cooldown, .ordered])
    #expect(run.orders.dropFirst().first?.state == .filled)
  }

  @Test func `the cooldown is a setting`() throws {
    var bars = [PriceBar](repeating: .flat(100.01), count: 6)
    bars[0] = .flat(100)
    for (cooldown, stage) in [(Int64(0), Stage.ordered), (60_000, .ordered), (60_001, .cooldown)] {
      var settings = PipelineSettings.allIn
      settings.risk.rejectionCooldown = cooldown
      let run = try ReplayScene(CandleColumns(bars, from: start, .oneMinute), timeframe: .oneMinute, settings: settings)
        .played(deciding: Decision(.buy, confidence: 100))
      #expect(run.stages[1] == stage)
    }
  }

  // MARK: Order

  /// A short of all the equity loses a tenth when its reversal arrives, which the account can then not pay for: after that
  /// every rule has something to say.
  @Test func `the rules speak in the contract's order`() throws {
    let calm = (0..<12).map { $0 % 2 == 0 ? 100.0 : 100.3 }
    let closes = calm + [100, 110, 110, 110]
    var bars = CandleColumns(closes: closes, from: start, .oneMinute)
    bars.open[13] = 110
    bars.low[13] = 110
    var settings = PipelineSettings.allIn
    settings.positions = .longShort
    settings.risk.maximumLeverage = 1
    settings.volatility.model = .ewma
    settings.volatility.window = 5
    settings.risk.killSwitchLoss = 0.02
    settings.risk.maximumDrawdown = 0.05
    settings.risk.dailyTrades = 2
    settings.risk.maximumDailyVolatility = 5
    let plan: [Int: Action] = [10: .sell, 12: .buy, 13: .buy]
    let switchOff: [(inout RiskSettings) -> Void] = [
      { $0.killSwitchLoss = nil }, { $0.maximumDrawdown = nil }, { $0.dailyTrades = nil },
      { $0.maximumDailyVolatility = nil }, { $0.rejectionCooldown = 0 },
    ]
    var spoke: [Stage] = []
    for count in 0...switchOff.count {
      for change in switchOff.prefix(count) { change(&settings.risk) }
      // The rules see the first two decisions too: those are sure enough of themselves to pass.
      let strategy = ScriptedStrategy { view in
        let index = Int((view.now.milliseconds - Timestamp.monday.milliseconds) / 60_000) - 1
        return Decision(plan[index] ?? .hold, confidence: index == 13 ? 79 : 80)
      }
      let run = try ReplayScene(bars, timeframe: .oneMinute, settings: settings).played(by: strategy)
      #expect(run.orders.prefix(3).map(\.state) == [.filled, .filled, .rejected])
      spoke.append(run.stages[13])
    }
    #expect(spoke == [.killSwitch, .drawdown, .dailyTrades, .volatileMarket, .cooldown, .ordered])
  }

  // MARK: Only what increases exposure

  /// Every rule is broken; a long is held.
  private var everythingBroken: PipelineSettings {
    var settings = PipelineSettings.halfIn
    settings.minimumConfidence = 70
    settings.risk.killSwitchLoss = 0.001
    settings.risk.maximumDrawdown = 0.001
    settings.risk.dailyTrades = 1
    return settings
  }

  @Test(arguments: [UInt8(0), 69, 70, 100])
  func `closing passes every gate, however unsure`(confidence: UInt8) throws {
    let closes: [Double] = [100, 100, 90, 90, 90]
    let strategy = ScriptedStrategy { view in
      view.now == Timestamp.monday.close(of: 0)
        ? Decision(.buy, confidence: 70)
        : Decision(view.side > 0 && view.price < 95 ? .sell : .hold, confidence: confidence)
    }
    let run = try ReplayScene(CandleColumns(closes: closes, from: start), settings: everythingBroken)
      .played(by: strategy)
    #expect(run.stages[2] == .ordered)
    #expect(run.position.quantity == .zero)
  }

  @Test(arguments: [(UInt8(69), Stage.lowConfidence), (70, .killSwitch)])
  func `of a reversal the closing half passes and the opening half is stopped`(confidence: UInt8, stage: Stage) throws {
    var settings = everythingBroken
    settings.positions = .longShort
    let strategy = ScriptedStrategy { view in
      view.now == Timestamp.monday.close(of: 0)
        ? Decision(.buy, confidence: 70)
        : Decision(view.price < 95 ? .sell : .hold, confidence: confidence)
    }
    let run = try ReplayScene(CandleColumns(closes: [100, 100, 90, 90, 90], from: start), settings: settings)
      .played(by: strategy)
    #expect(run.stages[2] == stage)
    #expect(run.orders.map(\.purpose) == [.open, .close])
    #expect(run.position.quantity == .zero)
  }
}
