import Market
import Replay
import Testing

/// Limit orders that open and that reduce; hand-worked from Documentation/venue.md.
@Suite struct LimitOrderTests {
  typealias Intrabar = VenueSettings.Intrabar

  @Test(arguments: Intrabar.allCases)
  func `a buy below the market fills at its price when the low reaches it`(rule: Intrabar) {
    var bench = VenueBench(.rule(rule))
    bench.send(.buy, .limit(98), 1)
    bench.play(PriceBar(100, 101, 98.01, 100))
    #expect(bench.prices.isEmpty && bench.venue.pendingQuantity == .one)
    bench.play(PriceBar(100, 101, 98, 100))
    #expect(bench.prices == [98])
    #expect(
      bench.events.fills.first?.isMaker == true && bench.events.fills.first?.time == Timestamp.monday.close(of: 1))
    #expect(bench.ends == ["filled"])
  }

  @Test(arguments: Intrabar.allCases)
  func `a limit that the market meets on arrival takes the open`(rule: Intrabar) {
    for (side, limit, price) in [(Side.buy, 101.0, 100.0), (.sell, 99, 100)] {
      var bench = VenueBench(.rule(rule))
      bench.send(side, .limit(limit), 1)
      bench.play(PriceBar(100, 102, 97, 100))
      #expect(bench.prices == [price])
      #expect(bench.events.fills.first?.isMaker == false && bench.events.fills.first?.time == .monday)
    }
  }

  @Test(arguments: [(Intrabar.pessimistic, 98.0), (.path, 95), (.optimistic, 95)])
  func `a resting limit that the open has jumped over gets its price, or the open where the rule is kinder`(
    rule: Intrabar, price: Double
  ) {
    var bench = VenueBench(.rule(rule))
    bench.send(.buy, .limit(98), 1)
    bench.play(.flat(100), PriceBar(95, 96, 94, 95))
    #expect(bench.prices == [price])
    #expect(bench.events.fills.first?.isMaker == true && bench.events.fills.first?.time == Timestamp.monday.open(of: 1))
  }

  @Test func `a limit looks at its own side of the market`() {
    var settings = VenueSettings()
    settings.spread = 0.02
    var bench = VenueBench(settings)
    bench.send(.buy, .limit(98), 1)
    // The ask is one hundredth above the trades: at 97.1 it is 98.071, at 97.02 it is 97.9902.
    bench.play(PriceBar(100, 100, 97.1, 100))
    #expect(bench.prices.isEmpty)
    bench.play(PriceBar(100, 100, 97.02, 100))
    #expect(bench.prices == [98])
  }

  @Test(arguments: [(Intrabar.pessimistic, [Double]()), (.path, [98]), (.optimistic, [98])])
  func `what a candle did before a late limit arrived does not count under the careful rule`(
    rule: Intrabar, prices: [Double]
  ) {
    var bench = VenueBench(.rule(rule))
    bench.send(.buy, .limit(98), 1, latency: 1)
    bench.play(PriceBar(100, 101, 97, 100))
    #expect(bench.prices == prices)
    bench.play(PriceBar(100, 101, 97, 100))
    #expect(bench.prices == [98])
  }

  /// Limit 98, its stop 5 % below at 93.1, its target 5 % above at 102.9.
  @Test(arguments: [
    // The fall goes through the entry and then the stop, whatever the rule.
    (Intrabar.pessimistic, PriceBar(100, 103, 93, 100), FillCause.stopLoss),
    (.path, PriceBar(100, 103, 93, 100), .stopLoss),
    (.optimistic, PriceBar(100, 103, 93, 100), .stopLoss),
  ])
  func `after its entry a limit order's stop is met on the same way down`(
    rule: Intrabar, bar: PriceBar, cause: FillCause
  ) {
    var bench = VenueBench(.rule(rule))
    bench.send(.buy, .limit(98), 1) { $0.bracket = Bracket(stop: 0.05, target: 0.05) }
    bench.play(bar)
    #expect(bench.causes == [.signal, cause])
    #expect(bench.prices == [98, 93.1])
  }

  @Test(arguments: [(Intrabar.pessimistic, 1), (.path, 2), (.optimistic, 2)])
  func `the target counts in a limit order's entry candle unless the rule is careful`(rule: Intrabar, fills: Int) {
    var bench = VenueBench(.rule(rule))
    bench.send(.buy, .limit(98), 1) { $0.bracket = Bracket(stop: 0.05, target: 0.05) }
    // The low is nearer to the open: the path goes there first, then up to the target.
    bench.play(PriceBar(100, 103, 97.5, 100))
    #expect(bench.causes == Array([.signal, .takeProfit].prefix(fills)))
  }

  @Test func `a path that goes up first has passed the target before the entry`() {
    var bench = VenueBench(.rule(.path))
    bench.send(.buy, .limit(98), 1) { $0.bracket = Bracket(target: 0.05) }
    bench.play(PriceBar(101, 103, 97, 98))
    #expect(bench.causes == [.signal])
  }

  @Test func `a take-profit reduces and never opens`() {
    var bench = VenueBench()
    bench.send(.sell, .takeProfit(105), 1)
    bench.play(PriceBar(100, 106, 99, 100))
    #expect(bench.ends == ["rejected:nothing_to_reduce"])
    bench.send(.buy, 2)
    bench.play(.flat(100))
    bench.send(.sell, .takeProfit(105), 5, .close)
    bench.play(PriceBar(100, 106, 99, 100))
    #expect(bench.prices == [100, 105] && bench.quantities == [2, 2])
    #expect(bench.causes == [.signal, .takeProfit])
    #expect(bench.position.side == 0 && bench.ends.last == "filled")
  }

  @Test func `a post-only order that would trade on arrival is rejected, one that would not rests`() {
    for (limit, end) in [(100.0, "rejected:would_cross"), (99.99, "filled")] {
      var bench = VenueBench()
      bench.send(.buy, .limit(limit), 1) { $0.postOnly = true }
      bench.play(PriceBar(100, 101, 99, 100))
      #expect(bench.ends == [end])
    }
  }
}
