import Market
import Replay
import Testing

/// How many units each rule asks for: formulas of product.md section 3, worked out by hand.
@Suite struct SizingTests {
  private let start = Timestamp.monday

  private func settings(_ rule: SizingSettings.Rule) -> PipelineSettings {
    var settings = PipelineSettings.halfIn
    settings.sizing.rule = rule
    return settings
  }

  private func sizing(
    _ settings: PipelineSettings, _ candles: CandleColumns, tick: Int = 0, _ action: Action = .buy,
    instrument: Instrument = .bitcoin
  ) throws -> Sizing? {
    try ReplayScene(candles, instrument: instrument, settings: settings).played(by: .plan([tick: action]))
      .orders.first?.sizing
  }

  // MARK: Risk per trade

  @Test func `risk per trade: equity x risk / (price x stop)`() throws {
    var settings = settings(.riskPerTrade)
    settings.sizing.stop = .fraction(0.02)
    settings.sizing.takeProfitMultiple = 2.5
    let sizing = try #require(try sizing(settings, CandleColumns(flat: 80, count: 2, from: start)))
    // 10,000 x 0.01 / (80 x 0.02)
    #expect(sizing.quantity == FixedPoint(62.5))
    #expect(sizing.stopDistance == 0.02)
    #expect(sizing.targetDistance == 0.05)
    #expect(sizing.cap == .none)
  }

  @Test func `without protective orders the assumed stop still sizes`() throws {
    var settings = settings(.riskPerTrade)
    settings.sizing.stop = .none(assumed: 0.04)
    let sizing = try #require(try sizing(settings, CandleColumns(flat: 80, count: 2, from: start)))
    #expect(sizing.quantity == FixedPoint(31.25))
    #expect(sizing.stopDistance == nil && sizing.targetDistance == nil)
  }

  /// Candles of constant range: whatever the smoothing, the average true range is that range. Twice it over the price of
  /// 100, clamped to 1-5 %.
  @Test(arguments: [(range: 0.2, stop: 0.01), (0.5, 0.01), (1, 0.02), (2.5, 0.05), (4, 0.05)])
  func `the stop is two average true ranges, at least 1 % and at most 5 %`(range: Double, stop: Double) throws {
    var settings = settings(.riskPerTrade)
    settings.sizing.stop = .averageTrueRange(multiple: 2, minimum: 0.01, maximum: 0.05)
    let bars = [PriceBar](repeating: PriceBar(100, 100 + range / 2, 100 - range / 2, 100), count: 20)
    let sizing = try #require(try sizing(settings, CandleColumns(bars), tick: 17))
    #expect((sizing.stopDistance.map { ($0 - stop).magnitude } ?? 1) < 1e-12)
    #expect((sizing.quantity.doubleValue - 10_000 * 0.01 / (100 * stop)).magnitude < 1e-6)
  }

  @Test func `until the average true range is known the pipeline warms up`() throws {
    var settings = settings(.riskPerTrade)
    settings.sizing.stop = .averageTrueRange(multiple: 2, minimum: 0.01, maximum: 0.05)
    let run = try ReplayScene(CandleColumns(flat: 100, count: 20, from: start), settings: settings)
      .played(deciding: Decision(.buy, confidence: 100))
    let firstOrder = try #require(run.stages.firstIndex(of: .ordered))
    #expect((13...14).contains(firstOrder))
    #expect(run.stages.prefix(firstOrder).allSatisfy { $0 == .warmingUp })
  }

  @Test func `the price is the worse side of the last quote`() throws {
    let candles = CandleColumns(
      bids: [.flat(80), .flat(80)], asks: [.flat(125), .flat(125)], trades: .flat(100))
    for (action, price) in [(Action.buy, 125.0), (.sell, 80)] {
      var settings = settings(.fixedFraction)
      settings.positions = .longShort
      let sizing = try #require(try sizing(settings, candles, action))
      #expect(sizing.price == price)
      #expect(sizing.quantity == FixedPoint(5_000 / price))
    }
  }

  // MARK: The other rules

  @Test func `volatility target: equity x target / (annual forecast x price)`() throws {
    var settings = settings(.volatilityTarget)
    settings.sizing.targetVolatility = 0.15
    settings.volatility.model = .ewma
    settings.volatility.window = 10
    let closes = (0..<20).map { $0 % 2 == 0 ? 100.0 : 101.0 }
    let sizing = try #require(try sizing(settings, CandleColumns(closes: closes, from: start), tick: 15))
    // Every squared return is ln(1.01)^2; 24 hours a day, 365 days a year.
    let annual = 0.00995033085316808 * (24.0 * 365).squareRoot()
    #expect((sizing.input / 100 - annual).magnitude < 1e-12)
    #expect((sizing.quantity.doubleValue - 10_000 * 0.15 / (annual * 101)).magnitude < 1e-7)
  }

  @Test func `fixed fraction: that share of the equity`() throws {
    var settings = settings(.fixedFraction)
    settings.sizing.fraction = 0.3
    let sizing = try #require(try sizing(settings, CandleColumns(flat: 40, count: 2, from: start)))
    #expect(sizing.quantity == FixedPoint(75))
    #expect(sizing.input == 0.3)
  }

  /// Sixty real trades, their returns known; `f* = p - (1 - p) x loss / win` of the last fifty (Kelly 1956), and half of
  /// it, between zero and the cap.
  @Test(arguments: [0, 1, 2, 3, 4, 5])
  func `half Kelly: from the last 50 closed trades, nothing until there are 30`(seed: Int) throws {
    let trades = try trades(seed: UInt64(seed))
    var settings = settings(.halfKelly)
    settings.sizing.kellyCap = 0.9
    var sizer = Sizer(settings, instrument: .bitcoin)
    let inputs = SizingInputs(side: .buy, equity: 10_000, cash: 10_000, price: 100)
    var positive = 0
    for (index, trade) in trades.prefix(80).enumerated() {
      let outcome = sizer.size(inputs)
      let last = trades[max(0, index - 50)..<index].map(\.returnOnNotional)
      let wins = last.filter { $0 > 0 }
      let losses = last.filter { $0 < 0 }
      var fraction = 0.0
      if index >= 30, !wins.isEmpty, !losses.isEmpty {
        let p = Double(wins.count) / Double(last.count)
        let win = wins.reduce(0, +) / Double(wins.count)
        let loss = -losses.reduce(0, +) / Double(losses.count)
        fraction = min(max(0.5 * (p - (1 - p) * loss / win), 0), 0.9)
      }
      switch outcome {
      case .refused(let stage):
        #expect(stage == .tooSmall && fraction < 1e-6)
      case .sized(let sizing):
        positive += 1
        #expect((sizing.quantity.doubleValue - fraction * 100).magnitude < 1e-6)
      }
      sizer.learn(trade)
    }
    #expect(positive > 0 || seed > 0)
  }

  @Test func `half Kelly is capped`() throws {
    var settings = settings(.halfKelly)
    settings.sizing.kellyCap = 0.07
    var sizer = Sizer(settings, instrument: .bitcoin)
    for trade in try trades(seed: 0).filter({ $0.profit > .zero }).prefix(30) { sizer.learn(trade) }
    // Thirty winners and no loser: Kelly would stake everything, half of it is a half.
    guard case .sized(let sizing) = sizer.size(SizingInputs(side: .buy, equity: 10_000, cash: 10_000, price: 100))
    else {
      Issue.record("thirty winners size a position")
      return
    }
    #expect(sizing.quantity == FixedPoint(7))
    #expect(sizing.input == 0.07)
  }

  /// Trades of a rising random tape, so that winning is likelier than losing.
  private func trades(seed: UInt64) throws -> [Trade] {
    var generator = SeededGenerator(seed: seed)
    var price = 100.0
    let closes = (0..<400).map { _ in
      price *= 1 + 0.03 * (generator.uniform() - 0.42)
      return price
    }
    let strategy = ScriptedStrategy { Decision($0.side == 0 ? .buy : .sell, confidence: 100) }
    let trades = try ReplayScene(CandleColumns(closes: closes, from: start), settings: .halfIn).played(by: strategy)
      .trades
    #expect(trades.count > 90)
    return trades
  }

  // MARK: Lots

  @Test(
    arguments: [
      (lot: 100_000_000, price: 75.0, units: 66), (100_000_000, 100, 50), (25_000_000, 75, 66.5), (1, 75, 66.66666666),
    ] as [(lot: Int64, price: Double, units: Double)])
  func `units are rounded down to the lot step`(lot: Int64, price: Double, units: Double) throws {
    var instrument = Instrument.bitcoin
    instrument.lotStep = lot
    let sizing = try sizing(.halfIn, CandleColumns(flat: price, count: 2, from: start), instrument: instrument)
    #expect(sizing?.quantity == FixedPoint(units))
  }

  @Test func `a whole number of lots is not lost to binary fractions`() throws {
    var instrument = Instrument.bitcoin
    instrument.lotStep = 100_000_000
    for shares in 1...200 {
      // 0.29 x 10,000 / 100 is 28.999999999999996 in binary.
      var settings = PipelineSettings.halfIn
      settings.sizing.fraction = Double(shares) / 100
      let sizing = try #require(
        try sizing(
          with(settings) { $0.positions = .longShort }, CandleColumns(flat: 100, count: 2, from: start),
          instrument: instrument))
      #expect(sizing.quantity == FixedPoint(Double(shares)))
    }
  }

  private func with(_ settings: PipelineSettings, _ change: (inout PipelineSettings) -> Void) -> PipelineSettings {
    var settings = settings
    change(&settings)
    return settings
  }

  @Test func `below the smallest order there is none`() throws {
    for (minimum, stage) in [(Int64(5_000_000_000), Stage.ordered), (5_000_000_001, .tooSmall)] {
      var instrument = Instrument.bitcoin
      instrument.minimumOrder = minimum
      let run = try ReplayScene(
        CandleColumns(flat: 100, count: 2, from: start), instrument: instrument, settings: .halfIn
      )
      .played(by: .plan([0: .buy]))
      #expect(run.stages[0] == stage)
      #expect(run.orders.isEmpty == (stage == .tooSmall))
    }
  }

  @Test func `half a share is no share`() throws {
    let candles = CandleColumns(flat: 12_000, count: 30, from: .at("2024-01-16"))
    let run = try ReplayScene(candles, instrument: .spy, settings: .halfIn)
      .played(deciding: Decision(.buy, confidence: 100))
    #expect(run.stages.contains(.tooSmall) && !run.stages.contains(.ordered))
  }

  // MARK: No balance

  private func unknownBalance(_ profile: SizingSettings.Profile) -> PipelineSettings {
    var settings = PipelineSettings()
    settings.minimumConfidence = 0
    settings.volatility.model = .none
    settings.venue.balance = nil
    settings.sizing.profile = profile
    return settings
  }

  @Test func `without a balance there are signals and no orders`() throws {
    let run = try ReplayScene(CandleColumns(flat: 100, count: 4, from: start), settings: unknownBalance(.standard))
      .played(deciding: Decision(.buy, confidence: 100))
    #expect(run.stages.allSatisfy { $0 == .signalOnly })
    #expect(run.orders.isEmpty && run.fills.isEmpty)
    #expect(run.account.cash == .zero)
  }

  /// The two examples of product.md section 3.
  @Test(arguments: [(Instrument.bitcoin, 92_371.27, "0.000108"), (.pound, 1.3456, "0.743163")])
  func `the legacy profile signals the smallest order`(instrument: Instrument, price: Double, size: String) throws {
    let run = try ReplayScene(
      CandleColumns(flat: price, count: 2, from: .at("2024-01-16T10:00Z")), instrument: instrument,
      settings: unknownBalance(.legacy)
    ).played(deciding: Decision(.buy, confidence: 100))
    let order = try #require(run.orders.first)
    #expect(order.quantity.description == size)
    #expect(order.state == .signal && order.side == .buy)
    #expect(run.stages[0] == .signalOnly)
    #expect(run.fills.isEmpty)
  }

  /// 10 USD are 2.5, 12.5 and 5 / 3 millionths.
  @Test(arguments: [(4_000_000.0, "0.000002"), (800_000, "0.000012"), (6_000_000, "0.000002")])
  func `the legacy size is rounded half to even at the sixth decimal`(price: Double, size: String) throws {
    let run = try ReplayScene(
      CandleColumns(flat: price, count: 2, from: start), settings: unknownBalance(.legacy)
    ).played(deciding: Decision(.buy, confidence: 100))
    #expect(run.orders.first?.quantity.description == size)
  }
}

extension Instrument {
  static let pound = Instrument(
    symbol: "GBPUSD", base: "GBP", quote: "USD", calendar: .forex, priceTick: 1_000, lotStep: 100_000_000,
    minimumOrder: 100_000_000)
}
