import Comparison
import Testing

@Suite struct VerdictTests {
  private let margin = 0.02

  private func verdict(rowsAreEqual: Bool = false, inner: (Double, Double)?, outer: (Double, Double)?) -> Verdict {
    Verdict(
      rowsAreEqual: rowsAreEqual, equivalenceInterval: inner.map { ConfidenceInterval(low: $0.0, high: $0.1) },
      differenceInterval: outer.map { ConfidenceInterval(low: $0.0, high: $0.1) }, margin: margin)
  }

  @Test func `equal rows are identical, whatever the intervals say`() {
    #expect(verdict(rowsAreEqual: true, inner: (-1, 1), outer: (-2, 2)) == .identical)
    #expect(verdict(rowsAreEqual: true, inner: nil, outer: nil) == .identical)
  }

  @Test func `inside the margin is equivalent, also where the difference is surely there`() {
    #expect(verdict(inner: (-0.01, 0.015), outer: (-0.012, 0.018)) == .equivalent)
    #expect(verdict(inner: (0.005, 0.015), outer: (0.004, 0.016)) == .equivalent)
    #expect(verdict(inner: (0, 0), outer: (0, 0)) == .equivalent)
  }

  @Test func `an interval that reaches the margin is not inside it`() {
    #expect(verdict(inner: (-0.01, 0.02), outer: (-0.013, 0.023)) == .undecided)
    #expect(verdict(inner: (-0.02, 0.01), outer: (-0.023, 0.013)) == .undecided)
  }

  @Test func `away from zero and not inside the margin is different`() {
    #expect(verdict(inner: (0.03, 0.05), outer: (0.025, 0.055)) == .different)
    #expect(verdict(inner: (-0.05, -0.01), outer: (-0.06, -0.005)) == .different)
  }

  @Test func `a difference that was not found is undecided, never sameness`() {
    #expect(verdict(inner: (-0.09, 0.07), outer: (-0.1, 0.08)) == .undecided)
    // The 90 % interval alone leaves out zero.
    #expect(verdict(inner: (0.001, 0.08), outer: (-0.001, 0.09)) == .undecided)
    #expect(verdict(inner: (0, 0.08), outer: (0, 0.09)) == .undecided)
    #expect(verdict(inner: nil, outer: nil) == .undecided)
  }

  @Test(arguments: [
    (0.0, 0.01, Verdict.equivalent), (0.05, 0.01, .different), (0.01, 0.1, .undecided), (0.01, 0.001, .equivalent),
    (0.0, 0.0, .equivalent), (0.03, 0.0, .different),
  ])
  func `an estimate decides by its own intervals`(value: Double, error: Double, expected: Verdict) {
    let estimate = StudentizedEstimate(value: value, standardError: error, degreesOfFreedom: 100)
    #expect(Verdict(rowsAreEqual: false, difference: estimate, margin: margin) == expected)
    #expect(Verdict(rowsAreEqual: false, difference: nil, margin: margin) == .undecided)
  }

  @Test func `among many variants it takes more to be different`() {
    // 2.2 standard errors: beyond 1.96, not beyond the 2.58 of five variants.
    let estimate = StudentizedEstimate(value: 0.22, standardError: 0.1)
    #expect(Verdict(rowsAreEqual: false, difference: estimate, margin: margin) == .different)
    let confidence = HolmAdjustment.simultaneousConfidence(count: 5)
    #expect(confidence.isClose(to: 0.99, 1e-15))
    #expect(Verdict(rowsAreEqual: false, difference: estimate, margin: margin, confidence: confidence) == .undecided)
  }
}
