import Comparison
import Testing

@Suite struct StudentTTests {
  /// Expected values: scipy, see Fixtures/make_comparison_statistics.py.
  @Test func `quantiles of Student's t are those of scipy`() throws {
    let rows = try Fixture.rows("student_t.csv")
    #expect(rows.count == 12)
    for row in rows {
      let quantile = StudentT.confidenceQuantile(degreesOfFreedom: try #require(Int(row[0])))
      #expect(quantile.isClose(to: try #require(Double(row[1])), 1e-10), "\(row)")
    }
  }
}
