import Comparison
import Market
import Testing

@Suite struct AnnualReturnDifferenceTests {
  private func paired(_ name: String) throws -> PairedReturns {
    let rows = try Fixture.rows("paired_returns.csv").filter { $0[0] == name }
    return PairedReturns(
      reference: try rows.map { try #require(Double($0[1])) }, candidate: try rows.map { try #require(Double($0[2])) })
  }

  /// Expected values: arch, 50,000 resamples of its own generator, see Fixtures/make_comparison_statistics.py. With
  /// 20,000 here a standard error is known to 0.6 %, a bound of the interval to some 2 % of it.
  @Test(arguments: ["crypto", "us_equities"], [1, 2] as [UInt64])
  func `difference, error and interval are those of an established package`(name: String, seed: UInt64) throws {
    let row = try #require(Fixture.rows("bootstrap.csv").first { $0[0] == name }).dropFirst().compactMap(Double.init)
    let returns = try paired(name)
    let result = try #require(
      AnnualReturnDifference(of: returns, daysPerYear: row[0], resamples: 20_000, seed: seed))
    #expect(result.blockLength.isClose(to: row[1], 1e-9))
    #expect(result.difference.isClose(to: row[2], 1e-10))
    #expect(result.standardError.isClose(to: row[3], 0.025))
    #expect(abs(result.interval.low - row[4]) < 0.07 * row[3])
    #expect(abs(result.interval.high - row[5]) < 0.07 * row[3])
    #expect(try #require(returns.trackingError(daysPerYear: row[0])).isClose(to: row[6], 1e-11))
  }

  @Test func `the difference is that of the annual returns which reports show`() throws {
    let reference = EquityCurve.of(100, 101, 99, 102, 104, 103, 108, 107, 109, 111, 110, 114)
    let candidate = EquityCurve.of(100, 100, 98, 103, 103, 104, 106, 108, 108, 112, 113, 112)
    let returns = try PairedReturns(reference: reference, candidate: candidate)
    let result = try #require(AnnualReturnDifference(of: returns, daysPerYear: 252, seed: 1))
    #expect(result.reference.isClose(to: try #require(reference.annualReturn(daysPerYear: 252)), 1e-12))
    #expect(result.candidate.isClose(to: try #require(candidate.annualReturn(daysPerYear: 252)), 1e-12))
    #expect(result.difference == result.candidate - result.reference)
    #expect(result.days == 11 && result.resamples == 5_000)
  }

  @Test func `the same seed gives the same bounds, another seed others`() throws {
    let returns = try paired("crypto")
    let first = AnnualReturnDifference(of: returns, daysPerYear: 365, resamples: 500, seed: 7)
    #expect(first == AnnualReturnDifference(of: returns, daysPerYear: 365, resamples: 500, seed: 7))
    #expect(first != AnnualReturnDifference(of: returns, daysPerYear: 365, resamples: 500, seed: 8))
  }

  @Test func `equal variants differ by nothing, surely`() throws {
    let one = try paired("crypto").reference
    let result = try #require(
      AnnualReturnDifference(of: PairedReturns(reference: one, candidate: one), daysPerYear: 365, seed: 1))
    #expect(result.difference == 0 && result.interval == ConfidenceInterval(low: 0, high: 0))
    #expect(result.standardError == 0 && result.blockLength == 1)
  }

  @Test func `moves of the market that both accounts share cost no certainty`() throws {
    var generator = SeededGenerator(seed: 12)
    let own = (0..<250).map { _ in (0.002 * generator.normal(), 0.002 * generator.normal()) }
    let market = (0..<250).map { _ in 0.03 * generator.normal() }
    let alone = PairedReturns(reference: own.map(\.0), candidate: own.map(\.1))
    let shared = PairedReturns(
      reference: zip(own, market).map { (1 + $0.0) * (1 + $1) - 1 },
      candidate: zip(own, market).map { (1 + $0.1) * (1 + $1) - 1 })
    let first = try #require(AnnualReturnDifference(of: alone, daysPerYear: 252, seed: 1))
    let second = try #require(AnnualReturnDifference(of: shared, daysPerYear: 252, seed: 1))
    let scale = (1 + second.reference) / (1 + first.reference)
    #expect(second.standardError.isClose(to: first.standardError * scale, 1e-9))
  }

  /// 600 pairs of 250 days whose differences are zero in the mean; 600 trials have a standard deviation of 0.9 %. The
  /// percentile interval covers less than it says where days hang together: 91 % at an autocorrelation of 0.3.
  @Test(arguments: [(0.0, 0.925), (0.3, 0.88)])
  func `nineteen in twenty intervals hold the truth, fewer where days hang together`(
    autocorrelation: Double, floor: Double
  ) throws {
    var generator = SeededGenerator(seed: 1_994)
    var covered = 0
    for trial in 0..<600 {
      var own = (0.0, 0.0)
      let days = (0..<250).map { _ in
        own.0 = autocorrelation * own.0 + 0.004 * generator.normal()
        own.1 = autocorrelation * own.1 + 0.004 * generator.normal()
        let market = 0.01 * generator.normal()
        return (market + own.0, market + own.1)
      }
      let returns = PairedReturns(reference: days.map(\.0), candidate: days.map(\.1))
      let result = AnnualReturnDifference(of: returns, daysPerYear: 252, resamples: 400, seed: UInt64(trial))
      if try #require(result).interval.contains(0) { covered += 1 }
    }
    let coverage = Double(covered) / 600
    #expect(coverage >= floor && coverage <= 0.98, "\(coverage)")
  }

  @Test func `too few days, a total loss and a wild series have no interval`() {
    let nine = [Double](repeating: 0.01, count: 9)
    #expect(
      AnnualReturnDifference(of: PairedReturns(reference: nine, candidate: nine), daysPerYear: 365, seed: 1) == nil)
    let ten = nine + [0.02]
    let lost = nine + [-1]
    #expect(
      AnnualReturnDifference(of: PairedReturns(reference: ten, candidate: lost), daysPerYear: 365, seed: 1) == nil)
    #expect(
      AnnualReturnDifference(of: PairedReturns(reference: lost, candidate: lost), daysPerYear: 365, seed: 1) == nil)
    let wild = [Double](repeating: 1e10, count: 10)
    #expect(
      AnnualReturnDifference(of: PairedReturns(reference: ten, candidate: wild), daysPerYear: 365, seed: 1) == nil)
    #expect(PairedReturns(reference: [0.1], candidate: [0.2]).trackingError(daysPerYear: 365) == nil)
  }

  @Test func `curves of other days are refused, saying where they part`() {
    let reference = EquityCurve.of(100, 101, 102)
    #expect(throws: UnpairedCurves.lengths(reference: 3, candidate: 2)) {
      try PairedReturns(reference: reference, candidate: .of(100, 101))
    }
    let moved = EquityCurve([0, 1, 3].map { EquityPoint(time: .day($0), equity: FixedPoint(100)) })
    #expect(throws: UnpairedCurves.days(reference: .day(2), candidate: .day(3))) {
      try PairedReturns(reference: reference, candidate: moved)
    }
    #expect(throws: UnpairedCurves.noMoney) { try PairedReturns(reference: reference, candidate: .of(100, 0, 100)) }
    #expect("\(UnpairedCurves.days(reference: .day(2), candidate: .day(3)))".contains("1970-01-03T00:00:00Z"))
  }
}
