import Comparison
import Testing

@Suite struct StudentTTailTests {
  /// Expected values: scipy, see Fixtures/make_money_statistics.py. Logarithms of gamma lose digits in twenty thousand
  /// degrees of freedom.
  @Test func `tails of Student's t are those of scipy, for any degrees of freedom`() throws {
    let rows = try Fixture.rows("student_tails.csv").map { $0.compactMap(Double.init) }
    #expect(rows.count == 63)
    for row in rows {
      let tail = StudentT.tail(above: row[1], degreesOfFreedom: row[0])
      #expect(tail.isClose(to: row[2], row[0] > 10_000 ? 1e-9 : 1e-11), "\(row) \(tail)")
    }
  }

  @Test(arguments: [1, 2.5, 33.27, 999, .infinity] as [Double], [0.4, 0.05, 0.025, 1e-4] as [Double])
  func `a quantile has the tail it was asked for`(degreesOfFreedom: Double, tail: Double) {
    let quantile = StudentT.quantile(tail: tail, degreesOfFreedom: degreesOfFreedom)
    #expect(StudentT.tail(above: quantile, degreesOfFreedom: degreesOfFreedom).isClose(to: tail, 1e-11))
  }

  @Test func `whole degrees of freedom have the quantiles of the older function`() {
    for degrees in [1, 5, 30, 364] {
      let quantile = StudentT.quantile(tail: 0.025, degreesOfFreedom: Double(degrees))
      #expect(quantile.isClose(to: StudentT.confidenceQuantile(degreesOfFreedom: degrees), 1e-10))
    }
    #expect(StudentT.quantile(tail: 0.025, degreesOfFreedom: .infinity).isClose(to: 1.959963984540054, 1e-14))
  }

  /// Expected values: scipy, see Fixtures/make_money_statistics.py.
  @Test func `the normal distribution and its quantiles are those of scipy`() throws {
    let rows = try Fixture.rows("normal_quantiles.csv").map { $0.compactMap(Double.init) }
    #expect(rows.count == 13)
    for row in rows {
      let quantile = StandardNormal.quantile(row[0])
      #expect(abs(quantile - row[1]) < 1e-13 * max(1, abs(row[1])), "\(row) \(quantile)")
      #expect(StandardNormal.probability(upTo: row[1]).isClose(to: row[2], 1e-13), "\(row)")
    }
  }

  @Test func `beyond all bounds a tail is empty or everything`() {
    #expect(StudentT.tail(above: .infinity, degreesOfFreedom: 3) == 0)
    #expect(StudentT.tail(above: -.infinity, degreesOfFreedom: 3) == 1)
    #expect(StudentT.tail(above: 0, degreesOfFreedom: 3) == 0.5)
  }
}
