internal import Glibc

/// Student's t distribution with a whole number of degrees of freedom.
package enum StudentT {
  /// The quantile of 0.975: two-sided 95 % confidence. To about 1e-12; the work grows with the degrees of freedom.
  package static func confidenceQuantile(degreesOfFreedom: Int) -> Double {
    precondition(degreesOfFreedom > 0, "Student's t needs a degree of freedom")
    var low = 0.0
    var high = Double.pi / 2
    for _ in 0..<60 {
      let angle = (low + high) / 2
      if probabilityWithin(angle, degreesOfFreedom) < 0.95 { low = angle } else { high = angle }
    }
    return Double(degreesOfFreedom).squareRoot() * tan((low + high) / 2)
  }

  /// P(|T| < sqrt(degrees of freedom) x tan(angle)): M. Abramowitz and I. A. Stegun, "Handbook of Mathematical
  /// Functions", 26.7.3 and 26.7.4.
  private static func probabilityWithin(_ angle: Double, _ degreesOfFreedom: Int) -> Double {
    let odd = degreesOfFreedom % 2 == 1
    let cosineSquared = cos(angle) * cos(angle)
    var term = odd ? cos(angle) : 1
    var sum = 0.0
    var power = odd ? 1 : 0
    while power <= degreesOfFreedom - 2 {
      sum += term
      term *= cosineSquared * Double(power + 1) / Double(power + 2)
      power += 2
    }
    return odd ? 2 / Double.pi * (angle + sin(angle) * sum) : sin(angle) * sum
  }
}
