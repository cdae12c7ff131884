import Market
import Replay
import Testing

/// Instruments whose quote currency is not the account's. Rates are account currency a unit of quote currency.
@Suite struct CurrencyTests {
  @Test func `on margin only profit and loss are exposed to the rate`() throws {
    var bench = VenueBench(leverage: 30, settlement: .whenFlat)
    // 10,000 EUR buy 100,000 GBP at 1.25 USD; a USD is 0.8 EUR.
    bench.send(.buy, 100_000)
    bench.play(.flat(1.25), rate: 0.8)
    #expect(bench.account.cash == FixedPoint(10_000) && bench.position.quoteCash == FixedPoint(-125_000))
    #expect(bench.account.equity == FixedPoint(10_000) && bench.account.grossNotional == FixedPoint(100_000))
    // The dollar falls by a tenth against the euro: nothing gained, nothing lost, though 125,000 USD are in the market.
    bench.play(.flat(1.25), rate: 0.72)
    #expect(bench.account.equity == FixedPoint(10_000) && bench.account.grossNotional == FixedPoint(90_000))
    // A gain of 1,000 USD is 720 EUR.
    bench.play(.flat(1.26), rate: 0.72)
    #expect(bench.account.equity == FixedPoint(10_720))
    bench.send(.sell, 100_000, .close)
    bench.play(.flat(1.26), rate: 0.75)
    #expect(bench.account.cash == FixedPoint(10_750) && bench.position.quoteCash == .zero)
    #expect(
      bench.events.charges == [
        Charge(
          .conversion, time: Timestamp.monday.open(of: 3), amount: FixedPoint(750), quoteAmount: FixedPoint(1_000),
          rate: 0.75)
      ])
    let trade = try #require(bench.events.trades.first)
    #expect(trade.profit == FixedPoint(750) && trade.returnOnNotional == 0.0075)
    try bench.verify()
  }

  @Test func `spot exchanges each fill at once`() throws {
    var bench = VenueBench(positions: .longFlat)
    bench.send(.buy, 100)
    bench.play(.flat(100), rate: 0.8)
    #expect(bench.account.cash == FixedPoint(2_000) && bench.account.equity == FixedPoint(10_000))
    bench.play(.flat(100), rate: 0.9)
    #expect(bench.account.equity == FixedPoint(11_000))
    bench.send(.sell, 100, .close)
    bench.play(.flat(100), rate: 0.9)
    #expect(bench.account.cash == FixedPoint(11_000) && bench.events.charges.isEmpty)
    #expect(bench.events.trades.map(\.profit) == [FixedPoint(1_000)])
    try bench.verify()
  }

  @Test(arguments: [(125.0, "filled"), (125.01, "rejected:insufficient_funds")])
  func `funds are asked for in the account's currency`(units: Double, end: String) {
    // 125 x 100 USD x 0.8 = 10,000 EUR.
    for positions in [PositionMode.longFlat, .longShort] {
      var bench = VenueBench(
        positions: positions, leverage: 1, settlement: positions == .longFlat ? .atOnce : .whenFlat)
      bench.send(.buy, units)
      bench.play(.flat(100), rate: 0.8)
      #expect(bench.ends == [end])
    }
  }

  @Test func `fees in quote currency are part of what is exchanged`() throws {
    var settings = VenueSettings()
    settings.takerFee = 0.001
    for settlement in [Position.Settlement.atOnce, .whenFlat] {
      var bench = VenueBench(settings, settlement: settlement)
      bench.send(.sell, 10)
      bench.play(.flat(100), rate: 0.5)
      bench.send(.buy, 10, .close)
      bench.play(.flat(90), rate: 0.5)
      // 1,000 - 900 - 1 - 0.9 = 98.1 USD.
      #expect(bench.account.cash == FixedPoint(10_049.05))
      #expect(bench.events.trades.map(\.profit) == [FixedPoint(49.05)])
      #expect(bench.events.trades.map(\.fees) == [FixedPoint(1.9)])
      try bench.verify()
    }
  }

  @Test func `a position in pieces is one trade from flat to flat`() throws {
    var bench = VenueBench()
    bench.send(.buy, 10)
    bench.play(.flat(100))
    bench.send(.sell, 4, .close)
    bench.play(.flat(110))
    #expect(bench.events.trades.isEmpty && bench.account.equity == FixedPoint(10_100))
    bench.send(.sell, 6, .close)
    bench.play(.flat(105))
    let trade = try #require(bench.events.trades.first)
    // 4 x 10 + 6 x 5 = 70; sold at 107 on average.
    #expect(trade.profit == FixedPoint(70) && trade.exitPrice == FixedPoint(107) && trade.entryPrice == FixedPoint(100))
    #expect(trade.returnOnNotional == 0.07 && trade.quantity == FixedPoint(10))
    #expect(bench.account.positionsValue == .zero && bench.account.grossNotional == .zero)
    try bench.verify()
  }
}
