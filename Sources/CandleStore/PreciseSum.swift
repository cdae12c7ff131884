/// A sum of doubles that keeps the rounding error of every addition and adds it in the end.
///
/// Second-order compensated summation (A. Klein, "A Generalized Kahan-Babuška-Summation-Algorithm", Computing 76, 2006):
/// the error is of the order of the last bit, not of the number of terms.
package struct PreciseSum: Sendable {
  private var sum = 0.0
  private var error = 0.0
  private var errorOfError = 0.0

  package init() {}

  package var value: Double { sum + (error + errorOfError) }

  package mutating func add(_ term: Double) {
    let firstError = Self.add(term, to: &sum)
    errorOfError += Self.add(firstError, to: &error)
  }

  /// Adds `term` and returns what rounding lost.
  @inline(__always)
  private static func add(_ term: Double, to sum: inout Double) -> Double {
    let total = sum + term
    let lost = sum.magnitude >= term.magnitude ? (sum - total) + term : (term - total) + sum
    sum = total
    return lost
  }
}
