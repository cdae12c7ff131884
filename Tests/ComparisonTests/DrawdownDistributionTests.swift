import Comparison
import Testing

@Suite struct DrawdownDistributionTests {
  private func returns(_ name: String) throws -> [Double] {
    try Fixture.rows("paired_returns.csv").filter { $0[0] == name }.map { try #require(Double($0[1])) }
  }

  /// Expected values: arch, 20,000 resamples of its own generator, see Fixtures/make_risk_backtests.py.
  @Test(arguments: ["crypto", "us_equities"], [1, 2] as [UInt64])
  func `the quantiles are those of an established package`(name: String, seed: UInt64) throws {
    let result = try #require(DrawdownDistribution(of: try returns(name), resamples: 10_000, seed: seed))
    let expected = try #require(Fixture.rows("drawdowns.csv").first { $0[0] == name }).dropFirst().compactMap(
      Double.init)
    #expect(result.observed.isClose(to: expected[0], 1e-12))
    let quantiles = result.quantiles
    let values = [quantiles.p5, quantiles.p25, quantiles.p50, quantiles.p75, quantiles.p95]
    for (value, expected) in zip(values, expected[1...]) {
      #expect(value.isClose(to: expected, 0.025))
    }
    #expect(abs(result.position - expected[6]) < 0.02)
    #expect(result == DrawdownDistribution(of: try returns(name), resamples: 10_000, seed: seed))
  }

  @Test func `the observed drawdown is that of the equity curve`() throws {
    let curve = EquityCurve.of(100, 110, 99, 105, 120, 90, 96, 130, 125, 128, 140)
    let returns = try #require(curve.dailyReturns)
    let result = try #require(DrawdownDistribution(of: returns, resamples: 100, seed: 1))
    #expect(result.observed.isClose(to: 0.25, 1e-14))
  }

  @Test func `days that never lose have no drawdown on any draw`() throws {
    let result = try #require(DrawdownDistribution(of: [Double](repeating: 0.01, count: 30), resamples: 100, seed: 1))
    #expect(result.observed == 0 && result.quantiles.p95 == 0 && result.position == 1)
  }

  @Test func `too few days and a total loss have no distribution`() {
    let nine = [Double](repeating: 0.01, count: 9)
    #expect(DrawdownDistribution(of: nine, seed: 1) == nil)
    #expect(DrawdownDistribution(of: nine + [-1], seed: 1) == nil)
    #expect(DrawdownDistribution(of: nine + [.nan], seed: 1) == nil)
    #expect(DrawdownDistribution(of: nine + [.infinity], seed: 1) == nil)
  }
}
