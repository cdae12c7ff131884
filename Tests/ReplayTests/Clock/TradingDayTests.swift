import Market
import Replay
import Testing

/// When a day is booked, and as what.
@Suite struct TradingDayTests {
  private func expectBalance(_ run: PlayedRun) {
    for day in run.days {
      #expect(day.equity == day.cash + day.quantity * FixedPoint(day.price), "\(day.dayStart)")
    }
  }

  @Test func `a share's day is booked as its session's close left it`() throws {
    // 8 January 2024 is a Monday; the 15th a holiday.
    let closes = (0..<12).map { 500 + Double($0) }
    let scene = ReplayScene(
      CandleColumns(closes: closes, from: .at("2024-01-08"), .oneDay), instrument: .spy, timeframe: .oneDay)
    let run = try scene.played(deciding: Decision(.buy, confidence: 100))
    #expect(run.days.map(\.price) == [500, 501, 502, 503, 504, 508, 509, 510, 511])
    #expect(run.days.map(\.equity) == run.rows.map(\.equity))
    #expect(run.days.map(\.quantity.doubleValue) == [0, 5, 5, 5, 5, 5, 5, 5, 5])
    expectBalance(run)
  }

  @Test func `an hourly share's day ends with its last tick, not with the next morning's first`() throws {
    let candles = CandleColumns(walk: 24 * 5, seed: 3, from: .at("2024-01-08"), price: 400)
    let run = try ReplayScene(candles, instrument: .spy).played(deciding: Decision(.buy, confidence: 100))
    let closes = (8...12).compactMap { run.row(at: Timestamp(year: 2024, month: 1, day: $0, hour: 21)) }
    #expect(run.days.map(\.price) == closes.map(\.price))
    #expect(run.days.map(\.equity) == closes.map(\.equity))
    expectBalance(run)
  }

  @Test(arguments: [0, 2_000, 90_000])
  func `a day of crypto holds its last candle, however late that is known`(delay: Int) throws {
    var scene = ReplayScene(CandleColumns(walk: 72, seed: 3, from: .at("2024-01-08")))
    scene.settings.feed.delay = Int64(delay)
    let run = try scene.played(deciding: Decision(.buy, confidence: 100))
    // The window ends with the third day: no fourth is booked.
    #expect(run.days.map(\.dayStart) == [.at("2024-01-08"), .at("2024-01-09"), .at("2024-01-10")])
    #expect(run.days.map(\.price) == [23, 47, 71].map { scene.candles.close[$0] })
    expectBalance(run)
  }

  @Test func `a day in which the run ends is booked as far as it went`() throws {
    let scene = ReplayScene(CandleColumns(walk: 30, seed: 3, from: .at("2024-01-08")))
    let run = try scene.played(deciding: Decision(.buy, confidence: 100))
    #expect(run.days.map(\.dayStart) == [.at("2024-01-08"), .at("2024-01-09")])
    #expect(run.days.last?.price == scene.candles.close[29])
    expectBalance(run)
  }

  @Test func `forex has five days a week, each from 17:00 New York`() throws {
    let scene = ReplayScene(
      CandleColumns(walk: 24 * 14, seed: 3, from: .at("2024-01-07T22:00Z"), price: 1.1, step: 0.001),
      instrument: .euro)
    let run = try scene.played(deciding: Decision(.buy, confidence: 100))
    let days = (0..<5).map { $0 } + (7..<12).map { $0 }
    #expect(run.days.map(\.dayStart) == days.map { .at("2024-01-07T22:00Z") + .seconds(86_400 * $0) })
    expectBalance(run)
  }
}

@Suite struct GridOfTheGatesTests {
  @Test func `on the New York grid a missed candle is one of that grid`() throws {
    // Four hours each; the last known ends on Friday at 18:00Z, four hours before the close.
    let candles = CandleColumns(walk: 36, seed: 3, from: .at("2024-01-07T22:00Z"), .fourHours, price: 1.1, step: 0.001)
      .keeping { $0 < .at("2024-01-12T18:00Z") }
    var scene = ReplayScene(
      candles, instrument: .euro, timeframe: .fourHours, window: .at("2024-01-07T22:00Z")..<(.at("2024-01-15T12:00Z")))
    scene.settings.clock.grid = .newYork
    let run = try scene.played(deciding: Decision(.hold, confidence: 50))
    // Missing by then: Friday's last; and Monday's first; and its second.
    #expect(run.stage(at: .at("2024-01-14T22:00Z")) == .warmingUpReopen)
    #expect(run.stage(at: .at("2024-01-15T02:00Z")) == .warmingUpReopen)
    #expect(run.stage(at: .at("2024-01-15T06:00Z")) == .stale)
  }
}
