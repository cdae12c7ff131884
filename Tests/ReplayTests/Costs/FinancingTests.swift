import Market
import Replay
import Testing

/// What holding costs, and when.
@Suite struct FinancingTests {
  private func rollovers(_ calendar: Financing.Calendar, from: Timestamp, through: Timestamp) -> [(Timestamp, Double)] {
    var found: [(Timestamp, Double)] = []
    var next = calendar.next(after: from)
    while next <= through {
      found.append((next, calendar.days(at: next)))
      next = calendar.next(after: next)
    }
    return found
  }

  @Test func `forex rolls at 17:00 in New York, Wednesday's counting three days, seven in a week`() {
    // Sunday 2024-01-14 to Sunday the 21st; New York is five hours behind.
    let week = rollovers(.newYork17, from: .at("2024-01-14T12:00Z"), through: .at("2024-01-21T22:00Z"))
    #expect(
      week.map(\.0) == [15, 16, 17, 18, 19].map { Timestamp(year: 2024, month: 1, day: $0, hour: 22) })
    #expect(week.map(\.1) == [1, 1, 3, 1, 1])
  }

  @Test func `daylight saving moves the rollover by an hour of UTC`() {
    // Clocks go forward on Sunday 2024-03-10.
    let days = rollovers(.newYork17, from: .at("2024-03-08T12:00Z"), through: .at("2024-03-11T23:00Z"))
    #expect(days.map(\.0) == [.at("2024-03-08T22:00Z"), .at("2024-03-11T21:00Z")])
  }

  @Test func `crypto rolls at each midnight UTC or every eight hours`() {
    let from = Timestamp.at("2024-01-15T00:00Z")
    let through = Timestamp.at("2024-01-17T00:00Z")
    #expect(rollovers(.utcMidnight, from: from, through: through).map(\.0) == [.at("2024-01-16"), .at("2024-01-17")])
    let funding = rollovers(.everyEightHours, from: from, through: through)
    #expect(funding.count == 6 && funding.allSatisfy { $0.1 == 1.0 / 3 })
    #expect(funding.first?.0 == .at("2024-01-15T08:00Z"))
  }

  @Test func `a borrowed share is owed each midnight in New York, weekends included`() {
    let week = rollovers(.newYorkMidnight, from: .at("2024-01-12T15:00Z"), through: .at("2024-01-16T05:00Z"))
    #expect(week.map(\.0) == [13, 14, 15, 16].map { Timestamp(year: 2024, month: 1, day: $0, hour: 5) })
  }

  @Test func `the amount is notional times rate times days over the year`() {
    let financing = Financing(.newYork17, longRate: 0.0365, shortRate: -0.0073)
    let monday = Timestamp.at("2024-01-15T22:00Z")
    let wednesday = Timestamp.at("2024-01-17T22:00Z")
    // 100,000 x 3.65 % / 365 = 10 a day; the short is paid 2.
    #expect(financing.amount(notional: FixedPoint(100_000), at: monday) == FixedPoint(-10))
    #expect(financing.amount(notional: FixedPoint(100_000), at: wednesday) == FixedPoint(-30))
    #expect(financing.amount(notional: FixedPoint(-100_000), at: wednesday) == FixedPoint(6))
    // After Monday's own, through Wednesday's: 10 and 30.
    #expect(financing.amount(notional: FixedPoint(100_000), from: monday, through: wednesday) == FixedPoint(-40))
    let money = Financing(.utcMidnight, longRate: 0.036, shortRate: 0, daysPerYear: 360)
    #expect(money.amount(notional: FixedPoint(100_000), at: .at("2024-01-16")) == FixedPoint(-10))
  }

  // MARK: At the venue

  private var daily: VenueSettings {
    var settings = VenueSettings()
    settings.financing = Financing(.utcMidnight, longRate: 0.365, shortRate: 0.73)
    return settings
  }

  /// Candle 23 of a Monday opens at 23:00 and closes at midnight.
  private func held(_ side: Side, from first: Int, closedIn last: Int) -> VenueBench {
    var bench = VenueBench(daily)
    for index in 0..<60 {
      if index == first { bench.send(side, 10) }
      if index == last { bench.send(side == .buy ? .sell : .buy, 10, .close) }
      bench.play(.flat(100))
    }
    return bench
  }

  @Test(arguments: [
    // Opened before midnight and held through it: 1,000 x 36.5 % / 365 = 1.
    (Side.buy, 5, 30, [-1.0]), (.sell, 5, 30, [-2]),
    // Two midnights.
    (.buy, 5, 50, [-1, -1]),
    // Opened at midnight itself: that one is not owed. Closed at it: it is, the position was there when it struck.
    (.buy, 24, 30, []), (.buy, 5, 24, [-1]), (.buy, 5, 23, []),
  ])
  func `a position pays for the rollovers that find it held`(side: Side, first: Int, last: Int, charges: [Double])
    throws
  {
    var bench = held(side, from: first, closedIn: last)
    #expect(bench.events.charges.map(\.amount.doubleValue) == charges)
    #expect(bench.events.charges.allSatisfy { $0.kind == .financing && $0.time.millisecondsOfDay == 0 })
    let trade = try #require(bench.events.trades.first)
    #expect(trade.charges.doubleValue == charges.reduce(0, +) && trade.profit == trade.charges)
    try bench.verify()
  }

  @Test func `a stop inside a candle pays for a rollover inside it`() throws {
    var settings = VenueSettings()
    settings.financing = Financing(.everyEightHours, longRate: 1.095, shortRate: 0)
    var venue = SimulatedVenue(settings, positions: .longShort, maximumLeverage: 10, instrument: .bitcoin)
    var account = Account(balance: FixedPoint(10_000))
    var position = Position()
    var events = EventLog()
    var ticket = OrderTicket(.buy, .open, quantity: FixedPoint(10))
    ticket.bracket = Bracket(stop: 0.05)
    let start = Timestamp.at("2024-01-15T02:00Z")
    venue.submit(ticket, at: start, arrives: start)
    venue.play(
      VenueCandle(from: start, to: .at("2024-01-15T10:00Z"), trades: PriceBar(100, 101, 94, 96)), account: &account,
      position: &position, into: &events)
    // 1,000 x 109.5 % / 365 / 3 = 1.
    #expect(events.charges.map(\.amount) == [FixedPoint(-1)])
    #expect(events.charges.map(\.time) == [.at("2024-01-15T08:00Z")])
    #expect(account.cash == FixedPoint(10_000 - 50 - 1))
  }
}
