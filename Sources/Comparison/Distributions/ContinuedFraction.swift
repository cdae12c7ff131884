/// Continued fractions `1 / (b0 + a1 / (b1 + a2 / (b2 + ...)))`.
enum ContinuedFraction {
  /// W. J. Lentz, "Generating Bessel Functions in Mie Scattering Calculations Using Continued Fractions", Applied Optics
  /// 15 (1976), with the modification for zero denominators by I. J. Thompson and A. R. Barnett (1986).
  /// `term` gives a and b of each step from 1 on.
  static func value(first: Double, term: (Int) -> (a: Double, b: Double)) -> Double {
    let tiny = 1e-300
    var denominator = 1 / (first.magnitude < tiny ? tiny : first)
    var ratio = 1 / tiny
    var value = denominator
    for step in 1...10_000 {
      let (a, b) = term(step)
      let below = b + a * denominator
      let above = b + a / ratio
      denominator = 1 / (below.magnitude < tiny ? tiny : below)
      ratio = above.magnitude < tiny ? tiny : above
      let change = denominator * ratio
      value *= change
      if (change - 1).magnitude < 1e-16 { break }
    }
    return value
  }
}
