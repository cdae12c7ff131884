import Comparison
import Testing

@Suite struct VerdictTests {
  private let margin = 0.02

  private func verdict(
    rowsAreEqual: Bool = false, _ value: Double, error: Double, raised: Double = 1
  ) -> Verdict {
    let estimate = StudentizedEstimate(value: value, standardError: error, degreesOfFreedom: 100)
    return Verdict(
      rowsAreEqual: rowsAreEqual, difference: estimate, pValue: min(1, estimate.pValue * raised), margin: margin)
  }

  @Test func `equal rows are identical, whatever else is said`() {
    #expect(verdict(rowsAreEqual: true, 0.5, error: 0.001) == .identical)
    #expect(Verdict(rowsAreEqual: true, isEquivalent: false, isDifferent: true) == .identical)
  }

  @Test func `equivalent comes before different, and neither is undecided`() {
    #expect(Verdict(rowsAreEqual: false, isEquivalent: true, isDifferent: true) == .equivalent)
    #expect(Verdict(rowsAreEqual: false, isEquivalent: false, isDifferent: true) == .different)
    #expect(Verdict(rowsAreEqual: false, isEquivalent: false, isDifferent: false) == .undecided)
  }

  /// By Student's t with 100 degrees of freedom: 1.660 errors to either side are 90 %, 1.984 are 95 %.
  @Test(arguments: [
    (0.0, 0.01, Verdict.equivalent), (0.05, 0.01, .different), (0.01, 0.1, .undecided), (0.01, 0.001, .equivalent),
    (0.0, 0.0, .equivalent), (0.03, 0.0, .different), (0.0, 0.01204, .equivalent), (0.0, 0.01206, .undecided),
    (0.0199, 0.01, .different), (0.0198, 0.01, .undecided), (-0.0199, 0.01, .different),
  ])
  func `an estimate decides by its error`(value: Double, error: Double, expected: Verdict) {
    #expect(verdict(value, error: error) == expected)
  }

  @Test func `among many variants it takes more to be different`() {
    #expect(verdict(0.22, error: 0.1) == .different)
    #expect(verdict(0.22, error: 0.1, raised: 5) == .undecided)
  }
}
