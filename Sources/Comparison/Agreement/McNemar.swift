internal import Market

/// McNemar's test that two variants do something equally often, here: act, that is buy or sell.
///
/// Q. McNemar, "Note on the Sampling Error of the Difference between Correlated Proportions or Percentages",
/// Psychometrika 12 (1947). Only ticks on which one acted and the other did not say anything. Takes them for independent.
package struct McNemar: Hashable, Sendable {
  package enum Method: Hashable, Sendable {
    /// Twice the smaller binomial tail, at most 1: fewer than 25 discordant ticks.
    case exactBinomial
    /// `(b - c)^2 / (b + c)`, or with the continuity correction of A. L. Edwards, Psychometrika 13 (1948),
    /// `(|b - c| - 1)^2 / (b + c)`.
    case chiSquared(continuityCorrected: Bool)
  }

  /// Ticks on which only the reference acted.
  package let onlyReference: Int
  /// Ticks on which only the candidate acted.
  package let onlyCandidate: Int
  package let method: Method
  /// Nil of the exact test.
  package let statistic: Double?
  package let pValue: Double

  /// Below this many discordant ticks the test is exact.
  package static let fewestForChiSquared = 25

  /// Nil without a discordant tick. The correction makes the test shy, rejecting less often than its level says.
  package init?(onlyReference: Int, onlyCandidate: Int, continuityCorrected: Bool = false) {
    precondition(onlyReference >= 0 && onlyCandidate >= 0, "counts are not negative")
    let discordant = onlyReference + onlyCandidate
    guard discordant > 0 else { return nil }
    (self.onlyReference, self.onlyCandidate) = (onlyReference, onlyCandidate)
    if discordant < Self.fewestForChiSquared {
      let tail = Binomial.lowerTail(min(onlyReference, onlyCandidate), trials: discordant, probability: 0.5)
      (method, statistic, pValue) = (.exactBinomial, nil, min(1, 2 * tail))
      return
    }
    let difference = abs(onlyReference - onlyCandidate)
    let counted = continuityCorrected ? max(0, difference - 1) : difference
    let statistic = Double(counted * counted) / Double(discordant)
    method = .chiSquared(continuityCorrected: continuityCorrected)
    self.statistic = statistic
    pValue = ChiSquared.survival(statistic, degreesOfFreedom: 1)
  }

  /// Of acting: nil when the variants always acted together.
  package init?(acted matrix: FlipMatrix, continuityCorrected: Bool = false) {
    self.init(
      onlyReference: matrix[reference: .buy, candidate: .hold] + matrix[reference: .sell, candidate: .hold],
      onlyCandidate: matrix[reference: .hold, candidate: .buy] + matrix[reference: .hold, candidate: .sell],
      continuityCorrected: continuityCorrected)
  }
}
