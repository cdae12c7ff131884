import Comparison
import Testing

@Suite struct PairedComparisonPowerTests {
  @Test func `one per cent a year at ten per cent of tracking error takes centuries`() throws {
    let found = try #require(PairedComparisonPower.years(toDetect: 0.01, trackingError: 0.1))
    // (2.8016 x 10)^2, and (1.96 x 10)^2 to be significant every other time.
    #expect(found.isClose(to: 784.9, 1e-3))
    let half = try #require(PairedComparisonPower.years(toDetect: 0.01, trackingError: 0.1, power: 0.5))
    #expect(half.isClose(to: 384.1, 1e-3))
  }

  /// Expected values: statsmodels and scipy, see Fixtures/make_money_statistics.py.
  @Test func `years are those of an established package`() throws {
    let rows = try Fixture.rows("power.csv").map { $0.compactMap(Double.init) }
    #expect(rows.count == 12)
    for row in rows {
      let years = PairedComparisonPower.years(toDetect: row[0], trackingError: row[1], power: row[2])
      #expect(try #require(years).isClose(to: row[3], 1e-10), "\(row)")
    }
  }

  @Test(arguments: MoneyFixtures.cases)
  func `the record at hand detects what takes a record of its length`(name: String) throws {
    let returns = try MoneyFixtures.returns(name)
    let power = try #require(PairedComparisonPower(of: returns, daysPerYear: 252))
    #expect(power.years.isClose(to: Double(returns.days) / 252, 1e-14))
    #expect(power.trackingError == returns.trackingError(daysPerYear: 252))
    let difference = try #require(MeanReturnDifference(of: returns, daysPerYear: 252))
    #expect(power.standardError.isClose(to: difference.annual.standardError, 1e-12))
    for share in [0.5, 0.8, 0.95] {
      let smallest = power.smallestDetectable(power: share)
      #expect(try #require(power.years(toDetect: smallest, power: share)).isClose(to: power.years, 1e-12))
      let margin = power.smallestMargin(power: share)
      #expect(try #require(power.years(toShowEquivalenceWithin: margin, power: share)).isClose(to: power.years, 1e-12))
    }
    #expect(power.smallestDetectable().isClose(to: 2.801585218 * power.standardError, 1e-9))
    // z(0.95) + z(0.9) = 1.6449 + 1.2816
    #expect(power.smallestMargin().isClose(to: 2.926405192 * power.standardError, 1e-9))
  }

  @Test func `equal accounts are told apart by nothing and need no time`() throws {
    let one = try MoneyFixtures.returns("short").reference
    let power = try #require(
      PairedComparisonPower(of: PairedReturns(reference: one, candidate: one), daysPerYear: 252))
    #expect(power.smallestDetectable() == 0 && power.years(toDetect: 0.01) == 0)
  }

  @Test func `nine days say nothing, and beyond all numbers there is no time`() throws {
    let nine = [Double](repeating: 0.01, count: 9)
    #expect(PairedComparisonPower(of: PairedReturns(reference: nine, candidate: nine), daysPerYear: 252) == nil)
    #expect(PairedComparisonPower.years(toDetect: 1e-200, trackingError: 0.1) == nil)
  }
}
