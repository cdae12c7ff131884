import Market
import Replay
import Testing

/// Market orders: when they fill, at what price, and what becomes of those that cannot.
@Suite struct MarketOrderTests {
  private let start = Timestamp.monday

  /// Every candle opens 3 above the close before it, so an open can be told from a close.
  private func jumping(_ count: Int, gap: Range<Int> = 0..<0) -> CandleColumns {
    let bars = (0..<count).map { index in
      let open = 100 + 4 * Double(index)
      return PriceBar(open, open + 2, open - 2, open + 1)
    }
    return CandleColumns(bars).keeping { !gap.contains(Int(($0.milliseconds - start.milliseconds) / 3_600_000)) }
  }

  @Test func `an order fills at the next open, not at the close it was decided on`() throws {
    let run = try ReplayScene(jumping(4), settings: .halfIn).played(by: .plan([0: .buy, 1: .sell]))
    #expect(run.rows[0].price == 101)
    #expect(run.fills.map(\.price) == [FixedPoint(104), FixedPoint(108)])
    #expect(run.fills.map(\.time) == [start.open(of: 1), start.open(of: 2)])
    #expect(run.fills.map(\.side) == [.buy, .sell])
    #expect(run.fills.map(\.cause) == [.signal, .signal])
  }

  /// Decided at 01:00; candle n opens at n o'clock, at 100 + 4 n.
  @Test(arguments: [
    (latency: 0, candle: 1), (3_200, 1), (3_599_999, 1), (3_600_000, 2), (5_400_000, 2), (9_000_000, 3),
  ])
  func `an order fills on the candle in which it arrives, however late that is`(latency: Int64, candle: Int) throws {
    var settings = PipelineSettings.halfIn
    settings.venue.latency = latency
    let run = try ReplayScene(jumping(5), settings: settings).played(by: .plan([0: .buy]))
    let fill = try #require(run.fills.first)
    #expect(fill.price == FixedPoint(100 + 4 * Double(candle)))
    #expect(fill.time == Timestamp(milliseconds: start.open(of: 1).milliseconds + latency))
    #expect(run.fills.count == 1)
  }

  @Test func `a model's own latency delays its order`() throws {
    let scene = ReplayScene(jumping(5), settings: .halfIn)
    let asked = start.close(of: 0)
    let run = try scene.played(by: .asking) { now in
      OutsideAnswer(.decided(Decision(now == asked ? .buy : .hold, confidence: 100)), latency: 3_700_000)
    }
    #expect(run.fills.map(\.price) == [FixedPoint(108)])
    #expect(run.fills.map(\.time) == [Timestamp(milliseconds: asked.milliseconds + 3_700_000)])
  }

  @Test func `an order sent into a gap fills at the first open after it`() throws {
    let run = try ReplayScene(jumping(6, gap: 1..<4), settings: .halfIn).played(by: .plan([0: .buy]))
    #expect(run.fills.map(\.price) == [FixedPoint(116)])
    #expect(run.fills.map(\.time) == [start.open(of: 4)])
  }

  @Test func `an order decided on delayed candles never fills on one that had closed`() throws {
    var settings = PipelineSettings.halfIn
    settings.feed.delay = 5_400_000
    let asked = Timestamp(milliseconds: start.close(of: 0).milliseconds + 5_400_000)
    let strategy = ScriptedStrategy { Decision($0.now == asked ? .buy : .hold, confidence: 100) }
    let run = try ReplayScene(jumping(6), settings: settings).played(by: strategy)
    // Candle 0 is known at 02:30, inside candle 2.
    #expect(run.fills.map(\.price) == [FixedPoint(108)])
    #expect(run.fills.map(\.time) == [asked])
  }

  @Test func `an order at the end of the tape stays pending`() throws {
    let run = try ReplayScene(jumping(3), settings: .halfIn).played(by: .plan([2: .buy]))
    #expect(run.fills.isEmpty)
    #expect(run.orders.map(\.state) == [.pending])
    #expect(run.stages.last == .ordered)
  }

  // MARK: Sides, spread, slippage, latency cost

  @Test func `buys pay the stored ask and sells get the stored bid`() throws {
    let candles = CandleColumns(
      bids: [.flat(99), .flat(98), .flat(97)], asks: [.flat(101), .flat(103), .flat(104)], trades: .flat(100))
    let run = try ReplayScene(candles, settings: .halfIn).played(by: .plan([0: .buy, 1: .sell]))
    #expect(run.fills.map(\.price) == [FixedPoint(103), FixedPoint(97)])
  }

  @Test func `where stored quotes cross, both sides trade at the worse one`() throws {
    // The bid stands above the ask: recorded apart.
    let candles = CandleColumns(
      bids: [.flat(102), .flat(102), .flat(102)], asks: [.flat(99), .flat(99), .flat(99)], trades: .flat(100))
    let run = try ReplayScene(candles, settings: .halfIn).played(by: .plan([0: .buy, 1: .sell]))
    #expect(run.fills.map(\.price) == [FixedPoint(102), FixedPoint(99)])
  }

  @Test func `a declared spread is paid by half on either side`() throws {
    var settings = PipelineSettings.halfIn
    settings.venue.spread = 0.02
    let run = try ReplayScene(CandleColumns(flat: 100, count: 4, from: start), settings: settings)
      .played(by: .plan([0: .buy, 1: .sell]))
    #expect(run.fills.map(\.price) == [FixedPoint(101), FixedPoint(99)])
  }

  @Test func `slippage makes every market order worse`() throws {
    var settings = PipelineSettings.halfIn
    settings.venue.slippage = 0.005
    settings.positions = .longShort
    let run = try ReplayScene(CandleColumns(flat: 100, count: 4, from: start), settings: settings)
      .played(by: .plan([0: .buy, 1: .sell]))
    // Bought; sold out of it; sold short.
    #expect(run.fills.map(\.price) == [FixedPoint(100.5), FixedPoint(99.5), FixedPoint(99.5)])
  }

  /// Closes alternate between 100 and 101: every squared return is the same, so is the EWMA variance v, and a day of 24
  /// hours has 24 v. A second has that / 86,400; cost = k x sigma(1 s) x sqrt(seconds), product.md section 6.
  @Test(arguments: [(Action.buy, 1.0), (.sell, -1.0)])
  func `latency costs k times what the market moves in that time`(action: Action, sign: Double) throws {
    var settings = PipelineSettings.halfIn
    settings.positions = .longShort
    settings.volatility.model = .ewma
    settings.volatility.window = 10
    settings.venue.latencyCost = 2
    settings.venue.latency = 4_000
    let closes = (0..<20).map { $0 % 2 == 0 ? 100.0 : 101.0 }
    let run = try ReplayScene(CandleColumns(closes: closes, from: start), settings: settings)
      .played(by: .plan([15: action]))
    // ln 1.01 = 0.00995033085316808
    let perDay = 0.00995033085316808 * 24.0.squareRoot()
    let cost = 2 * perDay / 86_400.0.squareRoot() * 4.0.squareRoot()
    let price = try #require(run.fills.first).price.doubleValue
    #expect((price - 101 * (1 + sign * cost)).magnitude < 1e-7)
    #expect(cost > 1e-4)
  }

  // MARK: Fees and funds

  @Test func `the taker pays basis points of what was traded`() throws {
    var settings = PipelineSettings.halfIn
    settings.venue.takerFee = 0.001
    let run = try ReplayScene(CandleColumns(closes: [100, 100, 110], from: start), settings: settings)
      .played(by: .plan([0: .buy]))
    let fill = try #require(run.fills.first)
    #expect(fill.quantity == FixedPoint(50))
    #expect(fill.notional == FixedPoint(5_000))
    #expect(fill.fee == FixedPoint(5))
    #expect(run.account.cash == FixedPoint(4_995))
  }

  /// All 10,000 go in at 100; the next candle opens at `open`.
  @Test(arguments: [(open: 100.0, status: OrderState.filled), (100.01, .rejected)])
  func `an order that the cash cannot pay for on arrival is rejected`(open: Double, status: OrderState) throws {
    let candles = CandleColumns([.flat(100), .flat(open), .flat(open)])
    let run = try ReplayScene(candles, settings: .allIn).played(by: .plan([0: .buy]))
    #expect(run.orders.map(\.state) == [status])
    #expect(run.fills.isEmpty == (status == .rejected))
    #expect(run.account.cash == (status == .rejected ? FixedPoint(10_000) : .zero))
    #expect(run.orders.map(\.status) == [status == .rejected ? "rejected:insufficient_funds" : "filled"])
  }

  @Test func `the fee counts as part of what has to be paid`() throws {
    var settings = PipelineSettings.allIn
    settings.venue.takerFee = 0.01
    // 10,000 / 1.01 at 100 is 99.00990099 units; at 100.01 the fee would take the cash below zero.
    for (open, status) in [(100.0, OrderState.filled), (100.01, .rejected)] {
      let run = try ReplayScene(CandleColumns([.flat(100), .flat(open), .flat(open)]), settings: settings)
        .played(by: .plan([0: .buy]))
      #expect(run.orders.map(\.state) == [status])
      #expect(run.orders.first?.quantity == FixedPoint(units: 9_900_990_099))
      #expect(run.account.cash >= .zero)
    }
  }

  @Test func `on margin the fee comes out of the equity that leverage multiplies`() throws {
    // Twice what 10,000 less 1 % of the notional leaves: 20,000 / 1.02 at 100 is 196.07843137 units.
    var settings = PipelineSettings.allIn
    settings.positions = .longShort
    settings.sizing.fraction = 5
    settings.risk.maximumLeverage = 2
    settings.venue.takerFee = 0.01
    let run = try ReplayScene(CandleColumns(flat: 100, count: 3, from: start), settings: settings)
      .played(by: .plan([0: .sell]))
    #expect(run.orders.map(\.state) == [.filled])
    #expect(run.position.quantity == FixedPoint(units: -19_607_843_137))
  }

  @Test func `known slippage is left out of what the cash can buy`() throws {
    var settings = PipelineSettings.allIn
    settings.venue.slippage = 0.01
    settings.venue.takerFee = 0.001
    let run = try ReplayScene(CandleColumns(flat: 100, count: 3, from: start), settings: settings)
      .played(by: .plan([0: .buy]))
    #expect(run.orders.map(\.state) == [.filled])
    #expect(run.orders.first?.sizing?.cap == .buyingPower)
    #expect(run.account.cash >= .zero && run.account.cash < FixedPoint(0.00001))
  }

  /// A coin of cents: so many units that rounding notional and fee up can cost more than the cash has.
  @Test(arguments: 0..<200)
  func `all in at an unchanged price is always paid for, to the last unit`(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var settings = PipelineSettings.allIn
    settings.venue.takerFee = Double(generator.index(below: 100)) / 10_000
    settings.venue.slippage = Double(generator.index(below: 20)) / 10_000
    let price = 0.01 + 0.5 * generator.uniform()
    let run = try ReplayScene(CandleColumns(flat: price, count: 3, from: start), settings: settings)
      .played(by: .plan([0: .buy]))
    #expect(run.orders.map(\.state) == [.filled])
    #expect(run.account.cash >= .zero && run.account.cash <= FixedPoint(units: 5))
  }

  /// Twice the equity goes in at a leverage limit of two.
  @Test(arguments: [(open: 100.0, status: OrderState.filled), (100.01, .rejected)])
  func `on margin the cash counts as often as leverage allows`(open: Double, status: OrderState) throws {
    var settings = PipelineSettings.allIn
    settings.positions = .longShort
    settings.sizing.fraction = 2
    settings.risk.maximumLeverage = 2
    for action in [Action.buy, .sell] {
      let run = try ReplayScene(CandleColumns([.flat(100), .flat(open), .flat(open)]), settings: settings)
        .played(by: .plan([0: action]))
      #expect(run.orders.map(\.state) == [status])
      #expect(run.orders.first?.quantity == FixedPoint(200))
    }
  }
}
