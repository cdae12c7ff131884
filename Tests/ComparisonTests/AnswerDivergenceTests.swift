import Comparison
import Testing

@Suite struct AnswerDivergenceTests {
  /// Expected values: scipy.stats.entropy, see Fixtures/make_comparison_statistics.py.
  @Test func `the divergence of two distributions is that of scipy`() throws {
    let rows = try Fixture.rows("divergences.csv").map { $0.compactMap(Double.init) }
    #expect(rows.count == 50)
    var pairs: [PairedDistribution] = []
    for row in rows {
      let p = try #require(AnswerDistribution(hold: row[0], buy: row[1], sell: row[2]))
      let q = try #require(AnswerDistribution(hold: row[3], buy: row[4], sell: row[5]))
      // scipy makes its sums exactly one first.
      #expect(abs(p.divergence(to: q) - row[6]) < 1e-12 * max(1, row[6]))
      pairs.append(PairedDistribution(day: pairs.count / 10, reference: p, candidate: q))
    }
    let mean = try #require(DayClusteredMean.divergence(pairs))
    #expect(mean.mean.isClose(to: rows.reduce(0) { $0 + $1[6] } / 50, 1e-12))
    #expect(mean.ticks == 50 && mean.days == 5)
    // Days are of equal length, so the error is that of a mean of five day means.
    let days = (0..<5).map { day in rows[day * 10..<day * 10 + 10].reduce(0) { $0 + $1[6] } / 10 }
    let center = days.reduce(0, +) / 5
    let error = (days.reduce(0) { $0 + ($1 - center) * ($1 - center) } / 4 / 5).squareRoot()
    #expect(try #require(mean.standardError).isClose(to: error, 1e-12))
  }

  @Test func `equal distributions do not diverge, and direction matters`() throws {
    let even = try #require(AnswerDistribution(hold: 0.25, buy: 0.5, sell: 0.25))
    let sure = try #require(AnswerDistribution(hold: 0, buy: 1, sell: 0))
    #expect(even.divergence(to: even) == 0)
    // ln 2: one of two halves is certain.
    #expect(sure.divergence(to: even).isClose(to: 0.693147180559945, 1e-14))
    #expect(even.divergence(to: sure) == .infinity)
    #expect(DayClusteredMean.divergence([PairedDistribution(day: 0, reference: even, candidate: sure)]) == nil)
    #expect(DayClusteredMean.divergence([]) == nil)
  }

  @Test(
    arguments: [
      (0.5, 0.5, 0.1), (1.1, -0.1, 0), (.nan, 0.5, 0.5), (0, 0, 0), (.infinity, 0, 0), (0.5, 0.5, 0.000_002),
    ] as [(Double, Double, Double)])
  func `what is no distribution is refused`(hold: Double, buy: Double, sell: Double) {
    #expect(AnswerDistribution(hold: hold, buy: buy, sell: sell) == nil)
  }
}
