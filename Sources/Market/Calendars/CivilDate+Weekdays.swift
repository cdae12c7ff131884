/// Days of the week as ``CivilDate/weekday`` counts them.
package enum Weekday: Int, Sendable {
  case sunday = 0
  case monday, tuesday, wednesday, thursday, friday, saturday
}

extension CivilDate {
  /// The day `days` later, or earlier where negative.
  package func advanced(by days: Int) -> CivilDate { CivilDate(daysSince1970: daysSince1970 + days) }

  /// Whether the day is that weekday.
  package func isA(_ weekday: Weekday) -> Bool { self.weekday == weekday.rawValue }

  /// The `ordinal`-th such weekday of a month, counted from 1.
  package static func nth(_ ordinal: Int, _ weekday: Weekday, month: Int, year: Int) -> CivilDate {
    let first = CivilDate(year: year, month: month, day: 1)
    return first.advanced(by: (weekday.rawValue - first.weekday + 7) % 7 + 7 * (ordinal - 1))
  }

  /// The last such weekday of a month.
  package static func last(_ weekday: Weekday, month: Int, year: Int) -> CivilDate {
    let next = month == 12 ? nth(1, weekday, month: 1, year: year + 1) : nth(1, weekday, month: month + 1, year: year)
    return next.advanced(by: -7)
  }

  /// Easter Sunday of the Gregorian calendar.
  ///
  /// The anonymous algorithm of "Nature" 13 (1876), p. 487, as given by J. Meeus, "Astronomical Algorithms", ch. 8.
  package static func easter(of year: Int) -> CivilDate {
    let (century, yearOfCentury) = year.quotientAndRemainder(dividingBy: 100)
    let golden = year % 19
    let correction = (century - (century + 8) / 25 + 1) / 3
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30
    let weekdayShift = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
    let late = (golden + 11 * epact + 22 * weekdayShift) / 451
    let day = epact + weekdayShift - 7 * late + 114
    return CivilDate(year: year, month: day / 31, day: day % 31 + 1)
  }
}
