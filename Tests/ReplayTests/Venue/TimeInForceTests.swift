import Market
import Replay
import Testing

/// How long orders stand, what is rejected on arrival, and what takes orders off the book.
@Suite struct TimeInForceTests {
  private let start = Timestamp.monday

  /// A buy at 98 that stands until the end of candle 1, to the millisecond.
  @Test(arguments: [TimeInForce.goodTillDate, .day], [(offset: Int64(0), fills: true), (-1, false)])
  func `an order stands in a candle that closes by its expiry`(force: TimeInForce, case: (offset: Int64, fills: Bool)) {
    var bench = VenueBench()
    let expires = Timestamp(milliseconds: start.close(of: 1).milliseconds + `case`.offset)
    bench.send(.buy, .limit(98), 1) {
      $0.timeInForce = force
      $0.expires = expires
    }
    bench.play(.flat(100), PriceBar(100, 101, 97, 100), PriceBar(100, 101, 97, 100))
    #expect(bench.prices == (`case`.fills ? [98] : []))
    #expect(bench.ends == [`case`.fills ? "filled" : "expired"])
    if !`case`.fills { #expect(bench.events.orders.first?.ended == expires) }
  }

  @Test func `an order that expires inside a candle can still trade at its open`() {
    for (open, end) in [(97.0, "filled"), (98.5, "expired")] {
      var bench = VenueBench()
      bench.send(.buy, .limit(98), 1) {
        $0.timeInForce = .day
        $0.expires = Timestamp(milliseconds: start.open(of: 1).milliseconds + 1)
      }
      bench.play(.flat(100), PriceBar(open, 99, 97, 98))
      #expect(bench.ends == [end])
    }
  }

  @Test func `an order that arrives at its expiry or its session's end is rejected`() {
    for (latency, end) in [(Int64(1_799_999), "filled"), (1_800_000, "rejected")] {
      for isSession in [true, false] {
        var bench = VenueBench()
        bench.send(.buy, 1, latency: latency) {
          let limit = Timestamp(milliseconds: start.milliseconds + 1_800_000)
          if isSession { $0.sessionEnd = limit } else { $0.expires = limit }
        }
        bench.play(.flat(100))
        let reason = isSession ? ":session_closed" : ":arrived_expired"
        #expect(bench.ends == [end == "filled" ? end : end + reason])
      }
    }
  }

  @Test func `what cannot trade at once is cancelled when it may not rest`() {
    for (force, end) in [
      (TimeInForce.immediateOrCancel, "cancelled:immediate_or_cancel"), (.fillOrKill, "cancelled:fill_or_kill"),
    ] {
      var bench = VenueBench()
      bench.send(.buy, .limit(99), 1) { $0.timeInForce = force }
      bench.play(PriceBar(100, 101, 98, 100))
      #expect(bench.ends == [end] && bench.prices.isEmpty)
    }
  }

  // MARK: Rejects

  @Test(arguments: [
    (OrderKind.limit(98.001), 1.0, "rejected:off_tick"), (.stop(102.001), 1, "rejected:off_tick"),
    (.stopLimit(102, 103.001), 1, "rejected:off_tick"), (.trailingStop(1), 1, "rejected:off_tick"),
    (.market, 1.5, "rejected:off_lot"), (.market, 0, "rejected:off_lot"), (.market, 2, "rejected:below_minimum"),
    (.market, 3, "filled"),
  ])
  func `an order off the grid or below the minimum is rejected`(kind: OrderKind, units: Double, end: String) {
    var instrument = Instrument.bitcoin
    instrument.lotStep = 100_000_000
    instrument.minimumOrder = 300_000_000
    var bench = VenueBench(instrument: instrument)
    bench.send(.buy, kind, units)
    bench.play(.flat(100))
    #expect(bench.ends == [end])
  }

  @Test func `closing what is left is not bound to the minimum`() {
    var instrument = Instrument.bitcoin
    instrument.minimumOrder = 300_000_000
    var bench = VenueBench(instrument: instrument)
    bench.send(.buy, 3)
    bench.play(.flat(100))
    bench.send(.sell, 1, .close)
    bench.play(.flat(100))
    #expect(bench.position.quantity == FixedPoint(2) && bench.ends == ["filled", "filled"])
  }

  @Test func `a spot account sells nothing that it does not have`() {
    var bench = VenueBench(positions: .longFlat)
    bench.send(.sell, 1)
    bench.play(.flat(100))
    #expect(bench.ends == ["rejected:short_on_spot"])
  }

  @Test(arguments: [(100.0, "filled"), (100.01, "rejected:insufficient_funds")])
  func `a resting order needs its funds on arrival`(units: Double, end: String) {
    var bench = VenueBench(positions: .longFlat)
    // 100 units at 100 are all of the 10,000.
    bench.send(.buy, .limit(100), units)
    bench.play(PriceBar(101, 102, 99, 100))
    #expect(bench.ends == [end])
  }

  @Test func `an order that is met when its funds have gone is cancelled`() {
    var bench = VenueBench(positions: .longFlat)
    bench.send(.buy, .limit(100), 100)
    bench.play(.flat(101))
    bench.account.charge(.financing, FixedPoint(-1), at: bench.now, &bench.position, into: &bench.events)
    bench.play(PriceBar(101, 102, 99, 100))
    #expect(bench.ends == ["cancelled:insufficient_funds"])
  }

  // MARK: Orders that belong together

  @Test func `of two orders that exclude each other the second goes when the first trades`() {
    var bench = VenueBench()
    let first = bench.send(.buy, .stop(105), 1)
    bench.send(.buy, .limit(95), 1) { $0.oneCancelsOther = first }
    bench.play(PriceBar(100, 104, 96, 100))
    #expect(bench.ends.isEmpty)
    bench.play(PriceBar(100, 106, 99, 105))
    #expect(bench.ends == ["filled", "cancelled:one_cancels_other"])
    var other = VenueBench()
    let stop = other.send(.buy, .stop(105), 1)
    other.send(.buy, .limit(95), 1) { $0.oneCancelsOther = stop }
    other.play(PriceBar(100, 101, 94, 100))
    #expect(other.ends == ["filled", "cancelled:one_cancels_other"] && other.prices == [95])
  }

  @Test func `when the stop takes a position, what rested to reduce it goes`() {
    var bench = VenueBench()
    bench.send(.buy, 1) { $0.bracket = Bracket(stop: 0.05) }
    bench.play(.flat(100))
    bench.send(.sell, .limit(110), 1, .close)
    bench.send(.sell, .limit(120), 1) { $0.reduceOnly = true }
    bench.play(.flat(100), PriceBar(100, 101, 94, 96))
    #expect(bench.ends == ["filled", "cancelled:position_closed", "cancelled:position_closed"])
    #expect(bench.prices == [100, 95])
  }

  @Test func `reduce-only trades no more than what is held`() {
    var bench = VenueBench()
    bench.send(.buy, 2)
    bench.play(.flat(100))
    bench.send(.sell, 5) { $0.reduceOnly = true }
    bench.play(.flat(101))
    #expect(bench.quantities == [2, 2] && bench.position.side == 0)
    #expect(bench.events.orders.last?.quantity == FixedPoint(2))
  }

  @Test func `an opening order finds a position of another one held`() {
    var bench = VenueBench()
    bench.send(.buy, 1)
    bench.play(.flat(100))
    bench.send(.buy, 1)
    bench.play(.flat(100))
    #expect(bench.ends == ["filled", "cancelled:position_held"])
  }

  @Test func `a close gives up an entry that still rests`() {
    var bench = VenueBench()
    bench.send(.buy, .limit(95), 1)
    bench.play(.flat(100))
    #expect(bench.venue.pendingQuantity == .one)
    bench.send(.sell, 1, .close)
    #expect(bench.venue.pendingQuantity == .zero)
    bench.play(PriceBar(100, 101, 94, 100))
    #expect(bench.ends == ["cancelled:superseded", "cancelled:position_closed"] && bench.prices.isEmpty)
  }

  @Test func `an order can be taken back until it has ended`() {
    var bench = VenueBench()
    let id = bench.send(.buy, .limit(95), 1)
    bench.play(.flat(100))
    #expect(bench.venue.cancel(id, at: bench.now, into: &bench.events))
    #expect(!bench.venue.cancel(id, at: bench.now, into: &bench.events))
    bench.send(.buy, .limit(95), 1)
    bench.send(.buy, .limit(94), 1)
    bench.venue.cancelAll(at: bench.now, into: &bench.events)
    #expect(bench.ends == Array(repeating: "cancelled:requested", count: 3))
    #expect(bench.venue.pendingQuantity == .zero)
  }

  @Test func `at the end of a run what rests is cancelled and what is on its way stays pending`() {
    var bench = VenueBench()
    bench.send(.buy, .limit(95), 1)
    bench.play(.flat(100))
    bench.send(.buy, 1, latency: 9_000_000)
    bench.venue.drain(at: bench.now, into: &bench.events)
    #expect(bench.ends == ["cancelled:end_of_run", "pending"])
  }
}
