import Market
import Replay
import Testing

/// The ticks of a scene: one row each.
private func ticks(of scene: ReplayScene) throws -> [Timestamp] {
  try scene.played(deciding: Decision(.hold, confidence: 0)).rows.map(\.time)
}

@Suite struct TickClockTests {
  let start = Timestamp.at("2024-01-01")

  @Test func `a tick happens whether or not a candle came`() throws {
    let whole = ReplayScene(CandleColumns(flat: 100, count: 48, from: start))
    var gap = whole
    gap.candles = whole.candles.keeping { $0 < start + .seconds(10 * 3_600) || $0 >= start + .seconds(40 * 3_600) }
    #expect(gap.candles.count == 18)
    #expect(try ticks(of: gap) == (1...48).map { start + .seconds($0 * 3_600) })
    #expect(try ticks(of: gap) == ticks(of: whole))
  }

  @Test func `ticks go on to the window's end when the tape has ended before it`() throws {
    var scene = ReplayScene(CandleColumns(flat: 100, count: 3, from: start))
    scene.window = start..<start + .seconds(6 * 3_600)
    #expect(try ticks(of: scene) == (1...6).map { start + .seconds($0 * 3_600) })
  }

  @Test func `a window's start is no tick and its end is one`() throws {
    var scene = ReplayScene(CandleColumns(flat: 100, count: 24, from: start))
    scene.window = start + .seconds(5 * 3_600)..<start + .seconds(8 * 3_600)
    #expect(try ticks(of: scene) == (6...8).map { start + .seconds($0 * 3_600) })
    // Off the grid on both sides.
    scene.window = start + .seconds(5 * 3_600 + 1)..<start + .seconds(8 * 3_600 - 1)
    #expect(try ticks(of: scene) == (6...7).map { start + .seconds($0 * 3_600) })
  }

  @Test(arguments: [2, 3, 4, 5, 7, 24])
  func `which closes are the n-th does not hang on where the window starts`(n: Int) throws {
    var scene = ReplayScene(CandleColumns(flat: 100, count: 24 * 10, from: start))
    scene.settings.clock.decideEvery = n
    let end = start + .seconds(24 * 10 * 3_600)
    let all = try ticks(of: scene)
    #expect(all.allSatisfy { $0.milliseconds % (Int64(n) * 3_600_000) == 0 })
    for shift in 1...n {
      let lower = start + .seconds(shift * 3_600)
      scene.window = lower..<end
      #expect(try ticks(of: scene) == all.filter { $0 > lower })
    }
  }

  @Test func `a tick waits for the feed's delay unless it is told otherwise`() throws {
    var scene = ReplayScene(CandleColumns(closes: (1...6).map { 100 + Double($0) }, from: start))
    scene.settings.feed.delay = 2_500
    let run = try scene.played(deciding: Decision(.hold, confidence: 0))
    #expect(run.rows.map(\.time) == (1...6).map { start + .milliseconds($0 * 3_600_000 + 2_500) })
    #expect(run.rows.map(\.price) == [101, 102, 103, 104, 105, 106])

    // Asked before it arrives, the pipeline does not know the closing candle.
    scene.settings.clock.decisionOffset = 0
    let early = try scene.played(deciding: Decision(.hold, confidence: 0))
    #expect(early.rows.map(\.time) == (1...6).map { start + .seconds($0 * 3_600) })
    #expect(early.rows.map(\.price) == [0, 101, 102, 103, 104, 105])

    scene.settings.clock.decisionOffset = 2_499
    #expect(try scene.played(deciding: Decision(.hold, confidence: 0)).rows.map(\.price) == early.rows.map(\.price))
    scene.settings.clock.decisionOffset = 60_000
    let late = try scene.played(deciding: Decision(.hold, confidence: 0))
    #expect(late.rows.map(\.time) == (1...6).map { start + .seconds($0 * 3_600 + 60) })
    #expect(late.rows.map(\.price) == run.rows.map(\.price))
  }
}

@Suite struct SessionGridTests {
  private func scene(_ timeframe: Timeframe, _ window: (String, String), every: Int = 1) -> ReplayScene {
    var scene = ReplayScene(
      CandleColumns(), instrument: .spy, timeframe: timeframe, window: .at(window.0)..<(.at(window.1)))
    scene.settings.clock.decideEvery = every
    return scene
  }

  @Test func `an hour stamped 09:00 is the half hour from the open to ten`() throws {
    // Hours stamped 09:00 to 15:00 in New York, in winter.
    let candles = CandleColumns(closes: [1, 2, 3, 4, 5, 6, 7].map { 400 + $0 }, from: .at("2024-01-09T14:00Z"))
    let run = try ReplayScene(candles, instrument: .spy).played(deciding: Decision(.hold, confidence: 0))
    #expect(run.rows.map(\.time) == (15...21).map { .at("2024-01-09") + .seconds($0 * 3_600) })
    #expect(run.rows.map(\.price) == [401, 402, 403, 404, 405, 406, 407])
    #expect(run.learned.map(\.openTime).first == .at("2024-01-09T14:30Z"))
    #expect(run.learned.map(\.closeTime) == run.rows.map(\.time))
  }

  @Test func `a short day has its last tick at the early close`() throws {
    #expect(
      try ticks(of: scene(.oneHour, ("2023-11-22T20:30Z", "2023-11-25"))) == [
        .at("2023-11-22T21:00Z"), .at("2023-11-24T15:00Z"), .at("2023-11-24T16:00Z"), .at("2023-11-24T17:00Z"),
        .at("2023-11-24T18:00Z"),
      ])
  }

  @Test func `minutes tick from one after the open to the close`() throws {
    let whole = try ticks(of: scene(.oneMinute, ("2024-01-09", "2024-01-10")))
    #expect(whole == (1...390).map { .at("2024-01-09T14:30Z") + .seconds(60 * $0) })
    let short = try ticks(of: scene(.oneMinute, ("2023-11-24", "2023-11-25")))
    #expect(short == (1...210).map { .at("2023-11-24T14:30Z") + .seconds(60 * $0) })
  }

  @Test func `four hours end where the grid or the session does`() throws {
    // Winter 14:30Z to 21:00Z, summer 13:30Z to 20:00Z.
    #expect(
      try ticks(of: scene(.fourHours, ("2024-01-09", "2024-01-10"))) == [
        .at("2024-01-09T16:00Z"), .at("2024-01-09T20:00Z"), .at("2024-01-09T21:00Z"),
      ])
    #expect(
      try ticks(of: scene(.fourHours, ("2024-07-09", "2024-07-10"))) == [
        .at("2024-07-09T16:00Z"), .at("2024-07-09T20:00Z"),
      ])
  }

  @Test func `days tick at each session's close, in summer and winter, early or not`() throws {
    #expect(
      try ticks(of: scene(.oneDay, ("2024-03-07", "2024-03-13"))) == [
        .at("2024-03-07T21:00Z"), .at("2024-03-08T21:00Z"), .at("2024-03-11T20:00Z"), .at("2024-03-12T20:00Z"),
      ])
    #expect(
      try ticks(of: scene(.oneDay, ("2024-12-23", "2024-12-27"))) == [
        .at("2024-12-23T21:00Z"), .at("2024-12-24T18:00Z"), .at("2024-12-26T21:00Z"),
      ])
  }

  @Test(arguments: [1, 2, 3, 6, 7, 30, 60, 100, 1_000])
  func `every n-th close is counted from the open, and the session's close is always asked`(n: Int) throws {
    let times = try ticks(of: scene(.oneMinute, ("2024-01-09T15:00Z", "2024-01-11"), every: n))
    let sessions = ["2024-01-09T14:30Z", "2024-01-10T14:30Z"].map(Timestamp.at)
    let expected = sessions.flatMap { open in
      (1...390).filter { $0 % n == 0 || $0 == 390 }.map { open + .seconds(60 * $0) }
    }
    #expect(times == expected.filter { $0 > .at("2024-01-09T15:00Z") })
  }

  @Test(arguments: [2, 3, 5, 21])
  func `every n-th day counts sessions, wherever the window starts`(n: Int) throws {
    let end = "2024-12-31T22:00Z"
    let days = try ticks(of: scene(.oneDay, ("2023-12-01", end)))
    let chosen = try ticks(of: scene(.oneDay, ("2023-12-01", end), every: n))
    let first = try #require(chosen.first.flatMap(days.firstIndex))
    #expect(first < n)
    #expect(chosen == stride(from: first, to: days.count, by: n).map { days[$0] })
    for start in ["2023-12-02", "2024-01-03", "2024-02-19T12:00Z", "2024-07-04"] {
      let later = try ticks(of: scene(.oneDay, (start, end), every: n))
      #expect(later == chosen.filter { $0 > .at(start) })
    }
  }
}

@Suite struct NewYorkGridTests {
  private func scene(_ timeframe: Timeframe, _ window: (String, String), every: Int = 1) -> ReplayScene {
    var scene = ReplayScene(
      CandleColumns(), instrument: .euro, timeframe: timeframe, window: .at(window.0)..<(.at(window.1)))
    scene.settings.clock.grid = .newYork
    scene.settings.clock.decideEvery = every
    return scene
  }

  @Test func `days end at 17:00 New York before and after the clocks change`() throws {
    #expect(
      try ticks(of: scene(.oneDay, ("2024-03-07T22:00Z", "2024-03-12"))) == [
        .at("2024-03-08T22:00Z"), .at("2024-03-09T22:00Z"), .at("2024-03-10T21:00Z"), .at("2024-03-11T21:00Z"),
      ])
    #expect(
      try ticks(of: scene(.oneDay, ("2024-11-01", "2024-11-05"))) == [
        .at("2024-11-01T21:00Z"), .at("2024-11-02T21:00Z"), .at("2024-11-03T22:00Z"), .at("2024-11-04T22:00Z"),
      ])
  }

  @Test func `four hours are counted from 17:00 New York`() throws {
    let winter = try ticks(of: scene(.fourHours, ("2024-01-09T22:00Z", "2024-01-10T22:00Z")))
    #expect(winter == [2, 6, 10, 14, 18, 22].map { .at("2024-01-10") + .seconds(3_600 * $0) })
    let summer = try ticks(of: scene(.fourHours, ("2024-07-09T21:00Z", "2024-07-10T21:00Z")))
    #expect(summer == [1, 5, 9, 13, 17, 21].map { .at("2024-07-10") + .seconds(3_600 * $0) })
  }

  @Test func `the first tick of a week comes four hours after its open, in the week of the change too`() throws {
    for (open, first) in [
      ("2024-03-03T22:00Z", "2024-03-04T02:00Z"), ("2024-03-10T21:00Z", "2024-03-11T01:00Z"),
      ("2024-10-27T21:00Z", "2024-10-28T01:00Z"), ("2024-11-03T22:00Z", "2024-11-04T02:00Z"),
    ] {
      let times = try ticks(of: scene(.fourHours, (open, first)))
      #expect(times == [.at(first)])
    }
  }

  @Test(arguments: [Timeframe.oneHour, .fourHours, .oneDay], [2, 3, 5, 7, 36])
  func `which closes are the n-th does not hang on where the window starts`(timeframe: Timeframe, n: Int) throws {
    let bounds = ("2024-01-08T22:00Z", "2024-03-08T22:00Z")
    let all = try ticks(of: scene(timeframe, bounds))
    let chosen = try ticks(of: scene(timeframe, bounds, every: n))
    let first = try #require(chosen.first.flatMap(all.firstIndex))
    #expect(first < n)
    #expect(chosen == stride(from: first, to: all.count, by: n).map { all[$0] })
    for shift in 1...7 {
      let lower = Timestamp.at(bounds.0) + .seconds(3_600 * 5 * shift)
      let later = try ticks(of: scene(timeframe, (lower.description, bounds.1), every: n))
      #expect(later == chosen.filter { $0 > lower })
    }
  }

  @Test func `every n-th close goes on counting over the change of the clocks`() throws {
    // A day's end is the sixth of its four-hour closes; every third is its middle and its end.
    let times = try ticks(of: scene(.fourHours, ("2024-11-01T21:00Z", "2024-11-05T22:00Z"), every: 3))
    #expect(
      times == [
        .at("2024-11-02T09:00Z"), .at("2024-11-02T21:00Z"), .at("2024-11-03T09:00Z"), .at("2024-11-03T22:00Z"),
        .at("2024-11-04T10:00Z"), .at("2024-11-04T22:00Z"), .at("2024-11-05T10:00Z"), .at("2024-11-05T22:00Z"),
      ])
  }
}
