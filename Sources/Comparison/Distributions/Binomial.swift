/// The number of successes among independent trials.
package enum Binomial {
  /// P(X ≥ `successes`) of `trials`, each a success with the given probability. To about 1e-12 of itself up to 10,000.
  ///
  /// M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 26.5.24.
  package static func upperTail(_ successes: Int, trials: Int, probability: Double) -> Double {
    precondition(trials >= 0 && 0 <= probability && probability <= 1, "trials succeed with a probability")
    guard successes > 0 else { return 1 }
    guard successes <= trials else { return 0 }
    let others = Double(trials - successes + 1)
    return IncompleteBeta.ratio(probability, complement: 1 - probability, Double(successes), others)
  }

  /// P(X ≤ `successes`).
  package static func lowerTail(_ successes: Int, trials: Int, probability: Double) -> Double {
    upperTail(trials - successes, trials: trials, probability: 1 - probability)
  }
}
