import Market
import Testing

@Suite struct CivilDateTests {
  @Test func `every day of eight centuries has the next number and the next weekday`() {
    var date = CivilDate(year: 1600, month: 1, day: 1)
    let first = date.daysSince1970
    var weekday = 6  // 1 January 1600 was a Saturday.
    let monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for number in first..<first + 292_194 {
      guard date.daysSince1970 == number, CivilDate(daysSince1970: number) == date, date.weekday == weekday else {
        Issue.record("\(date) should be day \(number), weekday \(weekday)")
        return
      }
      let leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0)
      date.day += 1
      if date.day > monthLengths[date.month - 1] + (leap && date.month == 2 ? 1 : 0) {
        date.day = 1
        date.month += 1
        if date.month > 12 { (date.year, date.month) = (date.year + 1, 1) }
      }
      weekday = (weekday + 1) % 7
    }
    #expect(date == CivilDate(year: 2400, month: 1, day: 1))
  }

  @Test(arguments: [
    (2023, 2, 29), (1900, 2, 29), (2024, 2, 30), (2024, 4, 31), (2024, 0, 1), (2024, 13, 1), (2024, 1, 0),
    (2024, 1, 32), (2024, 1, -1),
  ])
  func `days that no calendar has do not exist`(year: Int, month: Int, day: Int) {
    #expect(!CivilDate(year: year, month: month, day: day).exists)
  }

  @Test(arguments: [(2024, 2, 29), (2000, 2, 29), (1970, 1, 1), (1969, 12, 31), (1, 1, 1), (9999, 12, 31)])
  func `leap days and the ends of the range exist`(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day).exists)
  }

  @Test func `weekdays of a month are counted from its first and from its last day`() {
    #expect(CivilDate.nth(1, .sunday, month: 9, year: 2024) == CivilDate(year: 2024, month: 9, day: 1))
    #expect(CivilDate.nth(4, .thursday, month: 11, year: 2024) == CivilDate(year: 2024, month: 11, day: 28))
    #expect(CivilDate.last(.monday, month: 5, year: 2021) == CivilDate(year: 2021, month: 5, day: 31))
    #expect(CivilDate.last(.tuesday, month: 12, year: 2024) == CivilDate(year: 2024, month: 12, day: 31))
  }

  /// Dates from the table of the United States Naval Observatory, "The Date of Easter"; 1818 and 1943 are the extremes.
  @Test(arguments: [
    (1818, 3, 22), (1943, 4, 25), (1993, 4, 11), (2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31),
    (2025, 4, 20), (2038, 4, 25),
  ])
  func `Easter falls on its Sunday`(year: Int, month: Int, day: Int) {
    #expect(CivilDate.easter(of: year) == CivilDate(year: year, month: month, day: day))
  }
}
