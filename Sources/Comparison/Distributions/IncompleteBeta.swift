internal import Glibc

/// The incomplete beta function ratio, from which the tails of Student's t, F and the binomial distribution come.
enum IncompleteBeta {
  /// I(x; a, b) for positive a and b; `complement` is 1 - x, given apart because near one it is the exact one. To about
  /// 1e-12 of itself for a and b up to 10,000.
  ///
  /// The continued fraction of M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 26.5.8, on the side
  /// on which it converges fast.
  static func ratio(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard complement > 0 else { return 1 }
    let front = exp(lgamma(a + b).0 - lgamma(a).0 - lgamma(b).0 + a * log(x) + b * log(complement))
    return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(complement, b, a) / b
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    ContinuedFraction.value(first: 1) { step in
      let half = Double(step / 2)
      if step % 2 == 0 { return (half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half)), 1) }
      return (-(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1)), 1)
    }
  }
}
