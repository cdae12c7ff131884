internal import Market

/// How many days of an equity curve make a year.
package enum Annualisation: Hashable, Sendable {
  /// The calendar's own count: 365 for crypto, 260 for forex, 252 for equities.
  case daysPerYear(Double)
  /// As many as the curve has for each year between its first and its last point: for accounts that hold instruments
  /// of several calendars. A year is 365.2425 days of 24 hours.
  case elapsedTime

  /// Days per year of `curve`; nil when it measures no day.
  package func daysPerYear(of curve: EquityCurve) -> Double? {
    guard let first = curve.points.first?.time, let last = curve.points.last?.time, first < last else { return nil }
    switch self {
    case .daysPerYear(let days): return days
    case .elapsedTime:
      let elapsedDays = Double(last.milliseconds - first.milliseconds) / Double(Int64.millisecondsPerDay)
      return Double(curve.dayCount) * 365.2425 / elapsedDays
    }
  }
}
