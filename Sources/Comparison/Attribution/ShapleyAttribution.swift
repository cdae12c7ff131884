package import Market

/// How much of a difference in profit each cause made, in parts that sum to it exactly.
///
/// L. S. Shapley, "A Value for n-Person Games", Contributions to the Theory of Games II (1953): the mean, over all orders
/// in which the causes may pass from reference to candidate, of what changes when a cause passes,
/// `sum over S of |S|! (k - |S| - 1)! / k! x (v(S and the cause) - v(S))`. All is counted in whole units of 1e-8 / k!.
package struct ShapleyAttribution: Hashable, Sendable {
  /// Of each cause in order, in quote currency: the exact value rounded down, and one unit of 1e-8 more for those with
  /// the largest remainders, the earlier of equal ones, so that the sum is `total`.
  package let values: [FixedPoint]
  /// Profit with all causes of the candidate, less profit with none.
  package let total: FixedPoint
  /// Of each pair of causes, both ways, in quote currency: what the two change together beyond what each changes alone,
  /// `sum over S without both of |S|! (k - |S| - 2)! / (k - 1)! x (v(S, i, j) - v(S, i) - v(S, j) + v(S))`; zero from a
  /// cause to itself. M. Grabisch and M. Roubens, "An axiomatic approach to the concept of interaction among players in
  /// cooperative games", International Journal of Game Theory 28 (1999). Not a part of the sum.
  package let interactions: [[Double]]

  /// `profits` has one closed-loop replay for each set of causes: at index 5, binary 101, that with the first and third
  /// cause taken from the candidate and the others from the reference. One to five causes: 2 to 32 profits. Nil where
  /// the difference is beyond what the ledger can count.
  package init?(profits: [FixedPoint]) {
    let causes = profits.count.trailingZeroBitCount
    precondition(1...5 ~= causes && profits.count == 1 << causes, "each set of one to five causes has a profit")
    let game = Game(causes: causes, worth: profits.map { Int128($0.units) })
    let whole = Int64(exactly: game.worth[profits.count - 1] - game.worth[0])
    let parts = Self.rounded(game.shapleyNumerators, over: factorial(causes)).map(Int64.init(exactly:))
    guard let whole, let units = parts as? [Int64] else { return nil }
    total = FixedPoint(units: whole)
    values = units.map(FixedPoint.init(units:))
    interactions = (0..<causes).map { first in
      (0..<causes).map { second in
        first == second ? 0 : Double(game.interactionNumerator(first, second)) / Double(factorial(causes - 1)) / 1e8
      }
    }
  }

  /// Quotients that sum to the quotient of the sum, which must be whole: the method of the largest remainder.
  private static func rounded(_ numerators: [Int128], over denominator: Int128) -> [Int128] {
    var quotients: [Int128] = []
    var remainders: [Int128] = []
    for numerator in numerators {
      let remainder = (numerator % denominator + denominator) % denominator
      quotients.append((numerator - remainder) / denominator)
      remainders.append(remainder)
    }
    let missing = Int(remainders.reduce(0, +) / denominator)
    let byRemainder = remainders.indices.sorted { (remainders[$1], $0) < (remainders[$0], $1) }
    for cause in byRemainder.prefix(missing) { quotients[cause] += 1 }
    return quotients
  }
}

/// What each set of causes is worth, in units of 1e-8.
private struct Game {
  let causes: Int
  let worth: [Int128]

  /// Shapley values times causes!
  var shapleyNumerators: [Int128] {
    (0..<causes).map { cause in
      sets(without: 1 << cause).reduce(0) { sum, set in
        let size = set.nonzeroBitCount
        return sum + factorial(size) * factorial(causes - size - 1) * (worth[set | 1 << cause] - worth[set])
      }
    }
  }

  /// Interaction indices times (causes - 1)!
  func interactionNumerator(_ first: Int, _ second: Int) -> Int128 {
    let (one, other) = (1 << first, 1 << second)
    return sets(without: one | other).reduce(0) { sum, set in
      let size = set.nonzeroBitCount
      let together = worth[set | one | other] - worth[set | one] - worth[set | other] + worth[set]
      return sum + factorial(size) * factorial(causes - size - 2) * together
    }
  }

  private func sets(without causes: Int) -> [Int] { worth.indices.filter { $0 & causes == 0 } }
}

private func factorial(_ number: Int) -> Int128 { (1..<max(2, number + 1)).reduce(1) { $0 * Int128($1) } }
