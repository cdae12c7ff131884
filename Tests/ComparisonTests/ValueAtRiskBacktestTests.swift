import Comparison
import Market
import Testing

@Suite struct ValueAtRiskBacktestTests {
  /// Expected values: vartests for Kupiec, scipy for the rest, see Fixtures/make_risk_backtests.py.
  @Test(arguments: ["right", "too many", "clustered", "few"])
  func `the tests of coverage are those of published packages`(name: String) throws {
    let row = try #require(Fixture.rows("value_at_risk.csv").first { $0[0] == name })
    let expected = try #require(Fixture.rows("value_at_risk_results.csv").first { $0[0] == name }).dropFirst()
      .compactMap(Double.init)
    let result = try #require(ValueAtRiskBacktest(exceptions: row[1].map { $0 == "1" }, level: expected[0]))
    let tests = [result.coverage, try #require(result.independence), try #require(result.conditionalCoverage)]
    for (test, values) in zip(tests, [expected[1...2], expected[3...4], expected[5...6]]) {
      #expect(abs(test.statistic - values[values.startIndex]) < 1e-10)
      #expect(test.pValue.isClose(to: values[values.startIndex + 1], 1e-9))
    }
    #expect(result.expectedExceptions.isClose(to: Double(result.days) * expected[0], 1e-15))
  }

  /// P. H. Kupiec's (1995) regions of exceptions that are not rejected at 5 %, as in P. Jorion, "Value at Risk", chapter
  /// 6. For 255 days at 1 % the table says N < 7, though none at all is rejected too: 5.13 is above 3.84.
  @Test(
    arguments: [
      (255, 0.01, 1...6), (510, 0.01, 2...10), (1_000, 0.01, 5...16), (255, 0.05, 7...20), (510, 0.05, 17...35),
      (1_000, 0.05, 38...64),
    ] as [(Int, Double, ClosedRange<Int>)])
  func `Kupiec's regions of exceptions are accepted`(days: Int, level: Double, accepted: ClosedRange<Int>) throws {
    for count in 0...80 {
      let exceptions = (0..<days).map { $0 < count }
      let rejected = try #require(ValueAtRiskBacktest(exceptions: exceptions, level: level)).coverage.pValue < 0.05
      #expect(rejected != accepted.contains(count), "\(count)")
    }
  }

  @Test func `a loss is an exception when it is larger than the forecast, not when it equals it`() throws {
    let result = try #require(
      ValueAtRiskBacktest(
        returns: [-0.02, -0.021, 0.05, -0.03], valueAtRisk: [0.02, 0.02, 0.02, 0.04], level: 0.05))
    #expect(result.exceptions == 1 && result.days == 4)
    #expect(result.transitions.quietToException == 1 && result.transitions.exceptionToQuiet == 1)
    #expect(result.transitions.quietToQuiet == 1 && result.transitions.exceptionToException == 0)
  }

  @Test func `no exception leaves coverage its limit and independence nothing`() throws {
    let quiet = try #require(ValueAtRiskBacktest(exceptions: [Bool](repeating: false, count: 100), level: 0.05))
    // -200 ln 0.95
    #expect(quiet.coverage.statistic.isClose(to: 10.258658877510107, 1e-13))
    #expect(quiet.independence == nil && quiet.conditionalCoverage == nil)
    let always = try #require(ValueAtRiskBacktest(exceptions: [Bool](repeating: true, count: 3), level: 0.05))
    // -6 ln 0.05
    #expect(always.coverage.statistic.isClose(to: 17.974393641323943, 1e-13) && always.independence == nil)
    let last = try #require(ValueAtRiskBacktest(exceptions: [false, false, true], level: 0.05))
    #expect(last.independence == nil)
    #expect(ValueAtRiskBacktest(exceptions: [], level: 0.05) == nil)
    #expect(ValueAtRiskBacktest(returns: [.nan], valueAtRisk: [0.02], level: 0.05) == nil)
  }

  /// 1,000 years of 500 days know a rate of 5 % to 0.7 %. The chi-squared limit of independence is a rough one.
  @Test func `right forecasts are rejected about one time in twenty`() throws {
    var generator = SeededGenerator(seed: 1_998)
    var (coverage, independence, conditional) = (0, 0, 0)
    for _ in 0..<1_000 {
      let exceptions = (0..<500).map { _ in generator.uniform() < 0.05 }
      let result = try #require(ValueAtRiskBacktest(exceptions: exceptions, level: 0.05))
      if result.coverage.pValue < 0.05 { coverage += 1 }
      if try #require(result.independence).pValue < 0.05 { independence += 1 }
      if try #require(result.conditionalCoverage).pValue < 0.05 { conditional += 1 }
    }
    #expect(30...75 ~= coverage && 30...120 ~= independence && 30...110 ~= conditional, "\(coverage) \(independence)")
  }
}
