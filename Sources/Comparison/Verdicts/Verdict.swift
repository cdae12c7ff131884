/// What a comparison with the reference says, by a margin that was fixed before the run.
///
/// A test that finds no difference is never sameness: it leaves the verdict undecided.
package enum Verdict: String, Hashable, CaseIterable, Sendable {
  /// Every row is equal. It needs no statistics and is asked first.
  case identical
  /// The 90 % interval lies inside the margin: whatever difference there is does not matter. This holds too where the
  /// 95 % interval leaves out zero, a difference that is surely there and surely small.
  case equivalent
  /// The 95 % interval leaves out zero, and the difference may exceed the margin.
  case different
  /// Too little is known. Most comparisons of money end here: see ``PairedComparisonPower``.
  case undecided

  /// From what the three questions were answered, in order.
  package init(rowsAreEqual: Bool, isEquivalent: Bool, isDifferent: Bool) {
    self = rowsAreEqual ? .identical : isEquivalent ? .equivalent : isDifferent ? .different : .undecided
  }

  /// From intervals of the difference; a missing one answers nothing.
  ///
  /// - `equivalenceInterval`: 90 % confidence.
  /// - `differenceInterval`: 95 % confidence, or more where several variants are judged at once.
  /// - `margin`: above zero, in the unit of the difference.
  package init(
    rowsAreEqual: Bool, equivalenceInterval: ConfidenceInterval?, differenceInterval: ConfidenceInterval?,
    margin: Double
  ) {
    let equivalence = equivalenceInterval.map { EquivalenceTest(interval: $0, margin: margin) }
    self.init(
      rowsAreEqual: rowsAreEqual, isEquivalent: equivalence?.isEquivalent ?? false,
      isDifferent: differenceInterval.map { !$0.contains(0) } ?? false)
  }

  /// From an estimate; a missing one decides nothing.
  ///
  /// - `confidence`: of the difference, for one variant among several ``HolmAdjustment/simultaneousConfidence(_:count:)``.
  package init(rowsAreEqual: Bool, difference: StudentizedEstimate?, margin: Double, confidence: Double = 0.95) {
    self.init(
      rowsAreEqual: rowsAreEqual, equivalenceInterval: difference?.interval(confidence: EquivalenceTest.confidence),
      differenceInterval: difference?.interval(confidence: confidence), margin: margin)
  }
}
