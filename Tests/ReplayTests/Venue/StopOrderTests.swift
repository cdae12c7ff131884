import Market
import Replay
import Testing

/// Stop, stop-limit and trailing stop orders; hand-worked from Documentation/venue.md.
@Suite struct StopOrderTests {
  typealias Intrabar = VenueSettings.Intrabar

  @Test(arguments: Intrabar.allCases)
  func `a buying stop fills at its price, worse by the slippage, when the high reaches it`(rule: Intrabar) {
    var settings = VenueSettings.rule(rule)
    settings.slippage = 0.01
    var bench = VenueBench(settings)
    bench.send(.buy, .stop(102), 1)
    bench.play(PriceBar(100, 101.99, 99, 100))
    #expect(bench.prices.isEmpty)
    bench.play(PriceBar(100, 102, 99, 100))
    #expect(bench.prices == [103.02])
    #expect(bench.events.fills.first?.isMaker == false && bench.causes == [.signal])
  }

  @Test(arguments: Intrabar.allCases)
  func `a stop that the open has jumped over fills at the open`(rule: Intrabar) {
    for (side, stop, open) in [(Side.buy, 102.0, 105.0), (.sell, 98, 95)] {
      var bench = VenueBench(.rule(rule))
      bench.send(side, .stop(stop), 1)
      bench.play(.flat(100), .flat(open))
      #expect(bench.prices == [open])
      #expect(bench.events.fills.first?.time == Timestamp.monday.open(of: 1))
    }
  }

  @Test func `a stop that is beyond the market on arrival fills at once`() {
    var bench = VenueBench()
    bench.send(.buy, .stop(99), 1)
    bench.play(PriceBar(100, 101, 98, 100))
    #expect(bench.prices == [100] && bench.events.fills.first?.time == .monday)
  }

  /// A breakout at 102 whose stop, 2 % below at 99.96, lies within the candle.
  @Test(arguments: [(Intrabar.pessimistic, [102, 99.96]), (.path, [102]), (.optimistic, [102])])
  func `after a breakout the careful rule lets the low follow the high`(rule: Intrabar, prices: [Double]) {
    var bench = VenueBench(.rule(rule))
    bench.send(.buy, .stop(102), 1) { $0.bracket = Bracket(stop: 0.02) }
    bench.play(PriceBar(100, 104, 99.5, 103))
    #expect(bench.prices == prices)
  }

  @Test(arguments: Intrabar.allCases)
  func `a close below the stop of a breakout has met it under every rule`(rule: Intrabar) {
    var bench = VenueBench(.rule(rule))
    bench.send(.buy, .stop(102), 1) { $0.bracket = Bracket(stop: 0.02) }
    bench.play(PriceBar(100, 104, 99.5, 99.9))
    #expect(bench.prices == [102, 99.96])
  }

  // MARK: Stop-limit

  @Test func `a stop-limit takes the market between its prices and rests beyond them`() {
    for (open, price) in [(100.0, 102.0), (102.5, 102.5), (103, 103)] {
      var bench = VenueBench()
      bench.send(.buy, .stopLimit(102, 103), 1)
      bench.play(.flat(100), PriceBar(open, 104, 100, 103.5))
      #expect(bench.prices == [price])
    }
    var bench = VenueBench()
    bench.send(.buy, .stopLimit(102, 103), 1)
    bench.play(.flat(100), PriceBar(105, 106, 103.01, 105))
    #expect(bench.prices.isEmpty)
    bench.play(PriceBar(105, 106, 103, 105))
    #expect(bench.prices == [103] && bench.events.fills.first?.isMaker == true)
  }

  @Test func `a stop-limit without slippage never pays more than its limit`() {
    var settings = VenueSettings()
    settings.slippage = 0.05
    var bench = VenueBench(settings)
    bench.send(.buy, .stopLimit(102, 102.5), 1)
    bench.play(PriceBar(100, 104, 99, 103))
    #expect(bench.prices == [102])
  }

  // MARK: Trailing

  /// Bought at 100, trailing 5 %: the stop stands at 95, after a high of 110 at 104.5.
  @Test(arguments: [
    // Low first: 96 does not meet 95; then the high moves it to 104.5; the close of 106 does not meet it.
    (Intrabar.pessimistic, PriceBar(100, 110, 96, 106), [Double]()),
    // The close of 104 does.
    (.pessimistic, PriceBar(100, 110, 96, 104), [104.5]),
    // Low first, and it meets the stop where it stood.
    (.pessimistic, PriceBar(100, 110, 94, 104), [95]),
    // High first: the stop has moved when the low comes.
    (.optimistic, PriceBar(100, 110, 96, 106), [104.5]),
    // The low is nearer to the open, so it comes first.
    (.path, PriceBar(100, 110, 96, 106), []),
    // The high is nearer.
    (.path, PriceBar(106, 110, 96, 106), [104.5]),
  ])
  func `a trailing stop moves in the order in which the rule lets the extremes come`(
    rule: Intrabar, bar: PriceBar, exits: [Double]
  ) {
    for isBracket in [true, false] {
      var bench = VenueBench(.rule(rule))
      bench.send(.buy, 1) { $0.bracket = isBracket ? Bracket(trailing: 0.05) : nil }
      bench.play(.flat(100))
      if !isBracket {
        bench.send(.sell, .trailingStop(0.05), 1, .close)
        bench.play(.flat(100))
      }
      bench.play(bar)
      #expect(Array(bench.prices.dropFirst()) == exits)
      #expect(bench.causes.dropFirst().allSatisfy { $0 == .stopLoss })
    }
  }

  @Test func `in the entry candle the careful rule leaves a trailing stop where it is`() {
    var bench = VenueBench()
    bench.send(.buy, 1) { $0.bracket = Bracket(trailing: 0.05) }
    bench.play(PriceBar(100, 110, 99, 104))
    #expect(bench.venue.protectiveStop == 95)
    bench.play(PriceBar(104, 105, 103, 104))
    // 95 % of 105 is 99.75.
    #expect(bench.venue.protectiveStop == 99.75)
  }

  @Test func `a trailing stop never goes back, and the nearer of it and the fixed stop acts`() {
    var bench = VenueBench()
    bench.send(.buy, 1) { $0.bracket = Bracket(stop: 0.02, trailing: 0.05) }
    bench.play(.flat(100))
    #expect(bench.venue.protectiveStop == 98)
    bench.play(PriceBar(100, 110, 100, 109))
    #expect(bench.venue.protectiveStop == 104.5)
    bench.play(PriceBar(109, 109, 105, 106))
    #expect(bench.venue.protectiveStop == 104.5)
  }

  @Test func `a short's trailing stop follows the market down`() {
    var bench = VenueBench()
    bench.send(.sell, 1) { $0.bracket = Bracket(trailing: 0.05) }
    bench.play(.flat(100), PriceBar(100, 101, 80, 83))
    #expect(bench.venue.protectiveStop == 84)
    bench.play(PriceBar(83, 90, 82, 85))
    #expect(bench.prices == [100, 84])
  }

  @Test func `the stop of a held position can be moved, onto the grid only`() {
    var bench = VenueBench()
    #expect(bench.venue.replaceStop(FixedPoint(99), of: bench.position) == .nothingToReduce)
    bench.send(.buy, 1) { $0.bracket = Bracket(stop: 0.05, target: 0.05) }
    bench.play(.flat(100))
    #expect(bench.venue.replaceStop(FixedPoint(99.001), of: bench.position) == .offTick)
    #expect(bench.venue.replaceStop(FixedPoint(99), of: bench.position) == nil)
    bench.play(PriceBar(100, 101, 98, 100))
    #expect(bench.prices == [100, 99])
  }
}
