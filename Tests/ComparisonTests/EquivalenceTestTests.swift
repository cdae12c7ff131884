import Comparison
import Testing

@Suite struct EquivalenceTestTests {
  /// Expected values: statsmodels, see Fixtures/make_money_statistics.py.
  @Test func `p-values are those of two one-sided t tests`() throws {
    let rows = try MoneyFixtures.cases.flatMap { try MoneyFixtures.numbers("equivalence.csv", $0) }
    #expect(rows.count == 12)
    for row in rows {
      let estimate = StudentizedEstimate(value: row[0], standardError: row[1], degreesOfFreedom: row[2])
      let test = EquivalenceTest(of: estimate, margin: row[3])
      #expect(test.pValue.isClose(to: row[4], 1e-10), "\(row)")
      #expect(test.isEquivalent == (row[4] < 0.05))
    }
  }

  @Test(arguments: [-0.03, -0.011, 0, 0.004, 0.0117, 0.0118, 0.019, 0.5])
  func `the interval lies inside the margin just where the p-value is below 5 %`(value: Double) throws {
    // 1.6449 x 0.005 = 0.0082 of the margin's 0.02 leave 0.0118.
    let test = EquivalenceTest(of: StudentizedEstimate(value: value, standardError: 0.005), margin: 0.02)
    #expect(test.isEquivalent == (test.pValue < 0.05))
    #expect(test.isEquivalent == (abs(value) < 0.011_776))
  }

  @Test func `what is known exactly is inside, outside or at the bound`() {
    func pValue(_ value: Double) -> Double {
      EquivalenceTest(of: StudentizedEstimate(value: value, standardError: 0), margin: 0.25).pValue
    }
    #expect(pValue(0.125) == 0 && pValue(-0.5) == 1 && pValue(0.25) == 0.5)
  }
}
