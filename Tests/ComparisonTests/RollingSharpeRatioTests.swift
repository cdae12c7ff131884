import Comparison
import Market
import Testing

@Suite struct RollingSharpeRatioTests {
  /// Expected values: numpy over sliding windows of 90 days, see Fixtures/make_course.py.
  @Test(arguments: CourseFixture.cases.indices)
  func `every window has the ratio that an established package gives it`(index: Int) throws {
    let (name, _, daysPerYear) = CourseFixture.cases[index]
    let curve = try CourseFixture.curve(name)
    let rolling = try #require(RollingSharpeRatio(of: curve, window: 90, daysPerYear: daysPerYear))
    let expected = try CourseFixture.rows("sharpe", of: name)
    #expect(rolling.times == expected.map { Timestamp($0[1]) })
    for (value, row) in zip(rolling.values, expected) {
      #expect(try #require(value).isClose(to: try #require(Double(row[2])), 1e-9), "\(row)")
    }
  }

  @Test func `a window as long as the run has the ratio of the run`() throws {
    let curve = EquityCurve.of(100, 101, 99, 104)
    let rolling = try #require(RollingSharpeRatio(of: curve, window: 3, daysPerYear: 365))
    #expect(rolling.times == [.day(3)] && rolling.values == [curve.sharpeRatio(daysPerYear: 365)])
  }

  @Test func `a run shorter than a window has no line, and a window that does not vary no value`() {
    #expect(RollingSharpeRatio(of: .of(100, 101, 99, 104), window: 4, daysPerYear: 365) == nil)
    #expect(RollingSharpeRatio(of: .of(100, -1, 99, 104), window: 2, daysPerYear: 365) == nil)
    let values = RollingSharpeRatio(of: .of(100, 100, 100, 104), window: 2, daysPerYear: 365)?.values
    #expect(values?.map { $0 == nil } == [true, false])
  }
}
