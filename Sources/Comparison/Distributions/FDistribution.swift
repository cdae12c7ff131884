/// Fisher's and Snedecor's F distribution. The square of Student's t with n degrees of freedom is F with 1 and n.
package enum FDistribution {
  /// P(F > `value`).
  ///
  /// M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 26.6.2.
  package static func survival(_ value: Double, numerator: Int, denominator: Int) -> Double {
    precondition(numerator > 0 && denominator > 0, "F needs degrees of freedom")
    let (above, below) = (Double(numerator), Double(denominator))
    let scaled = above * max(0, value)
    guard scaled < .infinity else { return 0 }
    let sum = below + scaled
    return IncompleteBeta.ratio(below / sum, complement: scaled / sum, below / 2, above / 2)
  }

  /// The value that F exceeds with the given probability, which lies strictly between 0 and 1. To about 1e-12.
  package static func criticalValue(significance: Double, numerator: Int, denominator: Int) -> Double {
    precondition(0 < significance && significance < 1, "a critical value needs a probability between 0 and 1")
    // F / (1 + F) is bisected: it is bounded.
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if survival(middle / (1 - middle), numerator: numerator, denominator: denominator) > significance {
        low = middle
      } else {
        high = middle
      }
    }
    return low / (1 - low)
  }
}
