import Market
import Replay
import Testing

/// Random orders of every kind, on two instruments of one account, under random costs and currencies, on random candles:
/// the second book holds what the account holds, to the last unit.
@Suite struct LedgerPropertyTests {
  /// One instrument on the account, as a lane of the engine keeps it.
  private struct Lane {
    var venue: SimulatedVenue
    var position: Position
    var events = EventLog()
    var settings: VenueSettings
    var instrument: Instrument
    var market: RandomMarket
    var rate: Double
    var candle: VenueCandle
    /// Units of the largest order: too many for the money, now and then.
    let largest: Double

    init(_ positions: PositionMode, isForeign: Bool, seed: UInt64) {
      market = RandomMarket(seed: seed)
      largest = positions == .longFlat ? 110 : 1_500
      settings = market.settings()
      instrument = market.one(of: [.bitcoin, .spy])
      rate = isForeign ? 0.5 + market.generator.uniform() : 1
      venue = SimulatedVenue(
        settings, positions: positions, maximumLeverage: 20, instrument: instrument, sharesAccount: true)
      position = Position(settlement: isForeign && positions == .longShort ? .whenFlat : .atOnce)
      candle = VenueCandle(from: .monday, to: Timestamp.monday.close(of: 0), trades: .flat(1))
    }

    mutating func begin(_ index: Int) {
      let now = Timestamp.monday.open(of: index)
      if market.chance(0.4) {
        let ticket = market.ticket(on: instrument, at: now, largest: largest)
        let latency = market.chance(0.7) ? 0 : Int64(market.generator.index(below: 8_000_000))
        venue.submit(ticket, at: now, arrives: Timestamp(milliseconds: now.milliseconds + latency))
      }
      if market.chance(0.02) { venue.cancelAll(at: now, into: &events) }
      if market.chance(0.05) { _ = venue.replaceStop(market.price(on: instrument), of: position) }
      if rate != 1 { rate *= 1 + 0.01 * (market.generator.uniform() - 0.5) }
      candle = VenueCandle(
        from: now, to: Timestamp.monday.close(of: index), trades: market.bar(), halfSpread: settings.spread / 2,
        volume: 400 * market.generator.uniform(), rate: rate,
        conditions: MarketConditions(dailyVolatility: 0.03, averageDailyVolume: 5_000))
    }

    mutating func playOpen(_ account: inout Account) {
      venue.playOpen(candle, account: &account, position: &position, into: &events)
    }

    mutating func playRest(_ account: inout Account) {
      venue.playRest(candle, account: &account, position: &position, into: &events)
    }

    mutating func end() { venue.drain(at: candle.to, into: &events) }

    mutating func mark(_ account: inout Account) {
      account.mark(&position, bid: candle.sides.bid.close, ask: candle.sides.ask.close, rate: rate)
    }
  }

  /// What the ten thousand cases have come across, so that none of it is tested by nothing.
  private struct Coverage {
    var causes: [FillCause: Int] = [:]
    var charges: [Charge.Kind: Int] = [:]
    var ends: [String: Int] = [:]
    var trades = 0
  }

  @Test(arguments: 0..<20)
  func `the books agree to the last unit in ten thousand random cases`(block: Int) throws {
    var coverage = Coverage()
    for seed in UInt64(block) * 500..<UInt64(block + 1) * 500 { try play(seed, &coverage) }
    for cause in [FillCause.signal, .stopLoss, .takeProfit, .killSwitch, .liquidation] {
      #expect(coverage.causes[cause, default: 0] > 20, "\(cause)")
    }
    for kind in Charge.Kind.allCases { #expect(coverage.charges[kind, default: 0] > 20, "\(kind)") }
    #expect(coverage.trades > 1_000)
    for end in [
      "filled", "expired", "rejected:insufficient_funds", "rejected:arrived_expired", "rejected:nothing_to_reduce",
      "rejected:would_cross", "rejected:short_on_spot", "cancelled:position_closed", "cancelled:position_held",
      "cancelled:immediate_or_cancel", "cancelled:fill_or_kill", "cancelled:superseded", "cancelled:end_of_run",
    ] {
      #expect(coverage.ends[end, default: 0] > 0, "\(end)")
    }
  }

  private func play(_ seed: UInt64, _ coverage: inout Coverage) throws {
    let positions: PositionMode = seed % 3 == 0 ? .longFlat : .longShort
    let balance = FixedPoint(10_000)
    var account = Account(balance: balance)
    var lanes = [
      Lane(positions, isForeign: seed % 2 == 0, seed: seed &* 2),
      Lane(positions, isForeign: seed % 5 == 0, seed: seed &* 2 + 1),
    ]
    for index in 0..<30 {
      for lane in lanes.indices { lanes[lane].begin(index) }
      for lane in lanes.indices { lanes[lane].playOpen(&account) }
      for lane in lanes.indices { lanes[lane].playRest(&account) }
      for lane in lanes.indices { lanes[lane].mark(&account) }
      let values = lanes.reduce(FixedPoint.zero) { $0 + $1.position.value }
      let notionals = lanes.reduce(FixedPoint.zero) { $0 + $1.position.notional }
      #expect(account.positionsValue == values && account.grossNotional == notionals, "seed \(seed)")
      if positions == .longFlat {
        #expect(lanes.allSatisfy { $0.position.quantity >= .zero }, "seed \(seed)")
      }
    }
    try check(lanes, account, balance, seed, &coverage)
  }

  private func check(
    _ played: [Lane], _ account: Account, _ balance: FixedPoint, _ seed: UInt64, _ coverage: inout Coverage
  ) throws {
    var lanes = played
    var ledger = Ledger(balance: balance, settlements: lanes.map(\.position.settlement))
    var expected = balance
    for index in lanes.indices {
      lanes[index].end()
      let events = lanes[index].events
      for fill in events.fills {
        ledger.enter(fill, track: index)
        coverage.causes[fill.cause, default: 0] += 1
        #expect(fill.notional == fill.price * fill.quantity && fill.quantity > .zero, "seed \(seed)")
      }
      for charge in events.charges {
        ledger.enter(charge, track: index)
        coverage.charges[charge.kind, default: 0] += 1
      }
      for order in events.orders { coverage.ends[order.status, default: 0] += 1 }
      #expect(Set(events.orders.map(\.id)).count == lanes[index].venue.newestOrderID, "every order is reported once")
      #expect(events.orders.count == lanes[index].venue.newestOrderID, "seed \(seed)")
      coverage.trades += events.trades.count
      // What the trades made, and what is still open has done, is what became of the cash.
      expected = events.trades.reduce(expected) { $0 + $1.profit }
      if let entry = lanes[index].position.entry { expected += entry.cashEffect + entry.charges }
    }
    try ledger.verify(account, lanes.map(\.position))
    #expect(account.cash == expected, "seed \(seed)")
  }
}
