import Market
import Replay
import Testing

/// The caps on a size: which one binds, whether it shrinks or rejects, and that its limit holds afterwards.
@Suite struct CapTests {
  private let start = Timestamp.monday

  /// Everything wants 100,000 in a 10,000 account at 100 on margin; no cap binds.
  private var wantsTenfold: PipelineSettings {
    var settings = PipelineSettings.halfIn
    settings.positions = .longShort
    settings.sizing.fraction = 10
    settings.risk.maximumLeverage = 20
    settings.risk.maximumConcentration = 20
    return settings
  }

  private func play(_ settings: PipelineSettings) throws -> (sizing: Sizing?, stage: Stage) {
    let run = try ReplayScene(CandleColumns(flat: 100, count: 3, from: start), settings: settings)
      .played(by: .plan([0: .buy]))
    return (run.orders.first?.sizing, run.stages[0])
  }

  @Test func `the smallest cap binds and is recorded`() throws {
    let examples: [((inout PipelineSettings) -> Void, Sizing.Cap, Double)] = [
      ({ _ in }, .none, 1_000),
      ({ $0.risk.maximumConcentration = 0.25 }, .concentration, 25),
      ({ $0.risk.maximumLeverage = 5 }, .leverage, 500),
      (
        {
          $0.risk.maximumConcentration = 3; $0.risk.maximumLeverage = 2
        }, .leverage, 200
      ),
      (
        {
          $0.risk.maximumConcentration = 2; $0.risk.maximumLeverage = 3
        }, .concentration, 200
      ),
      ({ $0.positions = .longFlat }, .buyingPower, 100),
      (
        {
          $0.positions = .longFlat; $0.risk.maximumConcentration = 0.5
        }, .concentration, 50
      ),
    ]
    for (change, cap, units) in examples {
      var settings = wantsTenfold
      change(&settings)
      let (sizing, stage) = try play(settings)
      #expect(stage == .ordered)
      #expect(sizing?.cap == cap)
      #expect(sizing?.quantity == FixedPoint(units))
    }
  }

  @Test func `what is to reject an excess names the rule, in the contract's order`() throws {
    let examples: [((inout PipelineSettings) -> Void, Stage)] = [
      ({ _ in }, .ordered),
      ({ $0.risk.maximumConcentration = 0.25 }, .concentration),
      ({ $0.risk.maximumLeverage = 5 }, .leverage),
      // Both are broken, and concentration is the tighter one: leverage is asked first.
      (
        {
          $0.risk.maximumConcentration = 0.25; $0.risk.maximumLeverage = 5
        }, .leverage
      ),
    ]
    for (change, stage) in examples {
      var settings = wantsTenfold
      settings.risk.onExcess = .reject
      change(&settings)
      let played = try play(settings)
      #expect(played.stage == stage)
      #expect((played.sizing == nil) == (stage != .ordered))
    }
    #expect(
      [Stage.leverage, .concentration, .valueAtRisk].map(\.name) == [
        "risk:leverage", "risk:concentration", "risk:value_at_risk",
      ])
  }

  @Test(arguments: [73.0, 92_371.27, 0.3, 41.7, 1.0 / 3, 57.31])
  func `a size exactly at its limit is no excess`(price: Double) throws {
    var settings = PipelineSettings.halfIn
    settings.sizing.fraction = 0.25
    settings.risk.maximumConcentration = 0.25
    settings.risk.onExcess = .reject
    let run = try ReplayScene(CandleColumns(flat: price, count: 3, from: start), settings: settings)
      .played(by: .plan([0: .buy]))
    #expect(run.stages[0] == .ordered)
    #expect(run.orders.first?.sizing?.cap == Sizing.Cap.none)
  }

  @Test func `lack of cash shrinks even where excess is rejected`() throws {
    var settings = wantsTenfold
    settings.positions = .longFlat
    settings.risk.onExcess = .reject
    let (sizing, stage) = try play(settings)
    #expect(stage == .ordered && sizing?.cap == .buyingPower)
  }

  @Test func `reject stops the opening half of a reversal only`() throws {
    var settings = PipelineSettings.halfIn
    settings.positions = .longShort
    settings.sizing.fraction = 0.25
    settings.risk.maximumConcentration = 0.25
    settings.risk.onExcess = .reject
    settings.venue.spread = 0.02
    // A short is sized by the bid and so holds more units; that does not concern the close.
    let run = try ReplayScene(CandleColumns(flat: 100, count: 4, from: start), settings: settings)
      .played(by: .plan([0: .buy, 2: .sell]))
    #expect(run.orders.map(\.purpose).prefix(2) == [.open, .close])
    #expect(run.fills.prefix(2).map(\.side) == [.buy, .sell])
  }

  /// Flat candles: what is ordered is filled at the price it was sized by, and the account can be checked as it then is.
  @Test(arguments: 0..<100)
  func `after the trade and its fee every limit holds, and one lot more would break the one that bound`(
    seed: Int
  ) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var settings = wantsTenfold
    settings.positions = seed % 2 == 0 ? .longFlat : .longShort
    settings.venue.takerFee = 0.03 * generator.uniform()
    settings.risk.maximumConcentration = 0.1 + 3 * generator.uniform()
    settings.risk.maximumLeverage = 0.5 + 3 * generator.uniform()
    let price = (1 + 400 * generator.uniform()).rounded()
    let run = try ReplayScene(CandleColumns(flat: price, count: 3, from: start), settings: settings)
      .played(by: .plan([0: .buy]))
    #expect(run.fills.count == 1)
    let quantity = run.position.quantity.doubleValue
    let notional = quantity * price
    let equity = try #require(run.rows.last).equity.doubleValue
    let limit = min(settings.risk.maximumConcentration, settings.risk.maximumLeverage)
    #expect(notional <= limit * equity * (1 + 1e-9))
    if settings.positions == .longFlat { #expect(run.account.cash >= .zero) }
    let sizing = try #require(run.orders.first?.sizing)
    let more = notional + 1e-6 * notional
    switch sizing.cap {
    case .concentration, .leverage:
      #expect(more > limit * (10_000 - more * settings.venue.takerFee))
    case .buyingPower:
      #expect(more * (1 + settings.venue.takerFee) > 10_000)
    case .none, .valueAtRisk:
      Issue.record("tenfold must be capped")
    }
  }

  // MARK: Value at risk

  /// The loss that 95 % of the last 60 daily returns stayed under: the third worst of 60, rank ceil(0.05 n).
  private func worstDay(_ closes: [Double], candlesADay: Int, side: Side) -> Double {
    let days = stride(from: candlesADay - 1, to: closes.count, by: candlesADay).map { closes[$0] }
    let returns = zip(days, days.dropFirst()).map { $1 / $0 - 1 }.suffix(60)
    let losses = returns.map { side == .buy ? -$0 : $0 }.sorted(by: >)
    return losses[(losses.count + 19) / 20 - 1]
  }

  @Test(arguments: [25, 45, 80], [Action.buy, .sell])
  func `historical value at risk caps the size`(days: Int, action: Action) throws {
    let candles = CandleColumns(gapping: days * 6, seed: UInt64(days), from: start, .fourHours)
    var settings = wantsTenfold
    settings.risk.maximumValueAtRisk = 0.05
    settings.venue.takerFee = 0.002
    let tick = days * 6 - 2
    let run = try ReplayScene(candles, timeframe: .fourHours, settings: settings)
      .played(by: .plan([tick: action], from: start, .fourHours))
    let sizing = try #require(run.orders.first?.sizing)
    // The day that the tick is in has not ended.
    let known = Array(candles.close.prefix((days - 1) * 6))
    let share = 0.05 / worstDay(known, candlesADay: 6, side: action == .buy ? .buy : .sell)
    let units = share * 10_000 / (candles.close[tick] * (1 + share * 0.002))
    #expect(sizing.cap == .valueAtRisk)
    #expect((sizing.quantity.doubleValue - units).magnitude < 1e-7)
  }

  @Test func `value at risk is not taken from fewer than 20 days, and nil switches it off`() throws {
    for (days, limit) in [(21, 0.05 as Double?), (80, nil)] {
      let candles = CandleColumns(gapping: days * 6, seed: 1, from: start, .fourHours)
      var settings = wantsTenfold
      settings.risk.maximumValueAtRisk = limit
      let run = try ReplayScene(candles, timeframe: .fourHours, settings: settings)
        .played(by: .plan([days * 6 - 2: .buy], from: start, .fourHours))
      #expect(run.orders.first?.sizing?.cap == Sizing.Cap.none)
    }
  }

  @Test func `value at risk rejects by name`() throws {
    let candles = CandleColumns(gapping: 80 * 6, seed: 1, from: start, .fourHours)
    var settings = wantsTenfold
    settings.risk.maximumValueAtRisk = 0.05
    settings.risk.onExcess = .reject
    let run = try ReplayScene(candles, timeframe: .fourHours, settings: settings)
      .played(by: .plan([400: .buy], from: start, .fourHours))
    #expect(run.stages[400] == .valueAtRisk)
    #expect(run.orders.isEmpty)
  }
}
