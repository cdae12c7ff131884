import Comparison
import Market
import Testing

@Suite struct SharpeDifferenceTests {
  /// Expected values: Memmel's formula, statsmodels' matrix of four moments, see Fixtures/make_money_statistics.py.
  @Test(arguments: MoneyFixtures.cases)
  func `errors and p-values are those of the papers' own forms`(name: String) throws {
    let row = try #require(MoneyFixtures.numbers("sharpe_differences.csv", name).first)
    let returns = try MoneyFixtures.returns(name)
    let memmel = try #require(SharpeDifference.jobsonKorkieMemmel(of: returns, daysPerYear: 1))
    let plain = try #require(SharpeDifference.ledoitWolf(of: returns, bandwidth: 5, daysPerYear: 1))
    let robust = try #require(SharpeDifference.ledoitWolf(of: returns, daysPerYear: 1))
    let values = [
      memmel.reference, memmel.candidate, memmel.difference.standardError, memmel.difference.pValue,
      plain.difference.standardError, robust.difference.standardError, robust.difference.degreesOfFreedom,
      robust.difference.pValue,
    ]
    for (value, expected) in zip(values, row) { #expect(value.isClose(to: expected, 1e-10)) }
    #expect(row.count == 12 && memmel.difference.value == memmel.candidate - memmel.reference)
    #expect(robust.reference == memmel.reference && robust.difference.value == memmel.difference.value)
  }

  /// Expected values: the same SplitMix64 in Python, see Fixtures/make_money_statistics.py.
  @Test(arguments: MoneyFixtures.cases, [(3, 11, 8), (1, 12, 10)] as [(Int, UInt64, Int)])
  func `the bootstrap is the paper's, draw for draw`(name: String, setting: (Int, UInt64, Int)) throws {
    let row = try #require(MoneyFixtures.numbers("sharpe_differences.csv", name).first)
    let result = try #require(
      LedoitWolfBootstrap(
        of: try MoneyFixtures.returns(name), daysPerYear: 1, blockLength: setting.0, resamples: 199, seed: setting.1))
    #expect(result.pValue.isClose(to: row[setting.2], 1e-12))
    let interval = try #require(result.interval(confidence: 0.95))
    #expect(((interval.high - interval.low) / 2).isClose(to: row[setting.2 + 1], 1e-9))
    #expect(interval.contains(0) == (result.pValue > 0.05))
  }

  @Test func `a year of days makes ratio and error larger by its root`() throws {
    let returns = try MoneyFixtures.returns("volatile")
    let daily = try #require(SharpeDifference.ledoitWolf(of: returns, daysPerYear: 1))
    let annual = try #require(SharpeDifference.ledoitWolf(of: returns, daysPerYear: 256))
    #expect(annual.difference.value.isClose(to: 16 * daily.difference.value, 1e-14))
    #expect(annual.difference.standardError.isClose(to: 16 * daily.difference.standardError, 1e-14))
    #expect(annual.difference.pValue.isClose(to: daily.difference.pValue, 1e-12))
  }

  @Test func `the ratios are those that reports show`() throws {
    let curve = EquityCurve.of(100, 101, 99, 102, 104, 103, 108, 107, 109, 111, 110, 114)
    let returns = try PairedReturns(reference: curve, candidate: curve)
    let result = try #require(SharpeDifference.ledoitWolf(of: returns, daysPerYear: 252))
    #expect(result.reference.isClose(to: try #require(curve.sharpeRatio(daysPerYear: 252)), 1e-13))
  }

  @Test(arguments: [1, 2, 0.3] as [Double])
  func `an account that is a multiple of the other has the same ratio, surely`(factor: Double) throws {
    let one = try MoneyFixtures.returns("independent").reference
    let returns = PairedReturns(reference: one, candidate: one.map { factor * $0 })
    let memmel = try #require(SharpeDifference.jobsonKorkieMemmel(of: returns, daysPerYear: 252)).difference
    let robust = try #require(SharpeDifference.ledoitWolf(of: returns, daysPerYear: 252)).difference
    for result in [memmel, robust] { #expect(result.value == 0 && result.standardError == 0 && result.pValue == 1) }
    #expect(LedoitWolfBootstrap(of: returns, daysPerYear: 252, seed: 1) == nil)
  }

  @Test func `the same seed gives the same bootstrap, another seed another`() throws {
    let returns = try MoneyFixtures.returns("volatile")
    let first = LedoitWolfBootstrap(of: returns, daysPerYear: 252, resamples: 499, seed: 3)
    #expect(first == LedoitWolfBootstrap(of: returns, daysPerYear: 252, resamples: 499, seed: 3))
    #expect(first != LedoitWolfBootstrap(of: returns, daysPerYear: 252, resamples: 499, seed: 4))
    #expect(try #require(first).interval(confidence: 0.9999) == nil, "499 resamples do not know so much")
  }

  @Test func `accounts that stand still, few days and few blocks have no test`() throws {
    let returns = try MoneyFixtures.returns("short")
    let still = PairedReturns(reference: returns.reference, candidate: [Double](repeating: 0, count: 30))
    #expect(SharpeDifference.ledoitWolf(of: still, daysPerYear: 252) == nil)
    #expect(SharpeDifference.jobsonKorkieMemmel(of: still, daysPerYear: 252) == nil)
    let nine = PairedReturns(reference: Array(returns.reference[..<9]), candidate: Array(returns.candidate[..<9]))
    #expect(SharpeDifference.ledoitWolf(of: nine, daysPerYear: 252) == nil)
    #expect(LedoitWolfBootstrap(of: returns, daysPerYear: 252, blockLength: 4, seed: 1) == nil)
    #expect(LedoitWolfBootstrap(of: still, daysPerYear: 252, seed: 1) == nil)
  }
}
