import Market
import Testing

@Suite struct TradingCalendarTests {
  private func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text), "\(text)") }

  /// Expected values: exchange_calendars, see Fixtures/make_xnys_sessions.py.
  @Test func `the New York Stock Exchange opens and closes as recorded from 1993 to 2035`() throws {
    let expected = try Fixture.rows("xnys_sessions.csv").map { row in
      Session(open: try instant("\(row[0])T\(row[1])Z"), close: try instant("\(row[0])T\(row[2])Z"))
    }
    let range = try instant("1993-01-01")..<instant("2036-01-01")
    let sessions = TradingCalendar.usEquities.sessions(covering: range).sessions.filter { range.contains($0.open) }
    #expect(sessions.count == 10_817)
    for (session, expected) in zip(sessions, expected) where session != expected {
      Issue.record("\(session) instead of \(expected)")
      break
    }
    #expect(sessions == expected)
  }

  /// Recorded trading in SPY, see Fixtures/make_spy_sessions.py.
  @Test func `SPY traded on exactly the sessions of the calendar, and fewer hours on half days`() throws {
    let rows = try Fixture.rows("spy_sessions.csv")
    let range = try instant("1998-01-01")..<instant("2019-01-01")
    let calendar = TradingCalendar.usEquities
    let schedule = calendar.sessions(covering: range)
    let sessions = schedule.sessions.filter { range.contains($0.open) }
    #expect(sessions.map(\.open.date) == rows.map { Timestamp($0[0])?.date })
    for (session, row) in zip(sessions, rows) where !row[1].isEmpty {
      let first = try instant("\(row[0])T\(row[2])Z")
      let last = try instant("\(row[0])T\(row[3])Z")
      let opening = try #require(calendar.interval(ofCandleStamped: first, timeframe: .oneHour, in: schedule))
      let closing = try #require(calendar.interval(ofCandleStamped: last, timeframe: .oneHour, in: schedule))
      #expect(opening.open == session.open && opening.close == first + .seconds(3600), "\(row)")
      #expect(closing.open == last && closing.close == session.close, "\(row)")
      #expect(Int(row[1]) == (session.close == last + .seconds(3600) ? hours(of: session) : nil), "\(row)")
    }
  }

  private func hours(of session: Session) -> Int {
    Int((session.close.milliseconds - session.open.milliseconds + 1_800_000) / 3_600_000)
  }

  @Test func `crypto is one session over all time`() throws {
    let schedule = TradingCalendar.alwaysOpen.sessions(covering: try instant("2020-01-01")..<instant("2020-01-02"))
    #expect(schedule.sessions.count == 1)
    #expect(schedule.isOpen(at: try instant("1970-01-01")))
    #expect(schedule.isOpen(at: try instant("2999-01-01")))
    let hour = try schedule.openMilliseconds(from: instant("2020-01-01T00:00Z"), to: instant("2020-01-01T01:00Z"))
    #expect(hour == 3_600_000)
  }

  /// Summer closes and opens at 21:00Z, winter at 22:00Z; clocks changed on Sunday 2016-03-13.
  @Test(arguments: [
    ("2016-03-11T21:59:59.999Z", true), ("2016-03-11T22:00Z", false), ("2016-03-13T20:59:59.999Z", false),
    ("2016-03-13T21:00Z", true), ("2016-03-18T20:59:59.999Z", true), ("2016-03-18T21:00Z", false),
    ("2016-03-16T03:00Z", true), ("2016-03-12T12:00Z", false),
  ])
  func `forex trades from Sunday to Friday 17:00 New York, daylight saving included`(text: String, open: Bool) throws {
    let range = try instant("2016-03-01")..<instant("2016-04-01")
    #expect(TradingCalendar.forex.sessions(covering: range).isOpen(at: try instant(text)) == open)
  }

  @Test(arguments: [TradingCalendar.forex, .usEquities], ["2001-09-13T12:00Z", "2016-12-24", "2018-12-05T15:00Z"])
  func `a schedule reaches one session before its range and two after`(calendar: TradingCalendar, text: String) throws {
    let start = try instant(text)
    for range in [start..<start, start..<(start + .seconds(86_400 * 9))] {
      let sessions = calendar.sessions(covering: range).sessions
      #expect(sessions.contains { $0.close <= range.lowerBound })
      #expect(sessions.count { $0.open >= range.upperBound } >= 2)
    }
  }

  @Test func `a range over all time gives the sessions of three centuries`() {
    let sessions = TradingCalendar.forex.sessions(covering: .distantPast..<Timestamp.distantFuture).sessions
    #expect(sessions.count > 15_600 && sessions.count < 15_720)
  }

  @Test(arguments: [
    // Standard time, then daylight saving time, and both days on which clocks change.
    ("2024-01-10T14:29:59.999Z", "2024-01-09T14:30:00Z", "2024-01-10T14:30:00Z"),
    ("2024-01-10T14:30Z", "2024-01-10T14:30:00Z", "2024-01-11T14:30:00Z"),
    ("2024-03-10T05:00Z", "2024-03-09T14:30:00Z", "2024-03-10T13:30:00Z"),
    ("2024-07-06T13:30Z", "2024-07-06T13:30:00Z", "2024-07-07T13:30:00Z"),
    ("2024-11-03T12:00Z", "2024-11-02T13:30:00Z", "2024-11-03T14:30:00Z"),
  ])
  func `the equity day starts at 09:30 New York on any civil day`(text: String, start: String, end: String) throws {
    let now = try instant(text)
    #expect(TradingCalendar.usEquities.dayStart(containing: now) == Timestamp(start))
    #expect(TradingCalendar.usEquities.dayEnd(after: now) == Timestamp(end))
  }

  @Test(arguments: [
    ("2024-03-09T22:00Z", "2024-03-09T22:00:00Z", "2024-03-10T21:00:00Z"),
    ("2024-03-10T20:59:59Z", "2024-03-09T22:00:00Z", "2024-03-10T21:00:00Z"),
    ("2024-11-03T03:00Z", "2024-11-02T21:00:00Z", "2024-11-03T22:00:00Z"),
  ])
  func `the forex day starts at 17:00 New York`(text: String, start: String, end: String) throws {
    let now = try instant(text)
    #expect(TradingCalendar.forex.dayStart(containing: now) == Timestamp(start))
    #expect(TradingCalendar.forex.dayEnd(after: now) == Timestamp(end))
  }

  @Test(arguments: [
    ("2024-02-29T00:00Z", "2024-02-29", "2024-03-01"), ("1969-12-31T23:59:59.999Z", "1969-12-31", "1970-01-01"),
  ])
  func `the crypto day starts at midnight UTC`(text: String, start: String, end: String) throws {
    let now = try instant(text)
    #expect(TradingCalendar.alwaysOpen.dayStart(containing: now) == Timestamp(start))
    #expect(TradingCalendar.alwaysOpen.dayEnd(after: now) == Timestamp(end))
  }

  @Test(arguments: TradingCalendar.allCases, [1, 2, 3] as [UInt64])
  func `days follow each other without gap or overlap`(calendar: TradingCalendar, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let now = Timestamp(milliseconds: Int64.random(in: 0..<2_000_000_000_000, using: &generator))
      let start = calendar.dayStart(containing: now)
      let end = calendar.dayEnd(after: now)
      #expect(start <= now && now < end)
      #expect(calendar.dayStart(containing: start) == start && calendar.dayEnd(after: start) == end)
      #expect(calendar.dayStart(containing: end) == end)
      #expect([23, 24, 25].map { $0 * 3_600_000 }.contains(end.milliseconds - start.milliseconds))
    }
  }

  /// Counts of the contract: 365 days of 24 hours, 260 days of 24 hours, 252 sessions of 6.5 hours.
  @Test(arguments: [
    (TradingCalendar.alwaysOpen, 365.0, 525_600.0, 8_760.0, 2_190.0), (.forex, 260, 374_400, 6_240, 1_560),
    (.usEquities, 252, 98_280, 1_764, 504),
  ])
  func `a year has so many candles`(calendar: TradingCalendar, day: Double, minute: Double, hour: Double, four: Double)
  {
    #expect(calendar.daysPerYear == day)
    #expect(calendar.periodsPerYear(of: .oneDay) == day)
    #expect(calendar.periodsPerYear(of: .oneMinute) == minute)
    #expect(calendar.periodsPerYear(of: .oneHour) == hour)
    #expect(calendar.periodsPerYear(of: .fourHours) == four)
  }

  @Test(
    arguments: [
      // 3 July 2017 closed at 13:00; the 4th did not trade.
      ("2017-07-03", .oneDay, "2017-07-03T13:30:00Z", "2017-07-03T17:00:00Z"),
      ("2017-07-04", .oneDay, nil, nil), ("2017-07-01", .oneDay, nil, nil),
      ("2017-12-29", .oneDay, "2017-12-29T14:30:00Z", "2017-12-29T21:00:00Z"),
      ("2017-12-29T14:00Z", .oneHour, "2017-12-29T14:30:00Z", "2017-12-29T15:00:00Z"),
      ("2017-12-29T15:00Z", .oneHour, "2017-12-29T15:00:00Z", "2017-12-29T16:00:00Z"),
      ("2017-07-03T16:30Z", .oneHour, "2017-07-03T16:30:00Z", "2017-07-03T17:00:00Z"),
      ("2017-07-03T17:00Z", .oneHour, nil, nil), ("2017-12-29T14:29Z", .oneMinute, nil, nil),
      ("2017-12-29T14:30Z", .oneMinute, "2017-12-29T14:30:00Z", "2017-12-29T14:31:00Z"),
      ("2017-12-29T21:00Z", .oneMinute, nil, nil), ("2017-12-29T13:30Z", .oneHour, nil, nil),
      ("2017-12-29T12:00Z", .fourHours, "2017-12-29T14:30:00Z", "2017-12-29T16:00:00Z"),
      ("2017-12-29T20:00Z", .fourHours, "2017-12-29T20:00:00Z", "2017-12-29T21:00:00Z"),
    ] as [(String, Timeframe, String?, String?)])
  func `an equity candle covers what lies inside the session`(
    stamp: String, timeframe: Timeframe, open: String?, close: String?
  ) throws {
    let calendar = TradingCalendar.usEquities
    let schedule = calendar.sessions(covering: try instant("2017-06-01")..<instant("2018-01-01"))
    let interval = calendar.interval(ofCandleStamped: try instant(stamp), timeframe: timeframe, in: schedule)
    #expect(interval?.open == open.flatMap { Timestamp($0) })
    #expect(interval?.close == close.flatMap { Timestamp($0) })
  }

  /// A forex day is called by the date on which New York ends it, an equity day by the date of its session.
  @Test(
    arguments: [
      (.alwaysOpen, "2018-02-01T00:00Z", "2018-01-31"), (.forex, "2018-02-01T22:00Z", "2018-02-01"),
      (.forex, "2018-07-31T21:00Z", "2018-07-31"), (.usEquities, "2018-12-01T14:30Z", "2018-11-30"),
      (.usEquities, "2018-07-04T13:30Z", "2018-07-03"),
    ] as [(TradingCalendar, String, String)])
  func `a day is called by one date, and found by it`(calendar: TradingCalendar, end: String, date: String) throws {
    let found = calendar.date(ofDayEndingAt: try instant(end))
    #expect(try found == instant(date).date)
    #expect(calendar.dayEnd(after: calendar.dayStart(called: found)) == (try instant(end)))
  }

  @Test(arguments: [TradingCalendar.alwaysOpen, .forex])
  func `other candles cover one timeframe from their stamp`(calendar: TradingCalendar) throws {
    let stamp = try instant("2017-12-30T00:00Z")
    let interval = try #require(
      calendar.interval(
        ofCandleStamped: stamp, timeframe: .fourHours, in: calendar.sessions(covering: stamp..<stamp)))
    #expect(interval.open == stamp && interval.close == stamp + .seconds(14_400))
  }
}
