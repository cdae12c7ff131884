import Market
import Replay
import Testing

/// What must hold of every fill of every kind of order; checked on seeded random ones.
@Suite struct FillPropertyTests {
  typealias Intrabar = VenueSettings.Intrabar

  @Test(arguments: Intrabar.allCases, 0..<10)
  func `no fill is better than its candle allows, none comes before its order, none is more than the order`(
    rule: Intrabar, block: Int
  ) {
    var fills = 0
    for seed in UInt64(block) * 100..<UInt64(block + 1) * 100 {
      var market = RandomMarket(seed: seed)
      var settings = market.settings()
      settings.intrabar = rule
      settings.spread = 0
      settings.balance = FixedPoint(1_000_000)
      var bench = VenueBench(settings)
      for _ in 0..<40 {
        if market.chance(0.4) {
          let latency = market.chance(0.7) ? 0 : Int64(market.generator.index(below: 8_000_000))
          let ticket = market.ticket(on: .bitcoin, at: bench.now, largest: 60)
          bench.venue.submit(
            ticket, at: bench.now, arrives: Timestamp(milliseconds: bench.now.milliseconds + latency))
        }
        let (known, bar, open) = (bench.events.fills.count, market.bar(), bench.now)
        bench.play(bar, volume: 400 * market.generator.uniform())
        for fill in bench.events.fills[known...] {
          fills += 1
          #expect(isPossible(fill, bar, from: open, to: bench.now), "seed \(seed): \(fill) in \(bar)")
        }
      }
      bench.venue.drain(at: bench.now, into: &bench.events)
      check(bench.events, seed)
    }
    #expect(fills > 500)
  }

  /// A buyer never pays less than the low, a seller never gets more than the high; at the open no one gets more than it.
  private func isPossible(_ fill: Fill, _ bar: PriceBar, from: Timestamp, to: Timestamp) -> Bool {
    guard from <= fill.time, fill.time <= to else { return false }
    let isInside = fill.time == to
    let best = isInside ? (fill.side == .buy ? bar.low : bar.high) : bar.open
    return fill.side == .buy ? fill.price >= FixedPoint(best) : fill.price <= FixedPoint(best)
  }

  private func check(_ events: EventLog, _ seed: UInt64) {
    for order in events.orders {
      let own = events.fills.filter { $0.orderID == order.id && ($0.side == order.side) }
      #expect(
        own.allSatisfy { order.arrives <= $0.time && $0.time < order.ticket.expires + .milliseconds(1) }, "seed \(seed)"
      )
      #expect(own.reduce(FixedPoint.zero) { $0 + $1.quantity } == order.filled, "seed \(seed)")
      #expect(order.filled <= order.quantity && (order.state == .filled) == (order.remaining == .zero), "seed \(seed)")
      if case .limit(let price) = order.ticket.kind {
        #expect(own.allSatisfy { order.side == .buy ? $0.price <= price : $0.price >= price }, "seed \(seed)")
      }
    }
  }

  /// One bracket order, then left alone: entered at market on any candles, at a limit or a stop on candles that open where
  /// the last one closed. Documentation/venue.md says why gaps spoil it for those.
  @Test(arguments: 0..<20)
  func `one isolated bracket order makes no more under a more careful rule`(block: Int) {
    var (ended, differing) = (0, 0)
    for seed in UInt64(block) * 100..<UInt64(block + 1) * 100 {
      let trades = [Intrabar.pessimistic, .path, .optimistic].compactMap { trade(seed, $0) }
      guard trades.count == 3 else { continue }
      ended += 1
      #expect(
        trades[0].entryPrice == trades[1].entryPrice && trades[1].entryPrice == trades[2].entryPrice, "seed \(seed)")
      #expect(trades[0].profit <= trades[1].profit && trades[1].profit <= trades[2].profit, "seed \(seed)")
      if trades[0].profit < trades[2].profit { differing += 1 }
    }
    #expect(ended > 50 && differing > 2)
  }

  private func trade(_ seed: UInt64, _ rule: Intrabar) -> Trade? {
    var market = RandomMarket(seed: seed)
    var settings = VenueSettings.rule(rule)
    settings.slippage = market.chance(0.5) ? 0 : 0.001
    settings.spread = market.chance(0.5) ? 0 : 0.002
    settings.takerFee = 0.001
    var bench = VenueBench(settings)
    let side: Side = market.chance(0.5) ? .buy : .sell
    let isAtMarket = seed % 3 == 0
    let offset = 0.01 * market.generator.uniform()
    let kinds: [OrderKind] = [
      .market, .limit(Instrument.bitcoin.nearestTick(to: 100 * (1 - Double(side.sign) * offset))),
      .stop(Instrument.bitcoin.nearestTick(to: 100 * (1 + Double(side.sign) * offset))),
    ]
    bench.send(side, kinds[Int(seed % 3)], 1) {
      $0.bracket = Bracket(
        stop: 0.005 + 0.04 * market.generator.uniform(), target: 0.005 + 0.06 * market.generator.uniform())
    }
    for _ in 0..<60 { bench.play(market.bar(jumps: isAtMarket)) }
    return bench.events.trades.first
  }

  /// The venue is asked for each candle whether it may be left out.
  @Test(arguments: 0..<10)
  func `a candle that the venue sleeps through would have changed nothing`(block: Int) throws {
    var (slept, played) = (0, 0)
    for seed in UInt64(block) * 50..<UInt64(block + 1) * 50 {
      var market = RandomMarket(seed: seed)
      var settings = market.settings()
      settings.balance = FixedPoint(100_000)
      var awake = VenueBench(settings)
      var sleeper = awake
      for _ in 0..<100 {
        if market.chance(0.1) {
          let ticket = market.ticket(on: .bitcoin, at: awake.now, largest: 60)
          awake.venue.submit(ticket, at: awake.now, arrives: awake.now)
          sleeper.venue.submit(ticket, at: awake.now, arrives: awake.now)
        }
        let (bar, volume) = (market.bar(), 400 * market.generator.uniform())
        awake.play(bar, volume: volume)
        if sleeper.play(unlessAsleep: bar, volume: volume) { played += 1 } else { slept += 1 }
      }
      #expect(awake.events.fills == sleeper.events.fills, "seed \(seed)")
      #expect(awake.events.orders == sleeper.events.orders && awake.account == sleeper.account, "seed \(seed)")
      try awake.verify()
    }
    #expect(slept > 1_000 && played > 300)
  }
}
