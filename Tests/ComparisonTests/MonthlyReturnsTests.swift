import Comparison
import Market
import Testing

@Suite struct MonthlyReturnsTests {
  private func window(_ from: String, _ until: String) throws -> Range<Timestamp> {
    try CourseFixture.instant(from)..<CourseFixture.instant(until)
  }

  /// Expected values: pandas, grouped by the date a day is called by, see Fixtures/make_course.py.
  @Test(arguments: CourseFixture.cases.indices)
  func `months and years are those of an established package`(index: Int) throws {
    let (name, calendar, _) = CourseFixture.cases[index]
    let curve = try CourseFixture.curve(name)
    let returns = MonthlyReturns(of: curve, calendar: calendar, window: try window("2000-01-01", "2030-01-01"))
    let expected = try CourseFixture.rows("months", of: name)
    var found: [String: MonthlyReturns.Period] = [:]
    for year in returns.years {
      found["\(year.year)-"] = year.whole
      for (month, period) in year.months.enumerated() { found["\(year.year)-\(month + 1)"] = period }
    }
    #expect(found.count == expected.count)
    for row in expected {
      let period = try #require(found["\(row[1])-\(row[2])"], "\(row)")
      #expect(String(period.days) == row[3], "\(row)")
      #expect(try #require(period.value).isClose(to: try #require(Double(row[4])), 1e-11), "\(row)")
      #expect(period.isWhole)
    }
  }

  /// All days of March and April 2018.
  private func days(until end: String = "2018-05-01") throws -> EquityCurve {
    let (first, last) = (try CourseFixture.instant("2018-03-01"), try CourseFixture.instant(end))
    return EquityCurve(
      (first.daysSince1970...last.daysSince1970).map { EquityPoint(time: .day($0), equity: FixedPoint(100)) })
  }

  private func whole(_ returns: MonthlyReturns) -> [Bool] { returns.years[0].months.compactMap { $0?.isWhole } }

  @Test func `a month is a part when hours at either end of it lie outside the run`() throws {
    let curve = try days()
    func parts(_ from: String, _ until: String) throws -> [Bool] {
      whole(MonthlyReturns(of: curve, calendar: .alwaysOpen, window: try window(from, until)))
    }
    #expect(try parts("2018-03-01", "2018-05-01") == [true, true])
    #expect(try parts("2018-03-01T01:00:00Z", "2018-05-01") == [false, true])
    #expect(try parts("2018-03-01", "2018-04-30T23:00:00Z") == [true, false])
    let year = MonthlyReturns(of: curve, calendar: .alwaysOpen, window: try window("2018-03-01", "2018-05-01")).years[0]
    #expect(!year.whole.isWhole && year.whole.days == 61)
    #expect(year.months.map { $0 == nil } == (1...12).map { $0 != 3 && $0 != 4 })
  }

  /// 2018-06-30 was a Saturday; forex closes on Friday at 21:00 UTC in summer and opens on Sunday at 21:00.
  @Test func `closed hours at the edge of a month do not make it a part`() throws {
    let curve = EquityCurve(
      try ["2018-06-01", "2018-06-29T21:00:00Z"].map {
        EquityPoint(time: try CourseFixture.instant($0), equity: FixedPoint(100))
      })
    func isWhole(until: String) throws -> [Bool] {
      whole(MonthlyReturns(of: curve, calendar: .forex, window: try window("2018-06-01", until)))
    }
    #expect(try isWhole(until: "2018-06-29T21:00:00Z") == [true])
    #expect(try isWhole(until: "2018-06-29T20:00:00Z") == [false])
  }

  @Test func `an account without money has no return from there on`() throws {
    let curve = EquityCurve(
      zip(["2018-01-01", "2018-02-01", "2018-03-01"], [100, -10, -10]).map { text, equity in
        EquityPoint(time: Timestamp(text) ?? .distantPast, equity: FixedPoint(Double(equity)))
      })
    let months = MonthlyReturns(of: curve, calendar: .alwaysOpen, window: try window("2018-01-01", "2018-03-01"))
      .years[0].months
    #expect(months[0]?.value?.isClose(to: -1.1, 1e-15) == true)
    #expect(months[1] != nil && months[1]?.value == nil)
  }

  @Test func `a difference needs both`() throws {
    let months = MonthlyReturns(
      of: .of(100, 110), calendar: .alwaysOpen, window: try window("1970-01-01", "1970-01-02")
    ).years[0].months
    let own = try #require(months[0])
    #expect(own.difference(to: own) == 0 && own.difference(to: nil) == nil)
    let none = MonthlyReturns(of: .of(100), calendar: .alwaysOpen, window: try window("1970-01-01", "1970-01-02"))
    #expect(none.years == [])
  }
}
