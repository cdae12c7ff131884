/// An instant: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
@frozen public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var milliseconds: Int64

  /// An instant from milliseconds since 1970.
  @inlinable @inline(__always)
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// An instant from its civil date and time in UTC. The date must exist.
  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    let seconds = ((daysFromCivil(year: year, month: month, day: day) * 24 + hour) * 60 + minute) * 60 + second
    self.init(milliseconds: Int64(seconds) * 1000)
  }

  /// Earlier than every instant of a tape.
  @inlinable public static var distantPast: Timestamp { Timestamp(milliseconds: -(1 << 60)) }
  /// Later than every instant of a tape.
  @inlinable public static var distantFuture: Timestamp { Timestamp(milliseconds: 1 << 60) }

  @inlinable @inline(__always)
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

  /// The instant `span` later.
  @inlinable @inline(__always)
  public static func + (instant: Timestamp, span: Duration) -> Timestamp {
    Timestamp(milliseconds: instant.milliseconds + span.inMilliseconds)
  }

  /// The instant `span` earlier.
  @inlinable @inline(__always)
  public static func - (instant: Timestamp, span: Duration) -> Timestamp {
    Timestamp(milliseconds: instant.milliseconds - span.inMilliseconds)
  }

  /// Days since 1970-01-01, rounded towards the past.
  package var daysSince1970: Int { Int(milliseconds.flooredQuotient(by: .millisecondsPerDay)) }

  /// The civil date in UTC.
  package var date: CivilDate { CivilDate(daysSince1970: daysSince1970) }

  /// Milliseconds since midnight UTC.
  package var millisecondsOfDay: Int64 { milliseconds - Int64(daysSince1970) * .millisecondsPerDay }
}

extension Duration {
  /// Whole milliseconds, the rest cut off.
  @inlinable @inline(__always)
  public var inMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}

extension Int64 {
  package static let millisecondsPerMinute: Int64 = 60_000
  package static let millisecondsPerHour: Int64 = 3_600_000
  package static let millisecondsPerDay: Int64 = 86_400_000

  /// The quotient rounded towards minus infinity; `divisor` must be positive.
  @inlinable
  package func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

/// A day of the proleptic Gregorian calendar.
package struct CivilDate: Hashable, Comparable, Sendable {
  package var year: Int
  package var month: Int
  package var day: Int

  package init(year: Int, month: Int, day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  // The era arithmetic of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
  package init(daysSince1970 days: Int) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  package var daysSince1970: Int { daysFromCivil(year: year, month: month, day: day) }

  /// 0 is Sunday, 6 is Saturday.
  package var weekday: Int { ((daysSince1970 + 4) % 7 + 7) % 7 }

  /// Whether the month has such a day.
  package var exists: Bool { (1...12).contains(month) && day >= 1 && CivilDate(daysSince1970: daysSince1970) == self }

  package static func < (a: CivilDate, b: CivilDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }
}

private func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
  let y = month <= 2 ? year - 1 : year
  let era = (y >= 0 ? y : y - 399) / 400
  let yearOfEra = y - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}
