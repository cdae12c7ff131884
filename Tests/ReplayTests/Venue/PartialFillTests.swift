import Market
import Replay
import Testing

/// Orders that are larger than their share of a candle's volume.
@Suite struct PartialFillTests {
  /// A tenth of each candle: 10 of 100 units.
  private var tenth: VenueSettings {
    var settings = VenueSettings()
    settings.participation = 0.1
    return settings
  }

  @Test func `a market order goes on at the next opens until it is filled`() throws {
    var bench = VenueBench(tenth)
    bench.send(.buy, 25)
    bench.play(.flat(100), .flat(104), volume: 100)
    #expect(bench.events.orders.isEmpty && bench.venue.pendingQuantity == FixedPoint(5))
    bench.play(.flat(110), volume: 100)
    #expect(bench.quantities == [10, 10, 5] && bench.prices == [100, 104, 110])
    #expect(bench.ends == ["filled"])
    // (10 x 100 + 10 x 104 + 5 x 110) / 25 = 103.6
    #expect(bench.events.orders.first?.averagePrice == FixedPoint(103.6))
    #expect(bench.position.entry?.price == FixedPoint(103.6))
    try bench.verify()
  }

  @Test(arguments: [
    (TimeInForce.immediateOrCancel, [10.0], "cancelled:immediate_or_cancel"),
    (.fillOrKill, [], "cancelled:fill_or_kill"),
  ])
  func `what may not wait takes its share or nothing`(force: TimeInForce, quantities: [Double], end: String) {
    var bench = VenueBench(tenth)
    bench.send(.buy, 25) { $0.timeInForce = force }
    bench.play(.flat(100), .flat(100), volume: 100)
    #expect(bench.quantities == quantities && bench.ends == [end])
    #expect(bench.events.orders.first?.filled == FixedPoint(quantities.first ?? 0))
  }

  @Test func `fill-or-kill fills where the candle has exactly enough`() {
    var bench = VenueBench(tenth)
    bench.send(.buy, 10) { $0.timeInForce = .fillOrKill }
    bench.play(.flat(100), volume: 100)
    #expect(bench.ends == ["filled"])
  }

  @Test func `a share of a candle is whole lots, and nothing of one without volume`() {
    var instrument = Instrument.bitcoin
    instrument.lotStep = 300_000_000
    var bench = VenueBench(tenth, instrument: instrument)
    bench.send(.buy, 12)
    bench.play(.flat(100), volume: 0)
    bench.play(.flat(101), volume: 100)
    #expect(bench.quantities == [9] && bench.prices == [101])
  }

  @Test func `a stop that is too large goes on at the next open, its target gone`() throws {
    var bench = VenueBench(tenth)
    bench.send(.buy, 10) { $0.bracket = Bracket(stop: 0.05, target: 0.05) }
    bench.play(.flat(100), volume: 100)
    bench.play(PriceBar(100, 101, 94, 96), volume: 40)
    bench.play(PriceBar(106, 107, 105, 106), volume: 40)
    bench.play(.flat(90), volume: 100)
    #expect(bench.prices == [100, 95, 106, 90] && bench.quantities == [10, 4, 4, 2])
    #expect(bench.causes == [.signal, .stopLoss, .stopLoss, .stopLoss])
    let trade = try #require(bench.events.trades.first)
    // 4 x 95 + 4 x 106 + 2 x 90 - 1,000 = -16; the exits average 98.4.
    #expect(trade.profit == FixedPoint(-16) && trade.exitPrice == FixedPoint(98.4))
    #expect(trade.quantity == FixedPoint(10) && bench.events.trades.count == 1)
    try bench.verify()
  }

  @Test func `a target that is too large fills what it can and stays`() {
    var bench = VenueBench(tenth)
    bench.send(.buy, 10) { $0.bracket = Bracket(stop: 0.05, target: 0.05) }
    bench.play(.flat(100), volume: 100)
    bench.play(PriceBar(100, 106, 99, 100), volume: 40)
    #expect(bench.quantities == [10, 4])
    bench.play(PriceBar(100, 101, 94, 96), volume: 100)
    #expect(bench.causes == [.signal, .takeProfit, .stopLoss] && bench.quantities == [10, 4, 6])
  }

  @Test func `stop and target stand around the average entry`() {
    var bench = VenueBench(tenth)
    bench.send(.buy, 20) { $0.bracket = Bracket(stop: 0.05, target: 0.1) }
    bench.play(.flat(100), .flat(104), volume: 100)
    // 102 on average.
    #expect(bench.venue.protectiveStop == 96.9 && bench.venue.protectiveTarget == 112.2)
  }

  @Test func `a stop that is met ends the building of its position`() {
    var bench = VenueBench(tenth)
    bench.send(.buy, 30) { $0.bracket = Bracket(stop: 0.05) }
    bench.play(PriceBar(100, 101, 94, 100), .flat(100), volume: 100)
    #expect(bench.ends == ["cancelled:superseded"] && bench.quantities == [10, 10])
    #expect(bench.position.side == 0 && bench.events.orders.first?.filled == FixedPoint(10))
  }

  @Test func `the opening half of a reversal waits for its closing half`() throws {
    var bench = VenueBench(tenth)
    bench.send(.buy, 10)
    bench.play(.flat(100), volume: 100)
    bench.send(.sell, 10, .close)
    bench.send(.sell, 4)
    bench.play(.flat(101), volume: 60)
    #expect(bench.position.quantity == FixedPoint(4) && bench.venue.pendingQuantity == FixedPoint(-8))
    bench.play(.flat(102), volume: 60)
    #expect(bench.prices == [100, 101, 102, 102] && bench.quantities == [10, 6, 4, 4])
    #expect(bench.position.quantity == FixedPoint(-4))
    #expect(bench.ends == ["filled", "filled", "filled"])
    try bench.verify()
  }

  @Test func `a close that arrives takes the rest of its opening order off the book`() {
    var bench = VenueBench(tenth)
    bench.send(.buy, 30)
    bench.play(.flat(100), volume: 100)
    bench.send(.sell, 30, .close)
    #expect(bench.venue.pendingQuantity == FixedPoint(-10))
    bench.play(.flat(100), volume: 100)
    #expect(bench.ends == ["cancelled:superseded", "filled"])
    #expect(bench.position.side == 0 && bench.events.orders.last?.quantity == FixedPoint(10))
  }
}
