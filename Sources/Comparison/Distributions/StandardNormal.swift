internal import Glibc

/// The normal distribution with mean 0 and variance 1.
package enum StandardNormal {
  /// The density at `value`.
  package static func density(_ value: Double) -> Double { exp(-value * value / 2) / (2 * Double.pi).squareRoot() }

  /// P(Z ≤ `value`).
  package static func probability(upTo value: Double) -> Double { erfc(-value / 2.0.squareRoot()) / 2 }

  /// P(Z > `value`), exact far into the tail.
  package static func survival(_ value: Double) -> Double { erfc(value / 2.0.squareRoot()) / 2 }

  /// The value that Z stays below with the given probability, which lies strictly between 0 and 1. To about 1e-14.
  ///
  /// Begins with M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 26.2.23 (error below 4.5e-4), and
  /// refines it by Halley's method on the smaller tail, which triples the digits of each step.
  package static func quantile(_ probability: Double) -> Double {
    precondition(0 < probability && probability < 1, "a quantile needs a probability between 0 and 1")
    let tail = min(probability, 1 - probability)
    let root = (-2 * log(tail)).squareRoot()
    let numerator = 2.515517 + root * (0.802853 + root * 0.010328)
    let denominator = 1 + root * (1.432788 + root * (0.189269 + root * 0.001308))
    var value = root - numerator / denominator
    for _ in 0..<3 {
      let step = (survival(value) - tail) / density(value)
      value += step / (1 + value * step / 2)
    }
    return probability < 0.5 ? -value : value
  }
}
