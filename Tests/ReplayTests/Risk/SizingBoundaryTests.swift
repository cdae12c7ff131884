import Market
import Replay
import Testing

/// Clamps, lots, the smallest order and Kelly's first trades, one step to either side.
@Suite struct SizingBoundaryTests {
  private let start = Timestamp.monday

  private func play(_ candles: CandleColumns, tick: Int = 0, _ settings: PipelineSettings, _ instrument: Instrument)
    throws -> (stage: Stage, sizing: Sizing?)
  {
    let run = try ReplayScene(candles, instrument: instrument, settings: settings).played(by: .plan([tick: .buy]))
    return (run.stages[tick], run.orders.first?.sizing)
  }

  /// Twice a range of 0.50 is 1 % of 100, twice a range of 2.50 is 5 %.
  @Test(arguments: [
    (range: 0.49, stop: 0.01), (0.5, 0.01), (0.51, 0.0102), (2.49, 0.0498), (2.5, 0.05), (2.51, 0.05),
  ])
  func `the stop follows the average true range between its clamps, and no cent further`(
    range: Double, stop: Double
  ) throws {
    var settings = PipelineSettings.halfIn
    settings.sizing.rule = .riskPerTrade
    settings.sizing.stop = .averageTrueRange(multiple: 2, minimum: 0.01, maximum: 0.05)
    let bars = [PriceBar](repeating: PriceBar(100, 100 + range / 2, 100 - range / 2, 100), count: 20)
    let sizing = try #require(try play(CandleColumns(bars), tick: 17, settings, .bitcoin).sizing)
    #expect((sizing.stopDistance.map { ($0 - stop).magnitude } ?? 1) < 1e-12)
  }

  /// Half of 10,000 in whole units.
  @Test(arguments: [(50.0, 100.0), (50.01, 99), (49.99, 100), (2_500, 2), (2_500.01, 1), (5_000, 1)])
  func `a lot that is just paid for is taken, one that lacks a cent is not`(price: Double, units: Double) throws {
    var instrument = Instrument.bitcoin
    instrument.lotStep = 100_000_000
    let sizing = try play(CandleColumns(flat: price, count: 2, from: start), .halfIn, instrument).sizing
    #expect(sizing?.quantity == FixedPoint(units))
  }

  /// The smallest order is ten units: 500 a unit buys ten, a cent more a unit nine.
  @Test(arguments: [(500.0, Stage.ordered), (500.01, .tooSmall)])
  func `the smallest order is sent, one lot less is too small`(price: Double, stage: Stage) throws {
    var instrument = Instrument.bitcoin
    instrument.lotStep = 100_000_000
    instrument.minimumOrder = 1_000_000_000
    #expect(try play(CandleColumns(flat: price, count: 2, from: start), .halfIn, instrument).stage == stage)
  }

  // MARK: Half Kelly

  /// One loser, then winners.
  private func trades() throws -> [Trade] {
    let closes = [100.0, 99] + (0..<160).map { 99 + Double(($0 + 1) / 2) }
    let strategy = ScriptedStrategy { Decision($0.side == 0 ? .buy : .sell, confidence: 100) }
    let trades = try ReplayScene(CandleColumns(closes: closes, from: start), settings: .halfIn).played(by: strategy)
      .trades
    #expect(trades.count > 60)
    #expect(trades[0].returnOnNotional < 0 && trades[1...].allSatisfy { $0.returnOnNotional > 0 })
    return trades
  }

  /// Share of the equity after so many closed trades; nil where the tick ends as too small.
  private func share(after trades: ArraySlice<Trade>) -> Double? {
    var settings = PipelineSettings.halfIn
    settings.sizing.rule = .halfKelly
    settings.sizing.kellyCap = 0.9
    var sizer = Sizer(settings, instrument: .bitcoin)
    for trade in trades { sizer.learn(trade) }
    switch sizer.size(SizingInputs(side: .buy, equity: 10_000, cash: 10_000, price: 100)) {
    case .sized(let sizing): return sizing.input
    case .refused(let stage):
      #expect(stage == .tooSmall)
      return nil
    }
  }

  @Test func `half Kelly stakes nothing after 29 closed trades, and something after 30`() throws {
    let trades = try trades()
    #expect(share(after: trades[1...29]) == nil)
    #expect(share(after: trades[1...30]) == 0.5)
  }

  @Test func `half Kelly forgets a trade when fifty have closed after it`() throws {
    let trades = try trades()
    let remembered = try #require(share(after: trades[0..<50]))
    #expect(remembered < 0.5)
    #expect(share(after: trades[0..<51]) == 0.5)
  }

  // MARK: What holds where a scenario is silent

  @Test func `the numbers of the contract's table are the defaults`() {
    let settings = PipelineSettings()
    #expect(settings.minimumConfidence == 70 && settings.positions == .longFlat)
    #expect(settings.clock.decideEvery == 1 && settings.clock.decisionOffset == nil)
    #expect(settings.clock.whenClosed == nil)
    #expect(settings.staleness.threshold == nil && settings.staleness.frozenAfter == 3)
    let risk = settings.risk
    #expect(risk.killSwitchLoss == 0.02 && risk.killSwitchGain == 0.05 && !risk.killSwitchFlattens)
    #expect(risk.maximumDrawdown == 0.05 && risk.drawdownPeak == .rolling30Days)
    #expect(risk.dailyTrades == 5 && risk.rejectionCooldown == 300_000)
    #expect(risk.maximumDailyVolatility == 5 && risk.volatileConfidence == 80)
    #expect(risk.correlationLimit == 0.7 && risk.correlatedPositions == 2)
    #expect(risk.maximumLeverage == 5 && risk.maximumConcentration == 0.25 && risk.maximumValueAtRisk == 0.05)
    #expect(risk.onExcess == .shrink)
    let sizing = settings.sizing
    #expect(sizing.rule == .riskPerTrade && sizing.riskPerTrade == 0.01 && sizing.stop == .fraction(0.02))
    #expect(sizing.takeProfitMultiple == 2.5)
    #expect(MarkOuts.horizons == [1, 4, 24])
  }
}
