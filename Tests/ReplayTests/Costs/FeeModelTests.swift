import Market
import Replay
import Testing

/// What fills cost, each kind of fee at its boundary; through the venue, which is who charges it.
@Suite struct FeeModelTests {
  private func bench(_ fees: FeeModel, balance: Double = 1_000_000) -> VenueBench {
    var settings = VenueSettings()
    settings.fees = fees
    settings.balance = FixedPoint(balance)
    return VenueBench(settings)
  }

  private func fees(_ bench: VenueBench) -> [Double] { bench.events.fills.map(\.fee.doubleValue) }

  @Test func `spread only charges nothing`() {
    var bench = bench(.none)
    bench.send(.buy, 10)
    bench.play(.flat(100))
    #expect(fees(bench) == [0] && bench.account.cash == FixedPoint(999_000))
  }

  @Test func `who rests pays the maker's share, who takes the taker's`() {
    var bench = bench(.share(maker: 0.001, taker: 0.004))
    bench.send(.buy, .limit(99), 10)
    bench.play(PriceBar(100, 101, 99, 100))
    bench.send(.sell, 10, .close)
    bench.play(.flat(100))
    // 0.1 % of 990, 0.4 % of 1,000.
    #expect(fees(bench) == [0.99, 4])
  }

  @Test func `a bracket's target is a maker, its stop a taker`() {
    for (bar, fee) in [(PriceBar(100, 110, 99, 100), 1.1), (PriceBar(100, 101, 90, 95), 3.6)] {
      var bench = bench(.share(maker: 0.001, taker: 0.004))
      bench.send(.buy, 10) { $0.bracket = Bracket(stop: 0.1, target: 0.1) }
      bench.play(.flat(100), bar)
      #expect(fees(bench) == [4, fee])
    }
  }

  // MARK: Tiers

  /// The public table that the source comment names.
  @Test(arguments: [
    (0.0, 0.0040, 0.0060), (9_999.99, 0.0040, 0.0060), (10_000, 0.0025, 0.0040), (99_999, 0.0015, 0.0025),
    (1_000_000, 0.0008, 0.0018), (399_999_999, 0, 0.0008), (400_000_000, 0, 0.0005), (1e12, 0, 0.0005),
  ])
  func `a tier begins at its volume`(volume: Double, maker: Double, taker: Double) {
    let tier = FeeTiers.coinbase.tier(for: volume)
    #expect(tier.maker == maker && tier.taker == taker)
  }

  @Test func `tiers begin at zero and rise`() {
    let first = FeeTiers.Tier(from: 0, maker: 0, taker: 0)
    #expect(FeeTiers([]) == nil)
    #expect(FeeTiers([.init(from: 1, maker: 0, taker: 0)]) == nil)
    #expect(FeeTiers([first, first]) == nil)
    #expect(FeeTiers([first, .init(from: 1, maker: 0, taker: 0)]) != nil)
  }

  @Test func `a fill pays by what was traded before it, in thirty days`() throws {
    var bench = bench(.tiered(.coinbase))
    bench.send(.buy, 100)
    bench.play(.flat(100))
    bench.send(.sell, 100, .close)
    bench.play(.flat(100))
    // 10,000 at 0.60 %; then exactly 10,000 have been traded: 0.40 %.
    #expect(fees(bench) == [60, 40])
    // The 20,000 of the first day count on the 29 days after it, not on the thirtieth.
    for (days, fee) in [(29, 40.0), (30, 60)] {
      var later = bench
      while later.now.daysSince1970 < Timestamp.monday.daysSince1970 + days { later.play(.flat(100)) }
      later.send(.buy, 100)
      later.play(.flat(100))
      #expect(fees(later).last == fee)
      try later.verify()
    }
  }

  // MARK: Per share, per order

  /// By hand from the rule: 0.005 a share, at least 1, at most 1 % of the order's value.
  @Test(arguments: [(100.0, 25.0, 1.0), (1_000, 25, 5), (1_000, 0.25, 2.5), (200, 25, 1), (201, 25, 1.005)])
  func `a fee per share has a least amount and a largest share`(shares: Double, price: Double, fee: Double) {
    var bench = bench(.perShare(.unitedStatesShares))
    bench.send(.buy, shares)
    bench.play(.flat(price))
    #expect(fees(bench) == [fee])
  }

  @Test func `an order that fills in pieces pays its least amount once`() throws {
    var settings = VenueSettings()
    settings.fees = .perShare(.unitedStatesShares)
    settings.participation = 0.1
    settings.balance = FixedPoint(1_000_000)
    var bench = VenueBench(settings)
    bench.send(.buy, 300)
    bench.play(.flat(25), .flat(25), .flat(25), volume: 1_000)
    // 100 shares: 1.00; 200: still 1.00; 300: 1.50.
    #expect(fees(bench) == [1, 0, 0.5])
    try bench.verify()
  }

  @Test func `a fixed amount is paid once an order`() {
    var settings = VenueSettings()
    settings.fees = .perOrder(FixedPoint(2.5))
    settings.participation = 0.1
    var bench = VenueBench(settings)
    bench.send(.buy, 20) { $0.bracket = Bracket(stop: 0.5) }
    bench.play(.flat(100), .flat(100), volume: 100)
    bench.send(.sell, 20, .close)
    bench.play(.flat(100), .flat(100), volume: 100)
    #expect(fees(bench) == [2.5, 0, 2.5, 0])
  }

  @Test func `the largest share is what no fill exceeds`() {
    #expect(FeeModel.none.largestShare == 0)
    #expect(FeeModel.share(maker: 0.002, taker: 0.001).largestShare == 0.002)
    #expect(FeeModel.tiered(.coinbase).largestShare == 0.006)
    #expect(FeeModel.perShare(.unitedStatesShares).largestShare == 0.01)
  }
}
