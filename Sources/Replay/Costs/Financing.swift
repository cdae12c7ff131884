package import Market

/// What it costs to hold a position overnight: a yearly rate, charged at each rollover on the position's notional.
package struct Financing: Equatable, Sendable {
  package enum Calendar: String, CaseIterable, Sendable {
    /// 17:00 in New York, Monday to Friday; Wednesday's counts three days, for the weekend that spot settles over.
    case newYork17 = "new_york_17"
    /// Each midnight UTC.
    case utcMidnight = "utc_midnight"
    /// 00:00, 08:00 and 16:00 UTC, a third of a day each.
    case everyEightHours = "every_8_hours"
    /// Each midnight in New York, weekends and holidays included: what is borrowed is owed every day.
    case newYorkMidnight = "new_york_midnight"
  }
  package var calendar: Calendar
  /// What a long pays a year, a share of the notional; negative when it is paid.
  package var longRate: Double
  package var shortRate: Double
  package var daysPerYear: Double

  package init(_ calendar: Calendar, longRate: Double, shortRate: Double, daysPerYear: Double = 365) {
    self.calendar = calendar
    self.longRate = longRate
    self.shortRate = shortRate
    self.daysPerYear = daysPerYear
  }

  /// What one rollover does to the balance, in the currency of `notional`, which is negative for a short.
  package func amount(notional: FixedPoint, at rollover: Timestamp) -> FixedPoint {
    let rate = notional.units > 0 ? longRate : shortRate
    let share = rate * calendar.days(at: rollover) / daysPerYear
    return FixedPoint(-notional.doubleValue.magnitude * share)
  }

  /// The same for a position that is held through all rollovers in `(from, through]` at one notional.
  package func amount(notional: FixedPoint, from: Timestamp, through: Timestamp) -> FixedPoint {
    var total = FixedPoint.zero
    var rollover = calendar.next(after: from)
    while rollover <= through {
      total += amount(notional: notional, at: rollover)
      rollover = calendar.next(after: rollover)
    }
    return total
  }
}

extension Financing.Calendar {
  /// The first rollover after `instant`.
  package func next(after instant: Timestamp) -> Timestamp {
    switch self {
    case .utcMidnight: return Self.multiple(of: .millisecondsPerDay, after: instant)
    case .everyEightHours: return Self.multiple(of: 8 * .millisecondsPerHour, after: instant)
    case .newYorkMidnight: return Self.newYork(hour: 0, after: instant)
    case .newYork17:
      var rollover = Self.newYork(hour: 17, after: instant)
      while NewYorkTime.date(at: rollover).isWeekend { rollover = Self.newYork(hour: 17, after: rollover) }
      return rollover
    }
  }

  /// How many days of interest a rollover stands for.
  package func days(at rollover: Timestamp) -> Double {
    switch self {
    case .utcMidnight, .newYorkMidnight: 1
    case .everyEightHours: 1.0 / 3
    case .newYork17: NewYorkTime.date(at: rollover).isWednesday ? 3 : 1
    }
  }

  private static func multiple(of span: Int64, after instant: Timestamp) -> Timestamp {
    Timestamp(milliseconds: (instant.milliseconds.flooredQuotient(by: span) + 1) * span)
  }

  private static func newYork(hour: Int, after instant: Timestamp) -> Timestamp {
    let date = NewYorkTime.date(at: instant)
    let today = NewYorkTime.instant(on: date, hour: hour)
    guard today <= instant else { return today }
    return NewYorkTime.instant(on: CivilDate(daysSince1970: date.daysSince1970 + 1), hour: hour)
  }
}

extension CivilDate {
  /// 0 is Sunday.
  fileprivate var isWeekend: Bool { weekday == 0 || weekday == 6 }
  fileprivate var isWednesday: Bool { weekday == 3 }
}
