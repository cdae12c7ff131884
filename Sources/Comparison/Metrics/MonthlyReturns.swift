package import Market

/// What an account brought in each calendar month and year: its equity at the end of the period's last day over that
/// before the period's first, less one. Months of a year compound to the year.
///
/// A day belongs to the month of the date that its calendar calls it by (``TradingCalendar/date(ofDayEndingAt:)``).
package struct MonthlyReturns: Hashable, Sendable {
  /// From the first with a day to the last.
  package let years: [Year]

  package struct Year: Hashable, Sendable {
    package let year: Int
    /// January to December; nil without a day.
    package let months: [Period?]
    package let whole: Period
  }

  package struct Period: Hashable, Sendable {
    /// A share: 0.01 is one per cent. Nil where it began without money.
    package let value: Double?
    /// Days that were measured.
    package let days: Int
    /// Whether the run covers all of the period's market hours.
    package let isWhole: Bool

    /// Less another account's of the same period; nil without one of the two.
    package func difference(to other: Period?) -> Double? {
      guard let value, let other = other?.value else { return nil }
      return value - other
    }
  }

  /// `window` is when the run took place: what of a month's market hours lies outside it makes the month a part.
  package init(of curve: EquityCurve, calendar: TradingCalendar, window: Range<Timestamp>) {
    let dates = curve.points.dropFirst().map { calendar.date(ofDayEndingAt: $0.time) }
    guard let first = dates.first, let last = dates.last else {
      years = []
      return
    }
    /// Of the days whose indices are in `days`; the point before a day has the day's index.
    func period(_ days: Range<Int>, from: CivilDate, until: CivilDate) -> Period {
      let (start, end) = (curve.points[days.lowerBound].equity, curve.points[days.upperBound].equity)
      return Period(
        value: start > .zero ? end.doubleValue / start.doubleValue - 1 : nil, days: days.count,
        isWhole: calendar.isCovered(from: from, until: until, by: window))
    }
    var years: [Year] = []
    var next = 0
    for year in first.year...last.year {
      let begin = next
      let months = (1...12).map { month -> Period? in
        let begin = next
        while next < dates.count, (dates[next].year, dates[next].month) == (year, month) { next += 1 }
        let after = month == 12 ? (year + 1, 1) : (year, month + 1)
        return next == begin
          ? nil
          : period(
            begin..<next, from: CivilDate(year: year, month: month, day: 1),
            until: CivilDate(year: after.0, month: after.1, day: 1))
      }
      guard next > begin else { continue }
      let whole = period(
        begin..<next, from: CivilDate(year: year, month: 1, day: 1),
        until: CivilDate(year: year + 1, month: 1, day: 1))
      years.append(Year(year: year, months: months, whole: whole))
    }
    self.years = years
  }
}

extension TradingCalendar {
  /// Whether no market hours of the days called by `from ..< until` lie outside `window`. Hours of a first day that
  /// fall into the UTC date before it are not asked for: nobody begins a run at 17:00 in New York to have a month whole.
  fileprivate func isCovered(from: CivilDate, until: CivilDate, by window: Range<Timestamp>) -> Bool {
    let always = TradingCalendar.alwaysOpen
    let start = max(dayStart(called: from), always.dayStart(called: from))
    let end = min(dayStart(called: until), always.dayStart(called: until))
    let schedule = sessions(covering: start..<end)
    let before = max(0, schedule.openMilliseconds(from: start, to: min(window.lowerBound, end)))
    let after = max(0, schedule.openMilliseconds(from: max(window.upperBound, start), to: end))
    return before == 0 && after == 0
  }
}
