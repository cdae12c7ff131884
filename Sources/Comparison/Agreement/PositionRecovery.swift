/// How many ticks pass after a flip until both accounts stand on the same side again.
///
/// A flip near the end of the run may not see its end: it is censored, and the distribution is the product-limit estimate
/// of E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", Journal of the American
/// Statistical Association 53 (1958). Flips during one spell of disagreement are each counted from their own tick.
package struct PositionRecovery: Hashable, Sendable {
  /// One waiting time that was seen.
  package struct Step: Hashable, Sendable {
    /// After so many ticks.
    package let ticks: Int
    /// Flips that were over then, exactly.
    package let recovered: Int
    /// Estimated share of flips still not over after so many ticks, 0 to 1.
    package let remaining: Double
  }

  package let flips: Int
  /// Flips after which the positions never differed: they were over at their own tick.
  package let harmless: Int
  /// Flips that the run's end left open.
  package let censored: Int
  /// In order of ticks; empty when no flip was over.
  package let steps: [Step]

  /// - `reference`, `candidate`: the side of each account after each tick: -1, 0 or 1.
  /// - `flips`: ticks on which the answers differed, as places in these.
  ///
  /// Nil without flips.
  package init?(reference: [Int8], candidate: [Int8], flips: [Int]) {
    self.init([(reference, candidate, flips)])
  }

  /// Over several runs, whose ticks have nothing to do with each other.
  package init?(_ runs: [(reference: [Int8], candidate: [Int8], flips: [Int])]) {
    let waits = runs.flatMap { Self.waits(reference: $0.reference, candidate: $0.candidate, flips: $0.flips) }
    guard !waits.isEmpty else { return nil }
    flips = waits.count
    censored = waits.count { !$0.isOver }
    harmless = waits.count { $0.isOver && $0.ticks == 0 }
    steps = Self.productLimit(waits)
  }

  private static func waits(
    reference: [Int8], candidate: [Int8], flips: [Int]
  ) -> [(ticks: Int, isOver: Bool)] {
    precondition(reference.count == candidate.count, "both accounts have the same ticks")
    // The next tick of equal positions, found from the end; the count of ticks where there is none.
    var next = [Int](repeating: reference.count, count: reference.count + 1)
    for tick in reference.indices.reversed() { next[tick] = reference[tick] == candidate[tick] ? tick : next[tick + 1] }
    // An open flip was last seen open at the last tick.
    let end = reference.count
    return flips.map { flip in
      next[flip] < end ? (ticks: next[flip] - flip, isOver: true) : (ticks: end - 1 - flip, isOver: false)
    }
  }

  /// The fewest ticks within which the given share of flips was over; nil where the run never showed so many.
  package func ticks(within share: Double) -> Int? {
    precondition(0 < share && share <= 1, "a share of flips lies between 0 and 1")
    // 1e-12: a product of shares may miss a half by its rounding.
    return steps.first { 1 - $0.remaining >= share - 1e-12 }?.ticks
  }

  package var median: Int? { ticks(within: 0.5) }
  package var ninetyPercent: Int? { ticks(within: 0.9) }

  private static func productLimit(_ waits: [(ticks: Int, isOver: Bool)]) -> [Step] {
    let sorted = waits.sorted { $0.ticks < $1.ticks }
    var steps: [Step] = []
    var remaining = 1.0
    var start = 0
    while start < sorted.count {
      let end = sorted[start...].firstIndex { $0.ticks != sorted[start].ticks } ?? sorted.count
      let recovered = sorted[start..<end].count { $0.isOver }
      if recovered > 0 {
        remaining *= 1 - Double(recovered) / Double(sorted.count - start)
        steps.append(Step(ticks: sorted[start].ticks, recovered: recovered, remaining: remaining))
      }
      start = end
    }
    return steps
  }
}
