package import Market

/// How often one answer of the reference became one other answer of the candidate.
package struct FlipDirection: Hashable, Sendable {
  package let reference: Action
  package let candidate: Action
  package let count: Int
  /// Of all ticks, 0 to 1.
  package let shareOfTicks: Double
  /// Of all flips, 0 to 1; nil when no tick flipped.
  package let shareOfFlips: Double?
}

extension FlipMatrix {
  /// All six directions, the commonest first and equal ones by the reference's answer, then the candidate's, in the order
  /// of ``Action``. Empty without ticks.
  package var directions: [FlipDirection] {
    guard total > 0 else { return [] }
    var directions: [FlipDirection] = []
    for reference in Action.allCases {
      for candidate in Action.allCases where candidate != reference {
        let count = self[reference: reference, candidate: candidate]
        directions.append(
          FlipDirection(
            reference: reference, candidate: candidate, count: count, shareOfTicks: Double(count) / Double(total),
            shareOfFlips: flips == 0 ? nil : Double(count) / Double(flips)))
      }
    }
    // Sorting is stable in effect, not by promise: the place decides between equals.
    return directions.enumerated().sorted { first, second in
      (-first.element.count, first.offset) < (-second.element.count, second.offset)
    }.map(\.element)
  }
}
