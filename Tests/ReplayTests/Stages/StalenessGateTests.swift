import Market
import Replay
import Testing

/// A gate with the default settings, its schedule around January 2024.
private func gate(
  _ timeframe: Timeframe, _ calendar: TradingCalendar = .alwaysOpen, profile: StalenessSettings.Profile = .standard,
  threshold: Int64? = nil, grid: ClockSettings.Grid = .utc
) -> StalenessGate {
  var settings = StalenessSettings()
  settings.profile = profile
  settings.threshold = threshold
  let schedule = calendar.sessions(covering: .at("2024-01-01")..<(.at("2024-02-01")))
  return StalenessGate(settings, timeframe: timeframe, calendar: calendar, schedule: schedule, grid: grid)
}

extension StalenessGate {
  /// What it thinks at `now` of a candle of that timeframe that closed at `close`.
  fileprivate func verdict(onCloseAt close: Timestamp, _ timeframe: Timeframe, at now: Timestamp) -> Verdict {
    verdict(on: Timestamp(milliseconds: close.milliseconds - timeframe.milliseconds), close, at: now)
  }
}

@Suite struct StalenessGateTests {
  /// product.md, section 3, row 2.
  static let minutes: [(Timeframe, Int)] = [
    (.oneMinute, 15), (.fiveMinutes, 15), (.fifteenMinutes, 30), (.thirtyMinutes, 60), (.oneHour, 120),
    (.fourHours, 480), (.oneDay, 48 * 60),
  ]

  @Test(arguments: minutes)
  func `a candle is fresh up to and including the threshold, and stale a millisecond later`(
    timeframe: Timeframe, minutes: Int
  ) {
    let close = Timestamp.at("2024-01-13")
    let last = close + .seconds(60 * minutes)
    let gate = gate(timeframe)
    #expect(gate.verdict(onCloseAt: close, timeframe, at: close) == .fresh)
    #expect(gate.verdict(onCloseAt: close, timeframe, at: last) == .fresh)
    #expect(
      gate.verdict(onCloseAt: close, timeframe, at: last + .milliseconds(1))
        == .stale(age: Int64(minutes) * 60_000 + 1))
  }

  @Test(arguments: minutes)
  func `a stamp in the future is a fault of a clock, never fresh`(timeframe: Timeframe, minutes: Int) {
    let close = Timestamp.at("2024-01-10T20:00Z")
    for calendar in TradingCalendar.allCases {
      for profile in StalenessSettings.Profile.allCases {
        let gate = gate(timeframe, calendar, profile: profile)
        #expect(gate.verdict(onCloseAt: close, timeframe, at: close - .milliseconds(1)) == .clockSkew)
      }
    }
  }

  /// Newest close, and the last instant at which it is fresh, by market time.
  @Test(arguments: [
    // Ten minutes to Friday's close, and five, twenty or fifty of Sunday's session.
    (Timeframe.oneMinute, TradingCalendar.forex, "2024-01-12T21:50Z", "2024-01-14T22:05Z"),
    (.fiveMinutes, .forex, "2024-01-12T21:50Z", "2024-01-14T22:05Z"),
    (.fifteenMinutes, .forex, "2024-01-12T21:50Z", "2024-01-14T22:20Z"),
    (.thirtyMinutes, .forex, "2024-01-12T21:50Z", "2024-01-14T22:50Z"),
    // The night from Monday to Tuesday; a long weekend with Martin Luther King's day.
    (.fiveMinutes, .usEquities, "2024-01-08T20:50Z", "2024-01-09T14:35Z"),
    (.thirtyMinutes, .usEquities, "2024-01-12T20:30Z", "2024-01-16T15:00Z"),
  ])
  func `while the market is closed a candle does not age`(
    timeframe: Timeframe, calendar: TradingCalendar, close: String, last: String
  ) {
    let gate = gate(timeframe, calendar)
    #expect(gate.verdict(onCloseAt: .at(close), timeframe, at: .at(last)) == .fresh)
    guard case .stale = gate.verdict(onCloseAt: .at(close), timeframe, at: .at(last) + .milliseconds(1)) else {
      Issue.record("fresh beyond the threshold")
      return
    }
  }

  /// Newest close, and the instant at which one candle too many is missing.
  @Test(arguments: [
    // Hours missing Friday 22:00, Sunday 23:00, Monday 00:00.
    (Timeframe.oneHour, TradingCalendar.forex, "2024-01-12T21:00Z", "2024-01-15T00:00Z"),
    (.oneHour, .forex, "2024-01-10T09:00Z", "2024-01-10T12:00Z"),
    // The four hours of Friday 20:00, of which two were traded, of Sunday 20:00, likewise, and of Monday 00:00.
    (.fourHours, .forex, "2024-01-12T20:00Z", "2024-01-15T04:00Z"),
    (.fourHours, .forex, "2024-01-10T08:00Z", "2024-01-10T20:00Z"),
    // The half hour to ten, the hours to eleven and to twelve.
    (.oneHour, .usEquities, "2024-01-08T21:00Z", "2024-01-09T17:00Z"),
    // Friday's last hour, then a long weekend and Tuesday's first two.
    (.oneHour, .usEquities, "2024-01-12T20:00Z", "2024-01-16T16:00Z"),
    (.oneHour, .usEquities, "2024-01-09T15:00Z", "2024-01-09T18:00Z"),
    // 16:00, 20:00 and the close at 21:00.
    (.fourHours, .usEquities, "2024-01-08T21:00Z", "2024-01-09T21:00Z"),
    // One session missed is forgiven: Tuesday's after the long weekend, not Wednesday's too.
    (.oneDay, .usEquities, "2024-01-12T21:00Z", "2024-01-17T21:00Z"),
    // Friday's day ends on Saturday at midnight; Sunday's two hours and Monday are missing.
    (.oneDay, .forex, "2024-01-13", "2024-01-16"),
  ])
  func `from an hour up, where there are sessions, missed candles count instead of hours`(
    timeframe: Timeframe, calendar: TradingCalendar, close: String, stale: String
  ) {
    let gate = gate(timeframe, calendar)
    #expect(gate.verdict(onCloseAt: .at(close), timeframe, at: .at(stale) - .milliseconds(1)) == .fresh)
    guard case .stale = gate.verdict(onCloseAt: .at(close), timeframe, at: .at(stale)) else {
      Issue.record("fresh though too many candles are missing")
      return
    }
  }

  @Test(arguments: [
    // Friday 22:00, Monday 02:00 and 06:00.
    (Timeframe.fourHours, "2024-01-12T18:00Z", "2024-01-15T06:00Z"),
    // Friday's and Monday's.
    (.oneDay, "2024-01-11T22:00Z", "2024-01-15T22:00Z"),
    (.oneDay, "2024-01-12T22:00Z", "2024-01-16T22:00Z"),
  ])
  func `candles from 17:00 to 17:00 New York are missed on their own grid`(
    timeframe: Timeframe, close: String, stale: String
  ) {
    let gate = gate(timeframe, .forex, grid: .newYork)
    #expect(gate.verdict(onCloseAt: .at(close), timeframe, at: .at(stale) - .milliseconds(1)) == .fresh)
    guard case .stale = gate.verdict(onCloseAt: .at(close), timeframe, at: .at(stale)) else {
      Issue.record("fresh though too many candles are missing")
      return
    }
  }

  @Test func `an early close ends the last hour`() {
    let schedule = TradingCalendar.usEquities.sessions(covering: .at("2023-11-20")..<(.at("2023-12-01")))
    let gate = StalenessGate(StalenessSettings(), timeframe: .oneHour, calendar: .usEquities, schedule: schedule)
    // 17:00Z and 18:00Z on the short Friday, then Monday's half hour.
    let close = Timestamp.at("2023-11-24T16:00Z")
    #expect(gate.verdict(onCloseAt: close, .oneHour, at: .at("2023-11-27T14:59Z")) == .fresh)
    // Two hours of Friday, half an hour of Monday.
    #expect(gate.verdict(onCloseAt: close, .oneHour, at: .at("2023-11-27T15:00Z")) == .stale(age: 9_000_000))
  }

  @Test func `a threshold of the scenario's own overrides the table`() {
    let close = Timestamp.at("2024-01-10")
    let gate = gate(.oneHour, threshold: 90 * 60_000)
    #expect(gate.verdict(onCloseAt: close, .oneHour, at: close + .seconds(5_400)) == .fresh)
    #expect(gate.verdict(onCloseAt: close, .oneHour, at: close + .milliseconds(5_400_001)) == .stale(age: 5_400_001))
  }

  /// Each candle timeframe with how many missed ones are forgiven around the clock.
  @Test(arguments: [
    (Timeframe.oneMinute, 15), (.fiveMinutes, 3), (.fifteenMinutes, 2), (.thirtyMinutes, 2), (.oneHour, 2),
    (.fourHours, 2), (.oneDay, 2),
  ])
  func `in the pipeline a feed that stops is stale once the threshold has passed`(
    timeframe: Timeframe, forgiven: Int
  ) throws {
    let start = Timestamp.at("2024-01-01")
    var scene = ReplayScene(CandleColumns(flat: 100, count: 5, from: start, timeframe), timeframe: timeframe)
    let length = timeframe.milliseconds
    scene.window = start..<Timestamp(milliseconds: start.milliseconds + length * Int64(5 + forgiven + 2))
    let run = try scene.played(deciding: Decision(.buy, confidence: 90))
    #expect(run.stages.prefix(5 + forgiven).allSatisfy { $0 == .ordered || $0 == .alreadyInPosition })
    let stale = run.rows.suffix(2)
    #expect(stale.map(\.stage) == [.stale, .stale])
    #expect(stale.map(\.action) == [.hold, .hold])
    #expect(stale.map(\.confidence) == [100, 100])
    // Tenths of a second since the last close.
    #expect(stale.map { Int64($0.detail) * 100 } == [Int64(forgiven + 1) * length, Int64(forgiven + 2) * length])
  }
}

@Suite struct StalenessTextTests {
  @Test func `the origin's sentence is word for word the same`() {
    #expect(
      gate(.fiveMinutes).text(age: 51 * 60_000 + 18_000)
        == "Stale market data detected: 51.3 minutes old (threshold: 15 minutes)")
  }

  /// The unit goes by the age; the number is rounded afterwards, halves up.
  @Test(arguments: [
    (0, "0.0 seconds"), (49, "0.0 seconds"), (50, "0.1 seconds"), (12_340, "12.3 seconds"), (12_350, "12.4 seconds"),
    (59_949, "59.9 seconds"), (59_950, "60.0 seconds"), (59_999, "60.0 seconds"), (60_000, "1.0 minutes"),
    (62_999, "1.0 minutes"), (63_000, "1.1 minutes"), (900_001, "15.0 minutes"), (3_078_000, "51.3 minutes"),
    (3_596_999, "59.9 minutes"), (3_597_000, "60.0 minutes"), (3_599_999, "60.0 minutes"),
    (3_600_000, "1.00 hours"), (3_617_999, "1.00 hours"), (3_618_000, "1.01 hours"), (7_200_001, "2.00 hours"),
    (10_800_000, "3.00 hours"), (86_400_000, "24.00 hours"), (360_000_000, "100.00 hours"),
  ])
  func `an age is told in seconds, minutes or hours`(age: Int, text: String) {
    let sentence = gate(.oneMinute).text(age: Int64(age))
    #expect(sentence == "Stale market data detected: \(text) old (threshold: 15 minutes)")
  }

  @Test func `the threshold is told as it is judged`() {
    func threshold(_ gate: StalenessGate) -> Substring {
      gate.text(age: 0).dropFirst("Stale market data detected: 0.0 seconds old (threshold: ".count).dropLast()
    }
    #expect(
      StalenessGateTests.minutes.map { threshold(gate($0.0)) } == StalenessGateTests.minutes.map { "\($0.1) minutes" })
    #expect(threshold(gate(.oneHour, .forex)) == "2 missed 1h candles")
    #expect(threshold(gate(.fourHours, .usEquities)) == "2 missed 4h candles")
    #expect(threshold(gate(.oneDay, .usEquities)) == "1 missed session")
    #expect(threshold(gate(.oneHour, profile: .legacy)) == "15 minutes")
    #expect(threshold(gate(.oneMinute, threshold: 30_000)) == "30.0 seconds")
    #expect(threshold(gate(.oneMinute, threshold: 90_000)) == "1.5 minutes")
  }
}

@Suite struct LegacyStalenessTests {
  @Test(arguments: [
    (Timeframe.oneMinute, 15), (.fiveMinutes, 15), (.fifteenMinutes, 30), (.thirtyMinutes, 60), (.oneHour, 15),
  ])
  func `age counts from the open stamp, and an hour is judged at fifteen minutes`(
    timeframe: Timeframe, minutes: Int
  ) {
    // Where the threshold is shorter than the candle, even one that has just closed is refused.
    let open = Timestamp.at("2024-01-10")
    let close = Timestamp(milliseconds: open.milliseconds + timeframe.milliseconds)
    let gate = gate(timeframe, profile: .legacy)
    let last = open + .seconds(60 * minutes)
    if last >= close { #expect(gate.verdict(on: open, close, at: last) == .fresh) }
    let after = max(last + .milliseconds(1), close)
    #expect(gate.verdict(on: open, close, at: after) == .stale(age: after.milliseconds - open.milliseconds))
  }

  @Test func `closed hours count and four hours have no rule`() {
    let friday = Timestamp.at("2024-01-12T21:55Z")
    let sunday = Timestamp.at("2024-01-14T22:00Z")
    #expect(
      gate(.fiveMinutes, .forex, profile: .legacy).verdict(onCloseAt: friday + .seconds(300), .fiveMinutes, at: sunday)
        == .stale(age: 48 * 3_600_000 + 300_000))
    #expect(
      gate(.fourHours, profile: .legacy).verdict(onCloseAt: .at("2024-01-01"), .fourHours, at: .at("2024-01-31"))
        == .fresh)
  }

  @Test func `a five-minute candle 51.3 minutes old is refused with the origin's words`() throws {
    let start = Timestamp.at("2024-01-10")
    // The feed stops: the newest candle opened at 00:10. At 01:00 plus 78 s it is 51.3 minutes old.
    var scene = ReplayScene(CandleColumns(flat: 100, count: 3, from: start, .fiveMinutes), timeframe: .fiveMinutes)
    scene.settings.staleness.profile = .legacy
    scene.settings.clock.decisionOffset = 78_000
    scene.window = start..<start + .seconds(3_600)
    let run = try scene.played(deciding: Decision(.buy, confidence: 90))
    let row = try #require(run.row(at: start + .seconds(3_678)))
    #expect(row.stage == .stale)
    #expect(row.action == .hold)
    #expect(row.confidence == 100)
    #expect(
      gate(.fiveMinutes, profile: .legacy).text(age: Int64(row.detail) * 100)
        == "Stale market data detected: 51.3 minutes old (threshold: 15 minutes)")
    // Six minutes and eighteen seconds after its open it was fresh.
    #expect(run.stage(at: start + .seconds(978)) == .alreadyInPosition)
  }
}
