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

  /// From an estimate of the difference and the p-value of none, which is raised where several variants are judged
  /// (``HolmAdjustment``).
  package init(rowsAreEqual: Bool, difference: StudentizedEstimate, pValue: Double, margin: Double) {
    self.init(
      rowsAreEqual: rowsAreEqual, isEquivalent: EquivalenceTest(of: difference, margin: margin).isEquivalent,
      isDifferent: pValue < 0.05)
  }
}
