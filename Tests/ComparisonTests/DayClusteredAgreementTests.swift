import Comparison
import Market
import Testing

/// Expected values: statsmodels, scipy and numpy, see Fixtures/make_agreement.py.
@Suite struct DayClusteredAgreementTests {
  private func answers(_ name: String) throws -> [(time: Timestamp, answer: PairedAnswer)] {
    try Fixture.rows("clustered.csv").filter { $0[0] == name }.map { row in
      let (day, hour) = (try #require(Int(row[1])), try #require(Int64(row[2])))
      let answer = PairedAnswer(
        day: day, reference: try #require(Action(name: row[3])), candidate: try #require(Action(name: row[4])))
      return (Timestamp(milliseconds: Timestamp.day(day).milliseconds + hour * 3_600_000), answer)
    }
  }

  @Test(arguments: ["steady", "drifting"])
  func `errors, trend and tests by day are those of clustered regression`(name: String) throws {
    let row = try #require(Fixture.rows("clustered_expected.csv").first { $0[0] == name })
    let expected = row.dropFirst().compactMap(Double.init)
    #expect(expected.count == 14)
    // F alone is Hotelling's: its p-value supposes that daily differences are normal.
    let normal: Set = [7, 9, 11]
    let timed = try answers(name)
    let answers = timed.map(\.answer)
    var values = try CohensKappa.Weights.allCases.map { weights in
      try #require(CohensKappa(answers, weights: weights)?.dayClusteredStandardError)
    }
    let trend = try #require(FlipTrend(timed))
    values += [trend.slopePerYear, trend.standardError, trend.pValue]
    let tests = DayClusteredSymmetry(answers)
    for test in [tests.symmetry, tests.homogeneity, tests.acted] {
      values += [try #require(test).statistic, try #require(test).pValue]
    }
    let interval = try #require(FlipRate(answers)?.interval(confidence: 0.9))
    values += [interval.low, interval.high]
    for (place, (value, expected)) in zip(values, expected).enumerated() where !normal.contains(place) {
      #expect(value.isClose(to: expected, 1e-9), "\(place): \(value), \(expected)")
    }
  }

  /// Counted out by numpy, or 400,000 of them drawn; ours are 4,999, whose share of 0.1 has a standard error of 0.004.
  @Test(arguments: [("few", 1e-12), ("many", 0.015)])
  func `a p-value is the share of sign changes whose T-squared is larger, ties half`(name: String, tolerance: Double)
    throws
  {
    let row = try #require(Fixture.rows("sign_changes.csv").first { $0[0] == name })
    let ways: [(Action, Action)] = [(.hold, .buy), (.hold, .sell), (.buy, .sell)]
    let answers = row[1].split(separator: ";").enumerated().flatMap { day, cells in
      let calm = [PairedAnswer(day: day, reference: .hold, candidate: .hold)]
      return zip(ways, cells.split(separator: " ").compactMap { Int($0) }).reduce(calm) { answers, entry in
        let ((one, other), difference) = entry
        let flip =
          difference > 0
          ? PairedAnswer(day: day, reference: one, candidate: other)
          : PairedAnswer(day: day, reference: other, candidate: one)
        return answers + Array(repeating: flip, count: abs(difference))
      }
    }
    let tests = DayClusteredSymmetry(answers)
    for (test, expected) in zip([tests.symmetry, tests.homogeneity, tests.acted], row.dropFirst(2)) {
      let p = try #require(test).pValue
      #expect(abs(p - (try #require(Double(expected)))) < tolerance, "\(p), \(expected)")
    }
  }

  @Test func `repeating every tick within its day changes nothing but the naive error`() throws {
    let once = try answers("steady").map(\.answer)
    let twice = once.flatMap { [$0, $0] }
    let first = try #require(CohensKappa(once, weights: .linear))
    let second = try #require(CohensKappa(twice, weights: .linear))
    #expect(second.standardError.isClose(to: first.standardError / 2.0.squareRoot(), 1e-12))
    let errors = try [first, second].map { try #require($0.dayClusteredStandardError) }
    #expect(errors[1].isClose(to: errors[0], 1e-12))
    let p = try [once, twice].map { try #require(DayClusteredSymmetry($0).symmetry).pValue }
    #expect(p[1].isClose(to: p[0], 1e-9))
    #expect(try #require(FlipMatrix(twice).bowkerSymmetry).pValue < #require(FlipMatrix(once).bowkerSymmetry).pValue)
  }

  @Test func `a single day has no clustered figures, and no flips no test`() throws {
    let day = [PairedAnswer].table([5, 1, 0, 1, 5, 0, 0, 0, 5])
    let kappa = try #require(CohensKappa(day, weights: .plain))
    #expect(kappa.dayClusteredStandardError == nil && kappa.dayClusteredInterval == nil && kappa.interval != nil)
    #expect(DayClusteredSymmetry(day).symmetry == nil && DayClusteredSymmetry([]).acted == nil)
    let calm = (0..<20).map { PairedAnswer(day: $0, reference: .hold, candidate: .hold) }
    let none = DayClusteredSymmetry(calm)
    #expect(none.symmetry == nil && none.homogeneity == nil && none.acted == nil)
    #expect(FlipTrend(calm.map { (time: .day($0.day), answer: $0) }) == nil)
  }

  @Test func `answers that were never confused do not count as dimensions`() throws {
    let answers = (0..<40).map { day in
      PairedAnswer(day: day, reference: .hold, candidate: day % 4 == 0 ? .buy : .hold)
    }
    let tests = DayClusteredSymmetry(answers)
    #expect(tests.symmetry?.dimensions == 1 && tests.homogeneity?.dimensions == 1)
    // Ten days of one flip among forty: mean 1/4, variance 10/39 x 3/4, so F = t^2 = 40 x (1/16) / (7.5 / 39) = 13.
    #expect(try #require(tests.acted).statistic.isClose(to: 13, 1e-12))
  }

  @Test func `the interval of 95 per cent is the flip rate's own`() throws {
    let rate = try #require(FlipRate(try answers("steady").map(\.answer)))
    let interval = try #require(rate.interval(confidence: 0.95))
    #expect(interval.low.isClose(to: try #require(rate.interval).low, 1e-10))
    #expect(interval.high.isClose(to: try #require(rate.interval).high, 1e-10))
  }

  @Test func `flips that all come late are a trend, however cleanly they lie apart`() throws {
    let answers = (0..<200).map { day in
      (time: Timestamp.day(day), answer: PairedAnswer(day: day, reference: .hold, candidate: day < 150 ? .hold : .buy))
    }
    let trend = try #require(FlipTrend(answers))
    #expect(trend.slopePerYear > 0 && trend.interval.low > 0 && trend.pValue < 1e-6)
  }
}
