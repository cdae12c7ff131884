/// p-values of several variants, raised so that at 5 % one false alarm among all of them is at most 5 % likely.
///
/// S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6 (1979): the
/// smallest of m is multiplied by m, the next by m - 1 and so on, none below the one before it, none above one. The tests
/// may depend on each other in any way, as those against one reference do.
package enum HolmAdjustment {
  /// In the order given. A missing p-value was no test: it stays missing and does not count.
  package static func adjusted(_ pValues: [Double?]) -> [Double?] {
    precondition(pValues.allSatisfy { $0.map { (0...1).contains($0) } ?? true }, "p-values are 0 to 1")
    let tests = pValues.enumerated().compactMap { index, pValue in pValue.map { (index, $0) } }
      .sorted { $0.1 != $1.1 ? $0.1 < $1.1 : $0.0 < $1.0 }
    var adjusted = [Double?](repeating: nil, count: pValues.count)
    var largest = 0.0
    for (rank, test) in tests.enumerated() {
      largest = max(largest, min(1, test.1 * Double(tests.count - rank)))
      adjusted[test.0] = largest
    }
    return adjusted
  }
}
