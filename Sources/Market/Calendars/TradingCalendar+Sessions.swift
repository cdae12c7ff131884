extension TradingCalendar {
  /// The sessions that touch `range`, at least one before it and at least two after it.
  ///
  /// ``alwaysOpen`` has a single session over all time. ``forex`` knows no holidays: brokers quote, thinly, through
  /// most of them and disagree about the rest. Sessions before 1900 and after 2200 are left out.
  package func sessions(covering range: Range<Timestamp>) -> SessionSchedule {
    if self == .alwaysOpen { return SessionSchedule([Session(open: .distantPast, close: .distantFuture)]) }
    // Three weeks hold two sessions even of forex, and more than the longest closure of the exchange since 1993.
    let first = Self.day(of: range.lowerBound) - 21
    let last = Self.day(of: range.upperBound) + 21
    let sessions = (first...last).compactMap { day -> Session? in
      let date = CivilDate(daysSince1970: day)
      return self == .forex ? Self.forexWeek(from: date) : NewYorkStockExchange.session(on: date)
    }
    return SessionSchedule(sessions)
  }

  /// The week that opens on that date at 17:00 in New York, if it is a Sunday.
  private static func forexWeek(from date: CivilDate) -> Session? {
    guard date.isA(.sunday) else { return nil }
    return Session(
      open: NewYorkTime.instant(on: date, hour: 17),
      close: NewYorkTime.instant(on: date.advanced(by: 5), hour: 17))
  }

  /// Days since 1970 of the New York date, kept within the years of ``sessions(covering:)``.
  private static func day(of instant: Timestamp) -> Int {
    let earliest = Timestamp(year: 1900, month: 1, day: 1)
    let latest = Timestamp(year: 2200, month: 12, day: 31)
    return NewYorkTime.date(at: min(max(instant, earliest), latest)).daysSince1970
  }
}
