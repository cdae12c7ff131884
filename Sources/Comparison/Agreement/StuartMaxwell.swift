extension FlipMatrix {
  /// The test of Stuart and Maxwell that both variants give each answer equally often, wherever they give it.
  ///
  /// With d the differences of the margins and m(i,j) the mean of n(i,j) and n(j,i), the statistic is
  /// `(m(2,3) d1^2 + m(1,3) d2^2 + m(1,2) d3^2) / (2 (m12 m23 + m12 m13 + m13 m23))`: J. L. Fleiss and B. S. Everitt,
  /// "Comparing the Marginal Totals of Square Contingency Tables", British Journal of Mathematical and Statistical
  /// Psychology 24 (1971); A. Stuart, Biometrika 42 (1955); A. E. Maxwell, British Journal of Psychiatry 116 (1970).
  /// Two degrees of freedom. Where only two of the answers were ever confused it is McNemar's test between them, with one.
  /// Takes ticks for independent. Nil when no tick flipped.
  package var stuartMaxwell: ChiSquaredTest? {
    let pairs = discordantPairs
    let sums = pairs.map { Double($0.sum) }
    let confused = pairs.filter { $0.sum > 0 }
    guard confused.count > 1 else { return bowkerSymmetry }
    // Margins of the reference less those of the candidate.
    let hold = Double(pairs[0].difference + pairs[1].difference)
    let buy = Double(pairs[2].difference - pairs[0].difference)
    let sell = -hold - buy
    let numerator = sums[2] * hold * hold + sums[1] * buy * buy + sums[0] * sell * sell
    let denominator = sums[0] * sums[2] + sums[0] * sums[1] + sums[1] * sums[2]
    return ChiSquaredTest(statistic: numerator / denominator, degreesOfFreedom: 2)
  }
}
