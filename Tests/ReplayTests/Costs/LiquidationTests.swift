import Market
import Replay
import Testing

/// When a margin account's position is closed by force.
@Suite struct LiquidationTests {
  private func settings(_ maintenance: Double, fee: Double = 0) -> VenueSettings {
    var settings = VenueSettings()
    settings.balance = FixedPoint(1_000)
    settings.liquidation = LiquidationRule(maintenance: maintenance, fee: fee)
    return settings
  }

  /// 1,000 buy 100 units at 100 ten times levered: (5 % x 0 + 9,000) / (100 - 5) = 94.7368…
  @Test func `the price is where equity falls to the maintenance margin`() throws {
    for (side, expected) in [(Side.buy, 9_000 / 95.0), (.sell, 11_000 / 105.0)] {
      var bench = VenueBench(settings(0.05))
      bench.send(side, 100)
      bench.play(.flat(100))
      let price = try #require(bench.venue.liquidationPrice(bench.account, bench.position))
      #expect((price - expected).magnitude < 1e-9)
      // There the equity is 5 % of the notional.
      let equity = 1_000 + Double(side.sign) * 100 * (price - 100)
      #expect((equity - 0.05 * 100 * price).magnitude < 1e-9)
    }
  }

  @Test func `the rest of the account's money and notional move it`() throws {
    let rule = LiquidationRule(maintenance: 0.1)
    func price(rest: Double, notional: Double = 0, quote: Double = 0, rate: Double = 1) -> Double? {
      rule.price(
        quantity: FixedPoint(10), quoteCash: FixedPoint(quote), rate: rate, restEquity: FixedPoint(rest),
        restNotional: FixedPoint(notional))
    }
    // (0 + 450) / (10 - 1) = 50; with 450 elsewhere at work (45 + 450 - …) it lies higher.
    #expect(price(rest: -450) == 50)
    #expect(price(rest: -450, notional: 450) == 55)
    // In another currency at 0.5: (-(-225) … ) the balance of -450 is worth -225, the notional half: the same price.
    #expect(price(rest: 0, quote: -450, rate: 0.5) == 50)
    #expect(price(rest: 0) == nil && price(rest: 100) == nil)
  }

  @Test(arguments: VenueSettings.Intrabar.allCases)
  func `it is met inside a candle like a stop, and at the open in a gap`(rule: VenueSettings.Intrabar) throws {
    for (bar, price) in [(PriceBar(100, 101, 94, 100), 9_000 / 95.0), (PriceBar(92, 101, 91, 100), 92)] {
      var settings = settings(0.05, fee: 0.01)
      settings.intrabar = rule
      var bench = VenueBench(settings)
      bench.send(.buy, 100)
      bench.play(.flat(100))
      bench.send(.sell, .limit(200), 100, .close)
      bench.play(.flat(100), bar)
      #expect(bench.causes == [.signal, .liquidation])
      let fill = try #require(bench.events.fills.last)
      #expect(fill.price == FixedPoint(price))
      let fee = fill.notional * FixedPoint(0.01)
      #expect(bench.events.charges == [Charge(.liquidationFee, time: fill.time, amount: -fee)])
      #expect(bench.ends == ["filled", "cancelled:position_closed"])
      #expect(bench.position.side == 0 && bench.venue.pendingQuantity == .zero)
      let trade = try #require(bench.events.trades.first)
      #expect(trade.profit == bench.account.cash - FixedPoint(1_000) && trade.exit == .liquidation)
      try bench.verify()
    }
  }

  @Test func `the user's own stop goes first where it is nearer, also in a gap`() {
    for (stop, low, cause) in [(0.05, 94.0, FillCause.stopLoss), (0.06, 94.0, .liquidation), (0.05, 80, .stopLoss)] {
      var bench = VenueBench(settings(0.05))
      bench.send(.buy, 100) { $0.bracket = Bracket(stop: stop) }
      bench.play(.flat(100))
      bench.play(PriceBar(low == 80 ? 80 : 100, 101, low, 100))
      #expect(bench.causes == [.signal, cause])
    }
  }

  @Test func `a price one tick above it leaves the position alone`() {
    for (low, causes) in [(94.74, [FillCause.signal]), (94.73, [.signal, .liquidation])] {
      var bench = VenueBench(settings(0.05))
      bench.send(.buy, 100)
      bench.play(.flat(100), PriceBar(100, 101, low, 100))
      #expect(bench.causes == causes)
    }
  }

  @Test func `neither spot nor an account without the rule is liquidated`() {
    var spot = VenueBench(settings(0.05), positions: .longFlat)
    spot.send(.buy, 10)
    spot.play(.flat(100), PriceBar(100, 100, 1, 1))
    #expect(spot.causes == [.signal])
    var settings = VenueSettings()
    settings.balance = FixedPoint(1_000)
    var bench = VenueBench(settings)
    bench.send(.buy, 100)
    bench.play(.flat(100), .flat(50))
    #expect(bench.causes == [.signal] && bench.account.equity == FixedPoint(-4_000))
  }

  /// Ten times levered: 100 units at 100 need 10,000 of 10 x 1,000.
  @Test(arguments: [(100.0, "filled"), (100.01, "rejected:insufficient_funds")])
  func `margin is asked for on arrival, reducing never`(units: Double, end: String) {
    var bench = VenueBench(settings(0.01))
    bench.send(.buy, units)
    bench.play(.flat(100))
    #expect(bench.ends == [end])
    guard end == "filled" else { return }
    bench.play(.flat(99.5))
    bench.send(.sell, units, .close)
    bench.play(.flat(95))
    #expect(bench.ends == ["filled", "filled"])
  }
}
