import Market

/// The instants at which the pipeline is asked: closes of the decision timeframe on the grid, whether or not a candle
/// came, plus a fixed offset.
struct TickClock: Sendable {
  /// The tick that is due; beyond the end of the window once all have happened.
  private(set) var now: Timestamp
  private var end: Timestamp
  private let grid: Grid
  /// From a close on the grid to its tick.
  let offset: Int64

  private enum Grid: Sendable {
    /// Every `step` milliseconds since 1970.
    case uniform(step: Int64)
    /// Every `every`-th of the closes that lie `step` apart from 17:00 New York of each day on, and at its end.
    case newYorkDays(step: Int64, every: Int64)
    /// Inside sessions only: at multiples of `step` and at the close; `every` counts within the session.
    case sessions(SessionSchedule, step: Int64, every: Int64)
    /// At the close of every `every`-th session; `earlier` is how many there were before the first of the schedule.
    case sessionCloses(SessionSchedule, earlier: Int, every: Int)
  }

  /// Ticks `t` with `start < t <= end` (before the offset is added).
  init(
    _ settings: ClockSettings, feedDelay: Int64, timeframe: Timeframe, calendar: TradingCalendar,
    schedule: SessionSchedule, window: Range<Timestamp>
  ) {
    offset = settings.decisionOffset ?? feedDelay
    end = window.upperBound
    let every = Int64(settings.decideEvery)
    if calendar == .usEquities {
      grid =
        timeframe == .oneDay
        ? .sessionCloses(
          schedule, earlier: settings.decideEvery == 1 ? 0 : Self.tradingDays(before: schedule),
          every: settings.decideEvery)
        : .sessions(schedule, step: timeframe.milliseconds, every: every)
    } else {
      grid =
        settings.grid == .newYork
        ? .newYorkDays(step: timeframe.milliseconds, every: every)
        : .uniform(step: timeframe.milliseconds * every)
    }
    now = window.lowerBound
    now = following(window.lowerBound)
  }

  /// The close on the grid that the tick stands for: ``now`` without the offset.
  @inline(__always)
  var gridClose: Timestamp { Timestamp(milliseconds: now.milliseconds - offset) }

  /// The last instant at which a tick can be due.
  var lastTick: Timestamp { Timestamp(milliseconds: end.milliseconds + offset) }

  /// Leaves out the ticks after `instant`.
  mutating func end(after instant: Timestamp) {
    end = min(end, Timestamp(milliseconds: instant.milliseconds - offset))
  }

  var isFinished: Bool { now > lastTick }

  @inline(__always)
  mutating func advance() {
    if case .uniform(let step) = grid {
      now.milliseconds += step
    } else {
      now = following(Timestamp(milliseconds: now.milliseconds - offset))
    }
  }

  /// Goes past the ticks that are due at closes of `range`, one after the other; returns the end of those. `spacing` is
  /// how far all closes lie apart, nil where they are not even.
  @inline(__always)
  mutating func advance(through closes: Span<Int64>, in range: Range<Int>, spacing: Int64?) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= closes.count, "there are as many closes")
    if case .uniform(let step) = grid, step == spacing, let first = range.first, closes[first] == now.milliseconds {
      now.milliseconds += step * Int64(range.count)
      return range.upperBound
    }
    var place = range.lowerBound
    if case .uniform(let step) = grid {
      var now = now.milliseconds
      while place < range.upperBound, closes[unchecked: place] == now {
        now += step
        place &+= 1
      }
      self.now.milliseconds = now
    } else {
      while place < range.upperBound, closes[unchecked: place] == now.milliseconds {
        advance()
        place &+= 1
      }
    }
    return place
  }

  /// Makes a tick that it has passed the one that is due.
  @inline(__always)
  mutating func goBack(to tick: Timestamp) { now = tick }

  /// The first tick whose grid instant lies after `instant`.
  @inline(never)
  private func following(_ instant: Timestamp) -> Timestamp {
    let grid = nextGridInstant(after: instant)
    return Timestamp(milliseconds: grid.milliseconds + offset)
  }

  private func nextGridInstant(after instant: Timestamp) -> Timestamp {
    switch grid {
    case .uniform(let step):
      return Timestamp(milliseconds: (instant.milliseconds.flooredQuotient(by: step) + 1) * step)
    case .newYorkDays(let step, let every):
      return Self.nextNewYorkClose(after: instant, step: step, every: every)
    case .sessions(let schedule, let step, let every):
      let index = schedule.firstIndex(closingAfter: instant)
      guard index < schedule.sessions.count else { return .distantFuture }
      let session = schedule.sessions[index]
      let before = session.open.milliseconds.flooredQuotient(by: step)
      let closed = max(0, instant.milliseconds.flooredQuotient(by: step) - before)
      let next = (closed / every + 1) * every
      return min(Timestamp(milliseconds: (before + next) * step), session.close)
    case .sessionCloses(let schedule, let earlier, let every):
      let index = schedule.firstIndex(closingAfter: instant)
      let chosen = index + (every - (earlier + index + 1) % every) % every
      return chosen < schedule.sessions.count ? schedule.sessions[chosen].close : .distantFuture
    }
  }

  /// Closes are counted from 1970 on, as many a day as fit into 24 hours. The day on which clocks go forward lacks some
  /// of them; the day on which they go back has its last one an hour later.
  private static func nextNewYorkClose(after instant: Timestamp, step: Int64, every: Int64) -> Timestamp {
    let closesPerDay = .millisecondsPerDay / step
    var start = TradingCalendar.forex.dayStart(containing: instant)
    var closed = min((instant.milliseconds - start.milliseconds) / step, closesPerDay - 1)
    while true {
      let end = TradingCalendar.forex.dayEnd(after: start)
      let earlier = Int64(NewYorkTime.date(at: start).daysSince1970) * closesPerDay
      let next = ((earlier + closed).flooredQuotient(by: every) + 1) * every - earlier
      if next == closesPerDay { return end }
      let close = Timestamp(milliseconds: start.milliseconds + next * step)
      if next < closesPerDay, close < end { return close }
      start = end
      closed = 0
    }
  }

  /// Sessions since 1970, so that which of them are the n-th does not hang on where a window starts.
  private static func tradingDays(before schedule: SessionSchedule) -> Int {
    guard let first = schedule.sessions.first else { return 0 }
    let day = NewYorkTime.date(at: first.open).daysSince1970
    let days = min(day, 0)..<max(day, 0)
    let count = days.count { NewYorkStockExchange.isTradingDay(CivilDate(daysSince1970: $0)) }
    return day < 0 ? -count : count
  }
}
