package import Market

/// Refuses to decide on candles that are too old.
///
/// Age runs from the close of the newest known candle, closed-market time not counted. From one hour up, where the
/// market has sessions, what counts is how many candles should have come since and did not.
package struct StalenessGate: Sendable {
  package enum Verdict: Equatable, Sendable {
    case fresh
    /// Age in milliseconds of market time.
    case stale(age: Int64)
    /// The newest candle lies in the future.
    case clockSkew
  }

  private enum Rule: Sendable {
    /// Milliseconds of market time since the close.
    case age(Int64)
    /// Candles that were due since the close.
    case missedBars(Int)
    /// Milliseconds of any time since the open stamp.
    case ageOfOpenStamp(Int64)
    case never
  }

  private let rule: Rule
  private let timeframe: Timeframe
  private let calendar: TradingCalendar
  private let schedule: SessionSchedule
  /// Whether candles are aligned to 17:00 New York, where a week of forex opens.
  private let isAlignedToSessions: Bool
  /// Wall-clock age up to which nothing needs to be looked up; negative where something always must.
  private let surelyFresh: Int64

  package init(
    _ settings: StalenessSettings, timeframe: Timeframe, calendar: TradingCalendar, schedule: SessionSchedule,
    grid: ClockSettings.Grid = .utc
  ) {
    isAlignedToSessions = calendar == .forex && grid == .newYork
    self.timeframe = timeframe
    self.calendar = calendar
    self.schedule = schedule
    switch settings.profile {
    case .legacy:
      let minutes: Int64? =
        switch timeframe {
        case .oneMinute, .fiveMinutes, .oneHour: 15
        case .fifteenMinutes: 30
        case .thirtyMinutes: 60
        case .oneDay: 48 * 60
        case .fourHours: nil
        }
      rule = (settings.threshold ?? minutes.map { $0 * .millisecondsPerMinute }).map { .ageOfOpenStamp($0) } ?? .never
    case .standard:
      let threshold = settings.threshold ?? Self.standardThreshold(timeframe)
      let countsBars = calendar != .alwaysOpen && timeframe >= .oneHour
      if countsBars {
        let bars =
          timeframe == .oneDay && settings.threshold == nil ? 1 : Int(threshold / timeframe.milliseconds)
        rule = .missedBars(bars)
      } else {
        rule = .age(threshold)
      }
    }
    surelyFresh =
      switch rule {
      case .age(let limit): limit
      case .missedBars(let bars): timeframe == .oneDay ? 0 : Int64(bars) * timeframe.milliseconds
      case .ageOfOpenStamp: -1
      case .never: .max
      }
  }

  /// product.md's table: 1m 15, 5m 15, 15m 30, 30m 60, 1h 120, 4h 480 minutes; a day: 48 hours.
  private static func standardThreshold(_ timeframe: Timeframe) -> Int64 {
    let minutes: Int64 =
      switch timeframe {
      case .oneMinute, .fiveMinutes: 15
      case .fifteenMinutes: 30
      case .thirtyMinutes: 60
      case .oneHour: 120
      case .fourHours: 480
      case .oneDay: 48 * 60
      }
    return minutes * .millisecondsPerMinute
  }

  /// Whether a candle that has closed just now is always fresh.
  @inline(__always)
  var trustsNewCandles: Bool { surelyFresh >= 0 }

  /// What to think at `now` of a newest candle that covers `open ..< close`.
  @inline(__always)
  package func verdict(on open: Timestamp, _ close: Timestamp, at now: Timestamp) -> Verdict {
    let age = now.milliseconds - close.milliseconds
    if age >= 0, age <= surelyFresh { return .fresh }
    return examine(open, close, at: now)
  }

  @inline(never)
  private func examine(_ open: Timestamp, _ close: Timestamp, at now: Timestamp) -> Verdict {
    if close > now { return .clockSkew }
    switch rule {
    case .never:
      return .fresh
    case .ageOfOpenStamp(let limit):
      let age = now.milliseconds - open.milliseconds
      return age > limit ? .stale(age: age) : .fresh
    case .age(let limit):
      let age = schedule.openMilliseconds(from: close, to: now)
      return age > limit ? .stale(age: age) : .fresh
    case .missedBars(let limit):
      guard barsDue(after: close, upTo: now) > limit else { return .fresh }
      return .stale(age: schedule.openMilliseconds(from: close, to: now))
    }
  }

  /// Candles whose close lies in `(start, end]`, counted on the grid, where the market was open during them.
  private func barsDue(after start: Timestamp, upTo end: Timestamp) -> Int {
    var due = 0
    var index = schedule.firstIndex(closingAfter: start)
    var lastClose = start.milliseconds
    while index < schedule.sessions.count, schedule.sessions[index].open < end {
      let session = schedule.sessions[index]
      if calendar == .usEquities && timeframe == .oneDay {
        if session.close <= end { due += 1 }
      } else {
        let step = timeframe.milliseconds
        // The first grid close that this session's trading is part of, and the last one by `end`.
        // No clock is changed while forex trades, so that within a week the steps are even.
        let origin = isAlignedToSessions ? session.open.milliseconds : 0
        let from = max(session.open.milliseconds, lastClose) - origin
        let first = from.flooredQuotient(by: step) + 1
        let closesAt = calendar == .usEquities ? session.close.milliseconds : Int64.max
        let last = (session.close.milliseconds - origin + step - 1).flooredQuotient(by: step)
        let reached =
          closesAt <= end.milliseconds ? last : min(last, (end.milliseconds - origin).flooredQuotient(by: step))
        if reached >= first {
          due += Int(reached - first + 1)
          lastClose = origin + reached * step
        }
      }
      index += 1
    }
    return due
  }

  /// `Stale market data detected: 51.3 minutes old (threshold: 15 minutes)`.
  package func text(age: Int64) -> String {
    let threshold =
      switch rule {
      case .age(let limit), .ageOfOpenStamp(let limit):
        limit % .millisecondsPerMinute == 0 ? "\(limit / .millisecondsPerMinute) minutes" : Self.spoken(limit)
      case .missedBars(1) where timeframe == .oneDay: "1 missed session"
      case .missedBars(let bars): "\(bars) missed \(timeframe.rawValue) candles"
      case .never: "none"
      }
    return "Stale market data detected: \(Self.spoken(age)) old (threshold: \(threshold))"
  }

  private static func spoken(_ age: Int64) -> String {
    if age < .millisecondsPerMinute { return "\(decimal(age, per: 1_000, digits: 1)) seconds" }
    if age < .millisecondsPerHour { return "\(decimal(age, per: .millisecondsPerMinute, digits: 1)) minutes" }
    return "\(decimal(age, per: .millisecondsPerHour, digits: 2)) hours"
  }

  /// `value / unit` with so many decimals, rounded half up.
  private static func decimal(_ value: Int64, per unit: Int64, digits: Int) -> String {
    let scale: Int64 = digits == 1 ? 10 : 100
    let rounded = (value * scale * 2 + unit) / (unit * 2)
    let fraction = String(rounded % scale)
    return "\(rounded / scale)." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
