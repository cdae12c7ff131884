internal import Market

extension FlipMatrix {
  /// Bowker's test that flips go either way alike: as many from HOLD to BUY as from BUY to HOLD, and so on.
  ///
  /// The sum of `(n(i,j) - n(j,i))^2 / (n(i,j) + n(j,i))` over pairs of answers: A. H. Bowker, "A Test for Symmetry in
  /// Contingency Tables", Journal of the American Statistical Association 43 (1948). Only pairs that flipped at all count
  /// as degrees of freedom: a pair of empty cells adds nothing to the sum, and with it the test would reject too rarely.
  /// Takes ticks for independent. Nil when no tick flipped.
  package var bowkerSymmetry: ChiSquaredTest? {
    let pairs = discordantPairs.filter { $0.sum > 0 }
    guard !pairs.isEmpty else { return nil }
    let statistic = pairs.reduce(0) { $0 + Double($1.difference * $1.difference) / Double($1.sum) }
    return ChiSquaredTest(statistic: statistic, degreesOfFreedom: pairs.count)
  }

  /// HOLD and BUY, HOLD and SELL, BUY and SELL: flips both ways together, and the first way less the second.
  var discordantPairs: [(sum: Int, difference: Int)] {
    [(Action.hold, Action.buy), (.hold, .sell), (.buy, .sell)].map { first, second in
      let there = self[reference: first, candidate: second]
      let back = self[reference: second, candidate: first]
      return (there + back, there - back)
    }
  }
}
