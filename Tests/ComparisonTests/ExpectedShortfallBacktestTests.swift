import Comparison
import Market
import Testing

@Suite struct ExpectedShortfallBacktestTests {
  private func backtest(_ name: String, seed: UInt64, simulations: Int) throws -> ExpectedShortfallBacktest? {
    let rows = try Fixture.rows("expected_shortfall.csv").filter { $0[0] == name }.map { $0.compactMap(Double.init) }
    let columns = (0..<4).map { column in rows.map { $0[column] } }
    return ExpectedShortfallBacktest(
      returns: columns[0], valueAtRisk: columns[1], expectedShortfall: columns[2], scale: columns[3],
      innovations: .normal, level: 0.025, simulations: simulations, seed: seed)
  }

  /// Expected values: numpy with 200,000 tapes of its own, see Fixtures/make_risk_backtests.py. Here 10,000 know a
  /// share to 0.005 at most.
  @Test(arguments: ["right", "underestimated", "fat tails"], [1, 2] as [UInt64])
  func `both tests are those of the formulas`(name: String, seed: UInt64) throws {
    let result = try #require(try backtest(name, seed: seed, simulations: 10_000))
    let expected = try #require(Fixture.rows("expected_shortfall_results.csv").first { $0[0] == name }).dropFirst()
      .compactMap(Double.init)
    let severity = try #require(result.severity)
    #expect(severity.statistic.isClose(to: expected[0], 1e-12) && abs(severity.pValue - expected[1]) < 0.02)
    #expect(result.frequencyAndSeverity.statistic.isClose(to: expected[2], 1e-12))
    #expect(abs(result.frequencyAndSeverity.pValue - expected[3]) < 0.02)
  }

  @Test func `the same seed gives the same p-values`() throws {
    #expect(try backtest("right", seed: 3, simulations: 500) == (try backtest("right", seed: 3, simulations: 500)))
    #expect(try backtest("right", seed: 3, simulations: 500) != (try backtest("right", seed: 4, simulations: 500)))
  }

  /// Ten days at a level of 0.2: losses of 6 % and 4 % beyond a value at risk of 3 %, forecast shortfall 4 %.
  @Test func `two losses can be checked by hand`() throws {
    let returns = [0.01, -0.06, 0, 0.02, -0.04, -0.03, 0.01, 0, 0, 0.01]
    func days(_ value: Double) -> [Double] { [Double](repeating: value, count: 10) }
    let result = try #require(
      ExpectedShortfallBacktest(
        returns: returns, valueAtRisk: days(0.03), expectedShortfall: days(0.04), scale: days(1),
        innovations: .sample([0.01, -0.035]), level: 0.2, simulations: 1_000, seed: 1))
    #expect(result.exceptions == 2)
    // 1 - (6 / 4 + 4 / 4) / 2, and the same over the two exceptions expected.
    #expect(try #require(result.severity).statistic.isClose(to: -0.25, 1e-14))
    #expect(result.frequencyAndSeverity.statistic.isClose(to: -0.25, 1e-14))
    // A loss of the sample is 0.875 shortfalls: never 1.25 in the mean, and 2.5 in all from three losses on, of which
    // ten even draws have fewer in 56 of 1,024.
    #expect(result.severity?.pValue == 0)
    #expect(abs(result.frequencyAndSeverity.pValue - 968.0 / 1_024) < 0.03)
  }

  @Test func `no exception has no severity, and no numbers no test`() throws {
    func test(_ value: Double, shortfall: Double, _ innovations: Innovations) -> ExpectedShortfallBacktest? {
      ExpectedShortfallBacktest(
        returns: [value, 0.01], valueAtRisk: [0.02, 0.02], expectedShortfall: [shortfall, 0.03], scale: [0.01, 0.01],
        innovations: innovations, level: 0.05, simulations: 100, seed: 1)
    }
    let quiet = try #require(test(0, shortfall: 0.03, .normal))
    #expect(quiet.severity == nil && quiet.exceptions == 0)
    #expect(quiet.frequencyAndSeverity.statistic == 1 && quiet.frequencyAndSeverity.pValue == 1)
    // A sample without a loss never has an exception to compare with.
    #expect(try #require(test(-0.05, shortfall: 0.03, .sample([1]))).severity == nil)
    #expect(test(-0.05, shortfall: 0, .normal) == nil)
    #expect(test(.nan, shortfall: 0.03, .normal) == nil)
    #expect(test(0, shortfall: 0.03, .sample([])) == nil)
  }

  /// 300 records of 250 days know a rate of 5 % to 1.3 %.
  @Test func `right forecasts of the shortfall are rejected about one time in twenty`() throws {
    var generator = SeededGenerator(seed: 2_014)
    let ones = [Double](repeating: 1, count: 250)
    var (severity, both) = (0, 0)
    for seed in 0..<300 {
      // Quantile and shortfall of the standard normal distribution at 5 %.
      let result = try #require(
        ExpectedShortfallBacktest(
          returns: ones.map { _ in generator.normal() }, valueAtRisk: ones.map { $0 * 1.6448536269514722 },
          expectedShortfall: ones.map { $0 * 2.0627128075074253 }, scale: ones, innovations: .normal, level: 0.05,
          simulations: 200, seed: UInt64(seed)))
      if try #require(result.severity).pValue <= 0.05 { severity += 1 }
      if result.frequencyAndSeverity.pValue <= 0.05 { both += 1 }
    }
    #expect(5...30 ~= severity && 5...30 ~= both, "\(severity) \(both)")
  }
}
