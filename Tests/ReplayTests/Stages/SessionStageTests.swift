import Market
import Replay
import Testing

@Suite struct SessionStageTests {
  @Test func `crypto is open at every hour of every day`() throws {
    // Weekends, Christmas and New Year's Day included.
    let scene = ReplayScene(CandleColumns(walk: 24 * 21, seed: 3, from: .at("2023-12-15")))
    let run = try scene.played(deciding: Decision(.hold, confidence: 0))
    #expect(run.stages == [Stage](repeating: .hold, count: 24 * 21))
  }

  /// Friday 17:00 and Sunday 17:00 in New York. In the second and third spring rows and the first autumn row, New York
  /// and London keep daylight saving apart.
  static let weekends = [
    ("2024-01-12T22:00Z", "2024-01-14T22:00Z"),
    ("2024-07-12T21:00Z", "2024-07-14T21:00Z"),
    ("2024-03-08T22:00Z", "2024-03-10T21:00Z"),
    ("2024-03-15T21:00Z", "2024-03-17T21:00Z"),
    ("2024-03-29T21:00Z", "2024-03-31T21:00Z"),
    ("2024-10-25T21:00Z", "2024-10-27T21:00Z"),
    ("2024-11-01T21:00Z", "2024-11-03T22:00Z"),
    ("2006-03-31T22:00Z", "2006-04-02T21:00Z"),
  ]

  @Test(arguments: weekends)
  func `forex is closed from Friday's close, inclusive, to Sunday's open, exclusive`(
    closing: String, opening: String
  ) throws {
    let (closing, opening) = (Timestamp.at(closing), Timestamp.at(opening))
    // A source that quotes through the weekend, so that nothing but the calendar closes the market.
    let candles = CandleColumns(flat: 1.1, count: 60 * 52, from: closing - .seconds(2 * 3_600), .oneMinute)
    let scene = ReplayScene(candles, instrument: .euro, timeframe: .oneMinute)
    let run = try scene.played(deciding: Decision(.hold, confidence: 0))
    #expect(run.rows.count == 60 * 52)
    for row in run.rows {
      #expect((row.stage == .marketClosed) == (closing <= row.time && row.time < opening), "\(row.time)")
    }
    #expect(run.stage(at: closing - .seconds(60)) == .hold)
    #expect(run.stage(at: closing) == .marketClosed)
    #expect(run.stage(at: opening - .seconds(60)) == .marketClosed)
    #expect(run.stage(at: opening) == .warmingUpReopen)
    #expect(run.stage(at: opening + .seconds(60)) == .hold)
  }

  /// A New York date, and the first and last instants of its session in UTC (NYSE's holiday calendars).
  static let exchangeDays = [
    ("2024-01-09", "2024-01-09T14:30Z", "2024-01-09T21:00Z"),  // winter
    ("2024-07-09", "2024-07-09T13:30Z", "2024-07-09T20:00Z"),  // summer
    ("2024-03-11", "2024-03-11T13:30Z", "2024-03-11T20:00Z"),  // New York's clocks went forward, London's did not
    ("2024-11-04", "2024-11-04T14:30Z", "2024-11-04T21:00Z"),
    ("2023-11-24", "2023-11-24T14:30Z", "2023-11-24T18:00Z"),  // the day after Thanksgiving
    ("2024-07-03", "2024-07-03T13:30Z", "2024-07-03T17:00Z"),  // the eve of Independence Day
    ("2024-12-24", "2024-12-24T14:30Z", "2024-12-24T18:00Z"),
  ]

  @Test(arguments: exchangeDays)
  func `shares can be traded up to the close, which is no longer open`(
    date: String, open: String, close: String
  ) throws {
    let (open, close) = (Timestamp.at(open), Timestamp.at(close))
    // A source with candles around the clock: what lies outside the session is left out.
    let midnight = Timestamp.at(date)
    let candles = CandleColumns(flat: 400, count: 24 * 60, from: midnight, .oneMinute)
    let scene = ReplayScene(candles, instrument: .spy, timeframe: .oneMinute)
    let run = try scene.played(deciding: Decision(.hold, confidence: 0))
    let minutes = Int((close.milliseconds - open.milliseconds) / 60_000)
    #expect(run.rows.map(\.time) == (1...minutes).map { open + .seconds(60 * $0) })
    #expect(run.stages == [Stage](repeating: .hold, count: minutes - 1) + [.marketClosed])
    #expect(run.learned.first?.openTime == open)
    #expect(run.learned.last?.closeTime == close)
  }

  @Test(arguments: [
    "2024-01-13", "2024-01-14",  // a weekend
    "2024-01-15", "2024-03-29", "2024-05-27", "2024-06-19", "2024-07-04", "2024-11-28", "2024-12-25",
    "2022-06-20",  // Juneteenth on a Sunday, observed on Monday
    "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14", "2004-06-11", "2007-01-02", "2012-10-29", "2012-10-30",
    "2018-12-05",
  ])
  func `on a day on which the exchange stays closed nothing ticks and no candle counts`(date: String) throws {
    let midnight = Timestamp.at(date)
    let candles = CandleColumns(flat: 400, count: 24, from: midnight)
    let scene = ReplayScene(candles, instrument: .spy)
    let run = try scene.played(deciding: Decision(.buy, confidence: 100))
    #expect(run.rows.isEmpty)
    #expect(run.learned.isEmpty)
  }

  @Test func `hold means that nothing is decided while the market is closed`() throws {
    var scene = ReplayScene(
      CandleColumns(walk: 72, seed: 5, from: .at("2024-01-12"), price: 1.1, step: 0.001), instrument: .euro)
    scene.settings.clock.whenClosed = .hold
    let run = try scene.played(deciding: Decision(.buy, confidence: 100))
    // Friday 22:00Z to Sunday 22:00Z.
    #expect(run.rows.filter { $0.stage == .marketClosed }.count == 48)
    let weekend = Timestamp.at("2024-01-12T22:00Z")..<Timestamp.at("2024-01-14T22:00Z")
    #expect(run.orders.allSatisfy { !weekend.contains($0.submitted) })
  }

  @Test func `queue_next_open decides while forex is closed and fills when it opens`() throws {
    let weekend = Timestamp.at("2024-01-12T22:00Z")..<Timestamp.at("2024-01-14T22:00Z")
    var scene = ReplayScene(
      CandleColumns(walk: 96, seed: 5, from: .at("2024-01-12"), price: 1.1, step: 0.001)
        .keeping { !weekend.contains($0) },
      instrument: .euro)
    scene.settings.clock.whenClosed = .queueNextOpen
    let run = try scene.played(
      by: ScriptedStrategy { view in
        Decision(view.now == weekend.lowerBound ? .buy : .hold, confidence: 100)
      })
    #expect(run.stage(at: weekend.lowerBound) == .ordered)
    #expect(run.orders.map(\.submitted) == [weekend.lowerBound])
    #expect(run.fills.map(\.time) == [weekend.upperBound])
    #expect(run.fills.first?.price == FixedPoint(scene.candles.open[22]))
    #expect(run.funnel[.marketClosed] == 0)
  }

  @Test func `an hourly share decides at the close only if it queues, and fills at the next open`() throws {
    // Hours stamped 09:00 to 15:00 New York on Tuesday and Wednesday.
    let stamps = Set(
      (0..<2).flatMap { day in (14...20).map { Timestamp.at("2024-01-09") + .seconds(86_400 * day + 3_600 * $0) } })
    let candles = CandleColumns(walk: 48, seed: 9, from: .at("2024-01-09"), price: 400).keeping { stamps.contains($0) }
    var scene = ReplayScene(candles, instrument: .spy)
    let close = Timestamp.at("2024-01-09T21:00Z")
    let atTheClose = ScriptedStrategy { view in Decision(view.now == close ? .buy : .hold, confidence: 100) }

    scene.settings.clock.whenClosed = .queueNextOpen
    let queued = try scene.played(by: atTheClose)
    #expect(queued.stage(at: close) == .ordered)
    #expect(queued.fills.map(\.time) == [.at("2024-01-10T14:30Z")])
    #expect(queued.fills.first?.price == FixedPoint(candles.open[7]))

    scene.settings.clock.whenClosed = nil
    let held = try scene.played(by: atTheClose)
    #expect(held.stage(at: close) == .marketClosed)
    #expect(held.orders.isEmpty)
  }

  /// Thursday and Friday before Memorial Day 2024, and the Tuesday after it.
  static let dailyCandles = CandleColumns(walk: 6, seed: 2, from: .at("2024-05-23"), .oneDay, price: 500)
    .keeping { ![Timestamp.at("2024-05-25"), .at("2024-05-26"), .at("2024-05-27")].contains($0) }

  @Test func `a daily share queues by default and fills at the next session's open, over a long weekend too`() throws {
    let scene = ReplayScene(Self.dailyCandles, instrument: .spy, timeframe: .oneDay)
    let friday = Timestamp.at("2024-05-24T20:00Z")
    let run = try scene.played(
      by: ScriptedStrategy { view in Decision(view.now == friday ? .buy : .hold, confidence: 100) })
    #expect(run.rows.map(\.time) == [.at("2024-05-23T20:00Z"), friday, .at("2024-05-28T20:00Z")])
    #expect(run.stages == [.hold, .ordered, .hold])
    #expect(run.fills.map(\.time) == [.at("2024-05-28T13:30Z")])
    #expect(run.fills.first?.price == FixedPoint(Self.dailyCandles.open[2]))
  }

  @Test func `a daily share that is told to hold never finds its market open`() throws {
    var scene = ReplayScene(Self.dailyCandles, instrument: .spy, timeframe: .oneDay)
    scene.settings.clock.whenClosed = .hold
    let run = try scene.played(deciding: Decision(.buy, confidence: 100))
    #expect(run.stages == [.marketClosed, .marketClosed, .marketClosed])
    #expect(run.orders.isEmpty)
  }
}
