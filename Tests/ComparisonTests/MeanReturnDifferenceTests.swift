import Comparison
import Market
import Testing

@Suite struct MeanReturnDifferenceTests {
  /// Expected values: statsmodels, see Fixtures/make_money_statistics.py.
  @Test(arguments: MoneyFixtures.cases)
  func `standard errors with a given number of lags are those of an established package`(name: String) throws {
    let values = try MoneyFixtures.returns(name).differences
    let rows = try MoneyFixtures.numbers("newey_west.csv", name)
    #expect(rows.count == 4)
    for row in rows {
      let variance = NeweyWest.longRunVariance(of: values, bandwidth: row[0])
      #expect((variance / Double(values.count)).squareRoot().isClose(to: row[1], 1e-10))
    }
  }

  /// Expected values: arch, see Fixtures/make_money_statistics.py.
  @Test(arguments: MoneyFixtures.cases.dropFirst())
  func `the bandwidth that a series chooses is that of an established package`(name: String) throws {
    let values = Array(try MoneyFixtures.returns(name).differences.prefix(100))
    let row = try #require(MoneyFixtures.numbers("bandwidths.csv", name).first)
    let bandwidth = NeweyWest.bandwidth(of: values)
    #expect(bandwidth.isClose(to: row[0], 1e-10))
    #expect(NeweyWest.longRunVariance(of: values, bandwidth: bandwidth).isClose(to: row[1], 1e-10))
  }

  /// Expected values: arch's kernel around numpy's autoregression, scipy's t, see Fixtures/make_money_statistics.py.
  @Test(arguments: MoneyFixtures.cases)
  func `the test is the one that its formula says`(name: String) throws {
    let row = try #require(MoneyFixtures.numbers("mean_differences.csv", name).first)
    let result = try #require(MeanReturnDifference(of: try MoneyFixtures.returns(name), daysPerYear: 252))
    let interval = result.daily.interval(confidence: 0.95)
    let inner = result.daily.interval(confidence: 0.9)
    let variance = result.longRunVariance
    let values = [
      variance.variance, variance.degreesOfFreedom, variance.coefficient, variance.bandwidth, result.daily.value,
      result.daily.standardError, result.daily.pValue, interval.low, interval.high, inner.low, inner.high,
    ]
    #expect(row.count == 11)
    for (value, expected) in zip(values, row) { #expect(value.isClose(to: expected, 1e-10)) }
    #expect(result.annual.value.isClose(to: 252 * row[4], 1e-10))
    #expect(result.annual.standardError.isClose(to: 252 * row[5], 1e-10))
    #expect(result.annual.pValue.isClose(to: row[6], 1e-10))
  }

  @Test func `four values and one lag by hand`() {
    // Deviations -1, 1, -1, 1: C(0) = 1 and C(1) = -3/4; the lag weighs a half.
    #expect(NeweyWest.longRunVariance(of: [1, 3, 1, 3], bandwidth: 0) == 1)
    #expect(NeweyWest.longRunVariance(of: [1, 3, 1, 3], bandwidth: 1) == 0.25)
    // More lags than values are those there are: 1 + 2 (-3/4 x 9/10 + 1/2 x 8/10 - 1/4 x 7/10).
    #expect(NeweyWest.longRunVariance(of: [1, 3, 1, 3], bandwidth: 9).isClose(to: 0.1, 1e-12))
  }

  @Test func `equal accounts differ by nothing, surely, and a constant fee is known exactly`() throws {
    let one = try MoneyFixtures.returns("independent").reference
    let same = try #require(MeanReturnDifference(of: PairedReturns(reference: one, candidate: one), daysPerYear: 252))
    #expect(same.daily.value == 0 && same.daily.standardError == 0 && same.daily.pValue == 1)
    #expect(same.daily.statistic == nil && same.daily.interval(confidence: 0.95) == ConfidenceInterval(low: 0, high: 0))
    let still = PairedReturns(
      reference: [Double](repeating: 0.25, count: 20), candidate: [Double](repeating: 0.125, count: 20))
    let fee = try #require(MeanReturnDifference(of: still, daysPerYear: 4))
    #expect(fee.annual.value == -0.5 && fee.annual.standardError == 0 && fee.annual.pValue == 0)
  }

  @Test(arguments: [0.9, -0.9])
  func `a trend and a see-saw keep their variance finite`(coefficient: Double) throws {
    var value = 0.0
    var generator = SeededGenerator(seed: 5)
    let values = (0..<400).map { _ in
      value = coefficient * value + generator.normal()
      return value
    }
    let variance = try #require(PrewhitenedVariance(of: values))
    // The long-run variance is 1 / (1 - coefficient)^2: 100 and 0.277; 400 values know it to a factor of about two.
    let exact = 1 / ((1 - coefficient) * (1 - coefficient))
    #expect(variance.variance > exact / 3 && variance.variance < exact * 3)
    let trend = try #require(PrewhitenedVariance(of: (0..<400).map(Double.init)))
    #expect(trend.coefficient == 0.97 && trend.variance.isFinite && trend.degreesOfFreedom >= 1)
  }

  @Test func `few days and returns that are no numbers have no test`() {
    let nine = PairedReturns(reference: [Double](repeating: 0, count: 9), candidate: (0..<9).map(Double.init))
    #expect(MeanReturnDifference(of: nine, daysPerYear: 252) == nil)
    for odd in [Double.nan, .infinity, 1e300] {
      let values = (0..<19).map { Double($0 % 5) } + [odd]
      #expect(PrewhitenedVariance(of: values) == nil, "\(odd)")
    }
  }
}
