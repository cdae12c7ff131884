import Market
import Replay
import Testing

/// Stop and target against candles, under the three rules for what happens inside one.
@Suite struct ProtectiveOrderTests {
  /// Where a position leaves.
  struct Exit: Equatable, CustomStringConvertible {
    var price: Double
    var cause: FillCause
    var candle: Int

    static func stop(_ price: Double, on candle: Int) -> Exit { Exit(price: price, cause: .stopLoss, candle: candle) }
    static func target(_ price: Double, on candle: Int) -> Exit {
      Exit(price: price, cause: .takeProfit, candle: candle)
    }
    var description: String { "\(cause.name) at \(price) on candle \(candle)" }
  }

  /// A long position entered at the open of candle 1, at 100, with its stop at 95 and its target at 110; what follows is
  /// worked out by hand from product.md section 6.
  struct Case: CustomStringConvertible, Sendable {
    var description: String
    var bars: [PriceBar]
    var pessimistic: Exit?
    var path: Exit?
    var optimistic: Exit?

    func exit(_ rule: VenueSettings.Intrabar) -> Exit? {
      switch rule {
      case .pessimistic: pessimistic
      case .path: path
      case .optimistic: optimistic
      }
    }
  }

  private static let quiet = PriceBar(100, 104, 96, 100)
  private static let cases: [Case] = [
    Case(description: "nothing is touched", bars: [quiet, quiet]),
    Case(
      description: "the entry candle reaches the target",
      bars: [PriceBar(100, 111, 99, 105), PriceBar(105, 106, 104, 105)],
      pessimistic: nil, path: .target(110, on: 1), optimistic: .target(110, on: 1)),
    Case(
      description: "the entry candle reaches the target, so does the next",
      bars: [
        PriceBar(100, 111, 99, 105), PriceBar(105, 112, 104, 105),
      ],
      pessimistic: .target(110, on: 2), path: .target(110, on: 1), optimistic: .target(110, on: 1)),
    Case(
      description: "the entry candle reaches the stop", bars: [PriceBar(100, 101, 94, 100), quiet],
      pessimistic: .stop(95, on: 1), path: .stop(95, on: 1), optimistic: .stop(95, on: 1)),
    Case(
      description: "the entry candle reaches both, the target being nearer to its open",
      bars: [
        PriceBar(100, 110.5, 85, 100), quiet,
      ],
      pessimistic: .stop(95, on: 1), path: .target(110, on: 1), optimistic: .target(110, on: 1)),
    Case(
      description: "a later candle reaches both, the stop being nearer", bars: [quiet, PriceBar(100, 120, 94, 100)],
      pessimistic: .stop(95, on: 2), path: .stop(95, on: 2), optimistic: .target(110, on: 2)),
    Case(
      description: "a later candle reaches both, the target being nearer", bars: [quiet, PriceBar(106, 111, 94, 100)],
      pessimistic: .stop(95, on: 2), path: .target(110, on: 2), optimistic: .target(110, on: 2)),
    Case(
      description: "both are equally near: the tie goes against the position",
      bars: [quiet, PriceBar(100, 110, 90, 100)],
      pessimistic: .stop(95, on: 2), path: .stop(95, on: 2), optimistic: .target(110, on: 2)),
    Case(
      description: "the low touches the stop exactly", bars: [quiet, PriceBar(100, 101, 95, 100)],
      pessimistic: .stop(95, on: 2), path: .stop(95, on: 2), optimistic: .stop(95, on: 2)),
    Case(
      description: "the high touches the target exactly", bars: [quiet, PriceBar(100, 110, 99, 100)],
      pessimistic: .target(110, on: 2), path: .target(110, on: 2), optimistic: .target(110, on: 2)),
    Case(
      description: "an open below the stop, then a recovery", bars: [quiet, PriceBar(90, 115, 89, 100)],
      pessimistic: .stop(90, on: 2), path: .stop(90, on: 2), optimistic: .stop(90, on: 2)),
    Case(
      description: "an open above the target, then a fall", bars: [quiet, PriceBar(115, 116, 80, 100)],
      pessimistic: .target(110, on: 2), path: .target(115, on: 2), optimistic: .target(115, on: 2)),
    Case(
      description: "an open at the stop", bars: [quiet, PriceBar(95, 111, 95, 100)],
      pessimistic: .stop(95, on: 2), path: .stop(95, on: 2), optimistic: .stop(95, on: 2)),
  ]

  /// The exit of a run whose position is entered on candle 1.
  private func exit(_ settings: PipelineSettings, _ bars: [PriceBar], _ action: Action) -> Exit? {
    let run = CandleSteps(
      ReplayScene(CandleColumns([.flat(100)] + bars), settings: settings), by: .plan([0: action]))
    #expect(run.steps[1].fills.first?.price == FixedPoint(100))
    #expect(run.fills.count <= 2)
    for (index, step) in run.steps.enumerated() {
      for fill in step.fills where fill.cause != .signal {
        return Exit(price: fill.price.doubleValue, cause: fill.cause, candle: index)
      }
    }
    return nil
  }

  @Test(arguments: cases, VenueSettings.Intrabar.allCases)
  func `a long position leaves where the rule says`(example: Case, rule: VenueSettings.Intrabar) {
    #expect(exit(.bracket(rule), example.bars, .buy) == example.exit(rule))
  }

  @Test(arguments: cases, VenueSettings.Intrabar.allCases)
  func `a short position leaves where the mirror says`(example: Case, rule: VenueSettings.Intrabar) {
    var settings = PipelineSettings.bracket(rule)
    settings.positions = .longShort
    var expected = example.exit(rule)
    if let price = expected?.price { expected?.price = 200 - price }
    #expect(exit(settings, example.bars.map(\.mirrored), .sell) == expected)
  }

  @Test func `stops and targets of a long look at the bid, of a short at the ask`() throws {
    // Entered at 100 on both sides; then the asks alone reach 110 and the bids alone reach 95.
    let still = PriceBar.flat(100)
    for (bid, ask, action, cause) in [
      (PriceBar(100, 101, 94, 100), PriceBar(100, 101, 99, 100), Action.buy, FillCause.stopLoss),
      (PriceBar(100, 111, 99, 100), PriceBar(100, 111, 99, 100), .buy, .takeProfit),
      (PriceBar(100, 101, 99, 100), PriceBar(100, 106, 99, 100), .sell, .stopLoss),
      (PriceBar(100, 101, 89, 100), PriceBar(100, 101, 89, 100), .sell, .takeProfit),
    ] {
      var settings = PipelineSettings.bracket()
      settings.positions = .longShort
      let run = try ReplayScene(
        CandleColumns(bids: [still, still, bid], asks: [still, still, ask], trades: still), settings: settings
      ).played(by: .plan([0: action]))
      #expect(run.fills.last?.cause == cause)
    }
    for (bid, ask, action) in [
      (PriceBar(100, 101, 99, 100), PriceBar(100, 111, 99, 100), Action.buy),
      (PriceBar(100, 101, 89, 100), PriceBar(100, 101, 99, 100), .sell),
    ] {
      var settings = PipelineSettings.bracket()
      settings.positions = .longShort
      let run = try ReplayScene(
        CandleColumns(bids: [still, still, bid], asks: [still, still, ask], trades: still), settings: settings
      ).played(by: .plan([0: action]))
      #expect(run.fills.count == 1, "the other side of the market reached the target, not this one")
    }
  }

  @Test func `slippage worsens a stop but not a target, which is a limit order`() throws {
    for (bar, price) in [(PriceBar(100, 101, 94, 100), 95 * 0.99), (PriceBar(100, 111, 99, 100), 110.0)] {
      var settings = PipelineSettings.bracket()
      settings.venue.slippage = 0.01
      // Entered at 101 because of slippage: the distances shrink so that the prices are 95 and 110 again.
      settings.sizing.stop = .fraction(6 / 101.0)
      settings.sizing.takeProfitMultiple = 1.5
      let run = try ReplayScene(CandleColumns([.flat(100), .flat(100), bar]), settings: settings)
        .played(by: .plan([0: .buy]))
      #expect(run.fills.map(\.price) == [FixedPoint(101), FixedPoint(price)])
    }
  }

  @Test(arguments: VenueSettings.Intrabar.allCases)
  func `a stop that the spread puts beyond the open fills at that open`(rule: VenueSettings.Intrabar) throws {
    // Bought at 102, so the stop stands at 96.9, which the bid never was: it opens at 90.
    let bid = PriceBar(90, 91, 89, 90)
    let ask = PriceBar(102, 103, 101, 102)
    let run = try ReplayScene(
      CandleColumns(bids: [bid, bid], asks: [ask, ask], trades: .flat(100)), settings: .bracket(rule)
    ).played(by: .plan([0: .buy]))
    #expect(run.fills.map(\.price) == [FixedPoint(102), FixedPoint(90)])
    #expect(run.fills.last?.cause == .stopLoss)
  }

  // MARK: The price grid

  @Test func `protective prices stand on the price grid`() throws {
    var instrument = Instrument.bitcoin
    instrument.priceTick = 25_000_000
    // 95 % of 100.3 is 95.285, nearest quarter 95.25; 110 % is 110.33, nearest quarter 110.25.
    for (bar, price) in [(PriceBar(100.3, 101, 94, 100), 95.25), (PriceBar(100.3, 111, 99, 100), 110.25)] {
      let run = try ReplayScene(
        CandleColumns([.flat(100.3), .flat(100.3), bar]), instrument: instrument, settings: .bracket()
      ).played(by: .plan([0: .buy]))
      #expect(run.fills.last?.price == FixedPoint(price))
    }
  }

  @Test func `a candle whose extreme is the protective price meets it, whatever the price`() throws {
    for cents in Int64(0)..<400 {
      // In whole cents: 110 % and 95 % of the entry. Entries whose 95 % end in half a cent may go either way.
      let entry = 10_000 + cents
      let target = (entry * 110 + 50) / 100
      let stop = (entry * 95 + 50) / 100
      if entry * 95 % 100 == 50 || entry * 110 % 100 == 50 { continue }
      let price = { (cents: Int64) in Double(cents) / 100 }
      let open = PriceBar.flat(price(entry))
      for (bar, expected) in [
        (PriceBar(open.open, price(target), open.open, open.open), target),
        (PriceBar(open.open, open.open, price(stop), open.open), stop),
      ] {
        let run = try ReplayScene(CandleColumns([open, open, bar]), settings: .bracket())
          .played(by: .plan([0: .buy]))
        #expect(run.fills.last?.price == FixedPoint(units: expected * 1_000_000))
        #expect(run.trades.count == 1)
      }
    }
  }
}
