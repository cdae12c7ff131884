import Comparison
import Market
import Testing

/// The curves and trades of Fixtures/make_course.py.
enum CourseFixture {
  /// Calendar and days a year of each curve.
  static let cases: [(name: String, calendar: TradingCalendar, daysPerYear: Double)] = [
    ("crypto", .alwaysOpen, 365), ("forex", .forex, 260), ("us_equities", .usEquities, 252),
  ]

  static func rows(_ file: String, of name: String) throws -> [[String]] {
    try Fixture.rows("course_\(file).csv").filter { $0[0] == name }
  }

  static func curve(_ name: String) throws -> EquityCurve {
    EquityCurve(
      try rows("curves", of: name).map {
        EquityPoint(time: try instant($0[1]), equity: FixedPoint(try #require(Double($0[2]))))
      })
  }

  static func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  /// By account, each in order of exit.
  static func trades(_ name: String) throws -> [[ClosedTrade]] {
    let rows = try rows("trades", of: name)
    return try Set(rows.map { $0[1] }).sorted().map { account in
      try rows.filter { $0[1] == account }.map { row in
        ClosedTrade(
          exit: Timestamp(milliseconds: try #require(Int64(row[2]))), held: try #require(Int64(row[3])),
          share: try #require(Double(row[4])))
      }
    }
  }
}
