extension TradingCalendar {
  /// Start of the trading day that `instant` belongs to, as daily rules count days: midnight UTC for crypto, 17:00 in
  /// New York for forex, 09:30 in New York for equities, the last two on every civil day, trading or not.
  package func dayStart(containing instant: Timestamp) -> Timestamp {
    switch self {
    case .alwaysOpen:
      return Timestamp(milliseconds: instant.milliseconds - instant.millisecondsOfDay)
    case .forex, .usEquities:
      let date = NewYorkTime.date(at: instant)
      let start = newYorkDayStart(on: date)
      return start <= instant ? start : newYorkDayStart(on: date.advanced(by: -1))
    }
  }

  /// The first start of a trading day after `instant`: the end, exclusive, of the day that contains it.
  package func dayEnd(after instant: Timestamp) -> Timestamp {
    switch self {
    case .alwaysOpen:
      return Timestamp(milliseconds: instant.milliseconds - instant.millisecondsOfDay + .millisecondsPerDay)
    case .forex, .usEquities:
      let date = NewYorkTime.date(at: instant)
      let start = newYorkDayStart(on: date)
      return start > instant ? start : newYorkDayStart(on: date.advanced(by: 1))
    }
  }

  /// The civil date that the trading day ending at `end` is called by: for forex the New York date on which it ends, else
  /// the date on which it starts.
  package func date(ofDayEndingAt end: Timestamp) -> CivilDate {
    let within = Timestamp(milliseconds: end.milliseconds - 1)
    switch self {
    case .alwaysOpen: return within.date
    case .forex: return NewYorkTime.date(at: within)
    case .usEquities: return NewYorkTime.date(at: dayStart(containing: within))
    }
  }

  /// Start of the trading day that is called by `date`.
  package func dayStart(called date: CivilDate) -> Timestamp {
    switch self {
    case .alwaysOpen: Timestamp(year: date.year, month: date.month, day: date.day)
    case .forex: newYorkDayStart(on: date.advanced(by: -1))
    case .usEquities: newYorkDayStart(on: date)
    }
  }

  private func newYorkDayStart(on date: CivilDate) -> Timestamp {
    self == .forex
      ? NewYorkTime.instant(on: date, hour: 17) : NewYorkTime.instant(on: date, hour: 9, minute: 30)
  }
}
