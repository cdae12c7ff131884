import Comparison
import Testing

/// Expected values: scipy, see Fixtures/make_agreement.py.
@Suite struct DistributionsTests {
  private func rows(_ function: String) throws -> [(value: Double, first: Int, second: Int, expected: Double)] {
    try Fixture.rows("distributions.csv").filter { $0[0] == function }.map { row in
      (
        try #require(Double(row[1])), Int(row[2]) ?? 0, Int(row[3]) ?? 0, try #require(Double(row[4]))
      )
    }
  }

  @Test func `normal tails are those of scipy, and what is below and above is all`() throws {
    let rows = try rows("normal")
    #expect(rows.count == 10)
    for row in rows {
      #expect(StandardNormal.survival(row.value).isClose(to: row.expected, 1e-12), "\(row)")
      #expect(StandardNormal.probability(upTo: -row.value).isClose(to: row.expected, 1e-12), "\(row)")
    }
  }

  @Test func `normal quantiles are those of scipy into the tails`() throws {
    let rows = try rows("normal_quantile")
    #expect(rows.count == 10)
    for row in rows {
      let quantile = StandardNormal.quantile(row.value)
      #expect(abs(quantile - row.expected) <= 1e-13 * max(1, abs(row.expected)), "\(row) \(quantile)")
    }
  }

  @Test func `chi-squared tails are those of scipy`() throws {
    let rows = try rows("chi_squared")
    #expect(rows.count > 40)
    for row in rows {
      let survival = ChiSquared.survival(row.value, degreesOfFreedom: row.first)
      #expect(survival.isClose(to: row.expected, 1e-11), "\(row) \(survival)")
    }
    #expect(ChiSquared.survival(0, degreesOfFreedom: 3) == 1)
    #expect(ChiSquared.survival(.infinity, degreesOfFreedom: 3) == 0)
  }

  @Test func `F tails and critical values are those of scipy`() throws {
    let tails = try rows("f")
    let criticals = try rows("f_critical")
    #expect(tails.count == 42 && criticals.count == 35)
    for row in tails {
      let survival = FDistribution.survival(row.value, numerator: row.first, denominator: row.second)
      #expect(survival.isClose(to: row.expected, 1e-10), "\(row) \(survival)")
    }
    for row in criticals {
      let value = FDistribution.criticalValue(significance: row.value, numerator: row.first, denominator: row.second)
      #expect(value.isClose(to: row.expected, 1e-10), "\(row) \(value)")
    }
    #expect(FDistribution.survival(0, numerator: 2, denominator: 5) == 1)
    #expect(FDistribution.survival(.infinity, numerator: 2, denominator: 5) == 0)
  }

  @Test func `the square root of a critical F with one degree is that of Student's t`() {
    let critical = FDistribution.criticalValue(significance: 0.05, numerator: 1, denominator: 9)
    #expect(critical.squareRoot().isClose(to: StudentT.confidenceQuantile(degreesOfFreedom: 9), 1e-10))
  }

  @Test func `binomial tails are those of scipy`() throws {
    let rows = try rows("binomial")
    #expect(rows.count > 25)
    for row in rows {
      let tail = Binomial.upperTail(row.first, trials: row.second, probability: row.value)
      #expect(tail.isClose(to: row.expected, 1e-10), "\(row) \(tail)")
    }
    // All of three coins, and at most none: one in eight.
    #expect(Binomial.upperTail(3, trials: 3, probability: 0.5).isClose(to: 0.125, 1e-14))
    #expect(Binomial.lowerTail(0, trials: 3, probability: 0.5).isClose(to: 0.125, 1e-14))
    #expect(Binomial.upperTail(4, trials: 3, probability: 0.5) == 0)
    #expect(Binomial.lowerTail(3, trials: 3, probability: 0.5) == 1)
  }
}
