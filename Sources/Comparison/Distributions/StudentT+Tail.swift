/// Student's t with any positive degrees of freedom; infinitely many make it the normal distribution.
extension StudentT {
  /// P(T > value). To about 1e-11 of itself.
  package static func tail(above value: Double, degreesOfFreedom: Double) -> Double {
    precondition(degreesOfFreedom > 0, "Student's t needs degrees of freedom")
    // Beyond a million the two agree to 1e-6 of the tail, and the digits of the logarithms of gamma run out.
    guard degreesOfFreedom < 1e6 else { return StandardNormal.probability(upTo: -value) }
    let square = value * value
    let sum = degreesOfFreedom + square
    guard sum.isFinite else { return value > 0 ? 0 : 1 }
    let half =
      0.5 * IncompleteBeta.ratio(degreesOfFreedom / sum, complement: square / sum, degreesOfFreedom / 2, 0.5)
    return value >= 0 ? half : 1 - half
  }

  /// The value that T exceeds with probability `tail`, 0 to 0.5, both exclusive.
  package static func quantile(tail: Double, degreesOfFreedom: Double) -> Double {
    precondition(tail > 0 && tail < 0.5, "the tail of a quantile lies between 0 and 0.5")
    let normal = -StandardNormal.quantile(tail)
    guard degreesOfFreedom < 1e6 else { return normal }
    // Student's tails are heavier, so the normal quantile is a lower bound.
    var (low, high) = (normal, 2 * normal)
    while self.tail(above: high, degreesOfFreedom: degreesOfFreedom) > tail { (low, high) = (high, 2 * high) }
    while true {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high else { return middle }
      if self.tail(above: middle, degreesOfFreedom: degreesOfFreedom) > tail { low = middle } else { high = middle }
    }
  }
}
