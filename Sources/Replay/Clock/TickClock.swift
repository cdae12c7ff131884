import Market

/// The instants at which the pipeline is asked: closes of the decision timeframe on the grid, whether or not a candle
/// came, plus a fixed offset.
struct TickClock: Sendable {
  /// The tick that is due; beyond the end of the window once all have happened.
  private(set) var now: Timestamp
  private let end: Timestamp
  private let grid: Grid
  private let offset: Int64

  private enum Grid: Sendable {
    /// Every `step` milliseconds since 1970.
    case uniform(step: Int64)
    /// Aligned to 17:00 New York of each day, `step` apart.
    case newYorkDays(step: Int64)
    /// Inside sessions only: at multiples of `step` and at the close; `every` counts within the session.
    case sessions(SessionSchedule, step: Int64, every: Int)
  }

  /// Ticks `t` with `start < t <= end` (before the offset is added).
  init(
    _ settings: ClockSettings, feedDelay: Int64, timeframe: Timeframe, calendar: TradingCalendar,
    schedule: SessionSchedule, window: Range<Timestamp>
  ) {
    offset = settings.decisionOffset ?? feedDelay
    end = window.upperBound
    if calendar == .usEquities {
      grid = .sessions(schedule, step: timeframe.milliseconds, every: settings.decideEvery)
    } else {
      let step = timeframe.milliseconds * Int64(settings.decideEvery)
      grid = settings.grid == .newYork ? .newYorkDays(step: step) : .uniform(step: step)
    }
    now = window.lowerBound
    now = following(window.lowerBound)
  }

  var isFinished: Bool { now > Timestamp(milliseconds: end.milliseconds + offset) }

  @inline(__always)
  mutating func advance() {
    if case .uniform(let step) = grid {
      now.milliseconds += step
    } else {
      now = following(Timestamp(milliseconds: now.milliseconds - offset))
    }
  }

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
    case .newYorkDays(let step):
      let anchor = TradingCalendar.forex.dayStart(containing: instant)
      let dayEnd = TradingCalendar.forex.dayEnd(after: instant)
      let steps = (instant.milliseconds - anchor.milliseconds) / step + 1
      return min(Timestamp(milliseconds: anchor.milliseconds + steps * step), dayEnd)
    case .sessions(let schedule, let step, let every):
      var index = schedule.firstIndex(closingAfter: instant)
      while index < schedule.sessions.count {
        let session = schedule.sessions[index]
        var tick = session.open
        var ordinal = 0
        while tick < session.close {
          let next = (tick.milliseconds.flooredQuotient(by: step) + 1) * step
          tick = min(Timestamp(milliseconds: next), session.close)
          ordinal += 1
          if tick > instant, ordinal % every == 0 || (every > 1 && tick == session.close) { return tick }
        }
        index += 1
      }
      return .distantFuture
    }
  }
}
