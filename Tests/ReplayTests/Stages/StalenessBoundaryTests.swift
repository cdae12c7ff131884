import Market
import Replay
import Testing

/// The staleness rule as a user meets it: ticks of a feed that has stopped.
@Suite struct StalenessBoundaryTests {
  private let hold = ScriptedStrategy { _ in Decision(.hold, confidence: 50) }

  /// The one tick of a tape of one candle, so long after the candle's close.
  private func row(_ timeframe: Timeframe, after age: Int64) throws -> DecisionRow {
    let candles = CandleColumns(flat: 100, count: 1, from: .at("2024-01-13"), timeframe)
    var scene = ReplayScene(candles, timeframe: timeframe)
    scene.settings.clock.decisionOffset = age
    let run = try scene.played(deciding: Decision(.buy, confidence: 90))
    #expect(run.rows.count == 1)
    return try #require(run.rows.first)
  }

  @Test(arguments: StalenessGateTests.minutes)
  func `in the pipeline a candle as old as the threshold is traded on, a millisecond later it is not`(
    timeframe: Timeframe, minutes: Int
  ) throws {
    let limit = Int64(minutes) * .millisecondsPerMinute
    let fresh = try row(timeframe, after: limit)
    #expect(fresh.stage == .ordered && fresh.action == .buy && fresh.confidence == 90)
    let stale = try row(timeframe, after: limit + 1)
    #expect(stale.stage == .stale && stale.action == .hold && stale.confidence == 100)
    #expect(Int64(stale.detail) * 100 == limit)
  }

  /// A tape of one candle, with its stamp; the last tick at which it is fresh, where that ends up, and the next tick.
  struct Stop: CustomTestStringConvertible {
    var instrument: Instrument
    var timeframe: Timeframe
    var stamp: String
    var last: String
    var lastStage: Stage
    var next: String
    var testDescription: String { "\(instrument.symbol) \(timeframe.rawValue) \(stamp)" }
  }

  static let missed = [
    // Two candles missing are forgiven, the third is one too many.
    Stop(
      instrument: .euro, timeframe: .oneHour, stamp: "2024-01-10T08:00Z", last: "2024-01-10T11:00Z", lastStage: .hold,
      next: "2024-01-10T12:00Z"),
    Stop(
      instrument: .euro, timeframe: .fourHours, stamp: "2024-01-10T04:00Z", last: "2024-01-10T16:00Z", lastStage: .hold,
      next: "2024-01-10T20:00Z"),
    Stop(
      instrument: .spy, timeframe: .oneHour, stamp: "2024-01-09T14:00Z", last: "2024-01-09T17:00Z", lastStage: .hold,
      next: "2024-01-09T18:00Z"),
    // Over the night no candle is missing: those to 16:00 and 20:00, then that to the close at 21:00.
    Stop(
      instrument: .spy, timeframe: .fourHours, stamp: "2024-01-08T20:00Z", last: "2024-01-09T20:00Z",
      lastStage: .warmingUpReopen, next: "2024-01-09T21:00Z"),
    // One session missed is forgiven: Tuesday's after a long weekend.
    Stop(
      instrument: .spy, timeframe: .oneDay, stamp: "2024-01-12", last: "2024-01-16T21:00Z", lastStage: .hold,
      next: "2024-01-17T21:00Z"),
    Stop(
      instrument: .euro, timeframe: .oneDay, stamp: "2024-01-09", last: "2024-01-11", lastStage: .hold,
      next: "2024-01-12"),
  ]

  @Test(arguments: missed)
  func `in the pipeline one missed candle too many is stale`(_ stop: Stop) throws {
    let candle = CandleColumns(flat: 100, count: 1, from: .at(stop.stamp), stop.timeframe)
    var scene = ReplayScene(candle, instrument: stop.instrument, timeframe: stop.timeframe)
    scene.window = .at(stop.stamp)..<(.at(stop.next))
    // At the close of an exchange nothing else may answer first.
    scene.settings.clock.whenClosed = .queueNextOpen
    let run = try scene.played(by: hold)
    #expect(run.stage(at: .at(stop.last)) == stop.lastStage)
    #expect(run.stage(at: .at(stop.next)) == .stale)
    #expect(run.rows.count { $0.stage == .stale } == 1)
  }

  static let nights = [
    // Ten minutes to Friday's close and five of Sunday's, in winter and when the clocks go forward.
    Stop(
      instrument: .euro, timeframe: .fiveMinutes, stamp: "2024-01-12T21:45Z", last: "2024-01-14T22:05Z",
      lastStage: .warmingUpReopen, next: "2024-01-14T22:10Z"),
    Stop(
      instrument: .euro, timeframe: .oneMinute, stamp: "2024-03-08T21:49Z", last: "2024-03-10T21:05Z",
      lastStage: .warmingUpReopen, next: "2024-03-10T21:06Z"),
    // The night from Monday to Tuesday; the long weekend with Martin Luther King's day.
    Stop(
      instrument: .spy, timeframe: .fiveMinutes, stamp: "2024-01-08T20:45Z", last: "2024-01-09T14:35Z",
      lastStage: .warmingUpReopen, next: "2024-01-09T14:40Z"),
    Stop(
      instrument: .spy, timeframe: .thirtyMinutes, stamp: "2024-01-12T20:00Z", last: "2024-01-16T15:00Z",
      lastStage: .warmingUpReopen, next: "2024-01-16T15:30Z"),
  ]

  @Test(arguments: nights)
  func `in the pipeline closed hours do not age a candle, and the first open millisecond too many does`(
    _ stop: Stop
  ) throws {
    let candle = CandleColumns(flat: 100, count: 1, from: .at(stop.stamp), stop.timeframe)
    var scene = ReplayScene(candle, instrument: stop.instrument, timeframe: stop.timeframe)
    scene.window = .at(stop.stamp)..<(.at(stop.next))
    let run = try scene.played(by: hold)
    #expect(run.stage(at: .at(stop.last)) == stop.lastStage)
    #expect(run.stage(at: .at(stop.next)) == .stale)
    scene.settings.clock.decisionOffset = 1
    #expect(try scene.played(by: hold).stage(at: .at(stop.last) + .milliseconds(1)) == .stale)
  }

  /// Around the rounding of a tenth of a minute and of a hundredth of an hour, and where minutes become hours.
  @Test(arguments: [3_596_999, 3_597_000, 3_599_949, 3_599_950, 3_599_999, 3_600_000, 3_617_999, 3_618_000])
  func `a row tells the age that the gate found`(age: Int64) throws {
    let schedule = TradingCalendar.alwaysOpen.sessions(covering: .at("2024-01-13")..<(.at("2024-01-14")))
    let gate = StalenessGate(
      StalenessSettings(), timeframe: .oneMinute, calendar: .alwaysOpen, schedule: schedule)
    let row = try row(.oneMinute, after: age)
    #expect(gate.text(age: Int64(row.detail) * 100) == gate.text(age: age))
  }

  @Test func `a bad candle is known, so that it does not age`() throws {
    var candles = CandleColumns(flat: 100, count: 6, from: .at("2024-01-13"))
    for index in 1..<5 { candles.low[index] = 0 }
    let run = try ReplayScene(candles).played(by: hold)
    #expect(run.stages == [.hold, .badCandle, .badCandle, .badCandle, .badCandle, .hold])
  }
}
