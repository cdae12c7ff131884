package import Market
package import Replay

/// What is audited: one track, its candles, and how its strategy comes about.
package struct AuditSubject<S: Strategy>: Sendable {
  package let setup: TrackSetup
  package let candles: CandleColumns
  /// Makes the strategy. It is handed the candles of the replay that it is made for: one that keeps them can leak.
  package let make: @Sendable (CandleColumns) -> S
  /// Answers the question with this number, counted from 0, for a strategy that asks.
  package let answer: @Sendable (S, Int) async throws -> OutsideAnswer
  /// Milliseconds at which each candle closed.
  let closeTimes: [Int64]
  private let schedule: SessionSchedule

  /// `answer` is needed by strategies that ask.
  package init(
    _ setup: TrackSetup, candles: CandleColumns, make: @escaping @Sendable (CandleColumns) -> S,
    answer: @escaping @Sendable (S, Int) async throws -> OutsideAnswer = { _, _ in OutsideAnswer(.failed, latency: 0) }
  ) {
    var setup = setup
    setup.settings.recordsReadings = true
    self.setup = setup
    self.make = make
    self.answer = answer
    // Candles outside the sessions reach nobody.
    let calendar = setup.instrument.calendar
    schedule = calendar.sessions(covering: setup.window)
    let chunk = TapeChunk(candles, timeframe: setup.timeframe, calendar: calendar, schedule: schedule)
    self.candles = chunk.columns
    closeTimes = chunk.closeTime
  }

  func chunk(_ candles: CandleColumns) -> TapeChunk {
    TapeChunk(
      candles, timeframe: setup.timeframe, calendar: setup.instrument.calendar, schedule: schedule)
  }

  /// How many candles have closed and arrived by `instant`.
  func known(at instant: Timestamp) -> Int { closed(by: instant.milliseconds - setup.settings.feed.delay) }

  /// How many candles have closed by `milliseconds`.
  func closed(by milliseconds: Int64) -> Int {
    var (low, high) = (0, closeTimes.count)
    while low < high {
      let middle = (low + high) / 2
      if closeTimes[middle] <= milliseconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The last good close before the candle at `index`, around which the future is changed.
  func anchor(before index: Int) -> Double {
    candles.close[..<index].last { $0 > 0 && $0.isFinite } ?? candles.close.first { $0 > 0 } ?? 1
  }
}
