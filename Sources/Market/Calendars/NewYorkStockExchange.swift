/// On which days the New York Stock Exchange trades, and until when.
///
/// The rules are those of NYSE Rule 7.2 and its published holiday calendars, with the changes and
/// the one-off closures since 1993. Coming years follow the rules as they stand.
package enum NewYorkStockExchange {
  /// The regular session of a New York date, 09:30 to 16:00 or 13:00; nil when the exchange stays closed.
  package static func session(on date: CivilDate) -> Session? {
    guard isTradingDay(date) else { return nil }
    return Session(
      open: NewYorkTime.instant(on: date, hour: 9, minute: 30),
      close: NewYorkTime.instant(on: date, hour: closesEarly(on: date) ? 13 : 16))
  }

  /// Whether the exchange opens on that New York date.
  package static func isTradingDay(_ date: CivilDate) -> Bool {
    !date.isA(.saturday) && !date.isA(.sunday) && !isHoliday(date) && !unscheduledClosures.contains(date)
  }

  private static func isHoliday(_ date: CivilDate) -> Bool {
    let year = date.year
    switch date.month {
    case 1:
      // A New Year's Day on a Saturday is not made up for: the Friday ends the accounting year.
      return date.isObserved(month: 1, day: 1) || (year >= 1998 && date == .nth(3, .monday, month: 1, year: year))
    case 2: return date == .nth(3, .monday, month: 2, year: year)
    case 3, 4: return date == CivilDate.easter(of: year).advanced(by: -2)
    case 5: return date == .last(.monday, month: 5, year: year)
    case 6: return year >= 2022 && date.isObserved(month: 6, day: 19)
    case 7: return date.isObserved(month: 7, day: 4)
    case 9: return date == .nth(1, .monday, month: 9, year: year)
    case 11: return date == thanksgiving(of: year)
    case 12: return date.isObserved(month: 12, day: 25)
    default: return false
    }
  }

  /// Days on which trading ends at 13:00; they are trading days.
  private static func closesEarly(on date: CivilDate) -> Bool {
    let year = date.year
    switch (date.month, date.day) {
    case (7, 3):
      // Before a holiday on Thursday only since 2013: until then the Friday after it was the short day.
      return !date.isA(.wednesday) || year >= 2013
    case (7, 5): return date.isA(.friday) && year < 2013
    case (11, _): return date == thanksgiving(of: year).advanced(by: 1)
    case (12, 24): return true
    default: return unscheduledEarlyCloses.contains(date)
    }
  }

  private static func thanksgiving(of year: Int) -> CivilDate { .nth(4, .thursday, month: 11, year: year) }

  private static let unscheduledClosures = [
    CivilDate(year: 1994, month: 4, day: 27),  // funeral of President Nixon
    CivilDate(year: 2001, month: 9, day: 11),  // attacks of 11 September
    CivilDate(year: 2001, month: 9, day: 12),
    CivilDate(year: 2001, month: 9, day: 13),
    CivilDate(year: 2001, month: 9, day: 14),
    CivilDate(year: 2004, month: 6, day: 11),  // mourning for President Reagan
    CivilDate(year: 2007, month: 1, day: 2),  // mourning for President Ford
    CivilDate(year: 2012, month: 10, day: 29),  // hurricane Sandy
    CivilDate(year: 2012, month: 10, day: 30),
    CivilDate(year: 2018, month: 12, day: 5),  // mourning for President G. H. W. Bush
    CivilDate(year: 2025, month: 1, day: 9),  // mourning for President Carter
  ]

  private static let unscheduledEarlyCloses = [
    CivilDate(year: 1997, month: 12, day: 26),
    CivilDate(year: 1999, month: 12, day: 31),
    CivilDate(year: 2003, month: 12, day: 26),
  ]
}

extension CivilDate {
  /// Whether a holiday of fixed date is kept on this day: on the date itself, on the Friday before a Saturday, on the
  /// Monday after a Sunday, always in the same month.
  fileprivate func isObserved(month: Int, day: Int) -> Bool {
    guard self.month == month else { return false }
    return switch self.day - day {
    case 0: true
    case -1: isA(.friday)
    case 1: isA(.monday)
    default: false
    }
  }
}
