/// Wall-clock time in New York, by the daylight-saving rules of federal law.
///
/// - 1967 to 1986: last Sunday of April to last Sunday of October (Uniform Time Act of 1966); in 1974 from 6 January
///   and in 1975 from 23 February (Emergency Daylight Saving Time Energy Conservation Act of 1973).
/// - 1987 to 2006: first Sunday of April to last Sunday of October (Public Law 99-359).
/// - Since 2007: second Sunday of March to first Sunday of November (Energy Policy Act of 2005).
///
/// Clocks change at 02:00 local time. Years before 1967 are given the rule of 1967.
package enum NewYorkTime {
  private static let standardOffset: Int64 = -5 * .millisecondsPerHour
  private static let daylightOffset: Int64 = -4 * .millisecondsPerHour

  /// What to add to UTC at `instant`, in milliseconds: minus five hours, or minus four while daylight saving lasts.
  package static func offset(at instant: Timestamp) -> Int64 {
    daylightSaving(in: instant.date.year).contains(instant) ? daylightOffset : standardOffset
  }

  /// The date on New York's calendars at `instant`.
  package static func date(at instant: Timestamp) -> CivilDate { clock(at: instant).date }

  /// Milliseconds since midnight that New York's clocks show at `instant`.
  package static func millisecondsOfDay(at instant: Timestamp) -> Int64 { clock(at: instant).millisecondsOfDay }

  /// The instant at which New York's clocks show that date and time.
  ///
  /// An hour that the clocks show twice is the first of the two; in the hour that they skip, the time is taken as
  /// standard time, so that 02:30 is the instant which the clocks call 03:30.
  package static func instant(
    on date: CivilDate, hour: Int = 0, minute: Int = 0, second: Int = 0
  ) -> Timestamp {
    let shown = Timestamp(
      year: date.year, month: date.month, day: date.day, hour: hour, minute: minute, second: second)
    let daylight = Timestamp(milliseconds: shown.milliseconds - daylightOffset)
    let standard = Timestamp(milliseconds: shown.milliseconds - standardOffset)
    return daylightSaving(in: date.year).contains(daylight) ? daylight : standard
  }

  /// New York's clock read as if it were UTC.
  private static func clock(at instant: Timestamp) -> Timestamp {
    Timestamp(milliseconds: instant.milliseconds + offset(at: instant))
  }

  /// From 02:00 standard time to 02:00 daylight time of that year.
  private static func daylightSaving(in year: Int) -> Range<Timestamp> {
    let first: CivilDate
    let last: CivilDate
    switch year {
    case 2007...:
      first = .nth(2, .sunday, month: 3, year: year)
      last = .nth(1, .sunday, month: 11, year: year)
    case 1987...:
      first = .nth(1, .sunday, month: 4, year: year)
      last = .last(.sunday, month: 10, year: year)
    default:
      first =
        switch year {
        case 1974: CivilDate(year: 1974, month: 1, day: 6)
        case 1975: CivilDate(year: 1975, month: 2, day: 23)
        default: .last(.sunday, month: 4, year: year)
        }
      last = .last(.sunday, month: 10, year: year)
    }
    let twoOClock = 2 * Int64.millisecondsPerHour
    return first.midnightUTC(plus: twoOClock - standardOffset)..<last.midnightUTC(plus: twoOClock - daylightOffset)
  }
}

extension CivilDate {
  fileprivate func midnightUTC(plus milliseconds: Int64) -> Timestamp {
    Timestamp(milliseconds: Int64(daysSince1970) * .millisecondsPerDay + milliseconds)
  }
}
