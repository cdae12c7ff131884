internal import Glibc

/// The incomplete gamma function as a share of the whole one.
package enum RegularizedGamma {
  /// `Q(shape, value)`: the share above `value`, which is not negative. To about 1e-13 of itself for shapes up to 1,000.
  ///
  /// The series of M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions", 6.5.29 below `shape + 1` and the
  /// even part of the continued fraction 6.5.31 above.
  package static func upper(shape: Double, value: Double) -> Double {
    precondition(shape > 0 && value >= 0, "the incomplete gamma function needs a positive shape and no negative value")
    guard value > 0 else { return 1 }
    guard value < .infinity else { return 0 }
    let front = exp(shape * log(value) - value - lgamma(shape).0)
    if value < shape + 1 { return 1 - front * series(shape, value) }
    return front
      * ContinuedFraction.value(first: value + 1 - shape) { step in
        let step = Double(step)
        return (-step * (step - shape), value + 2 * step + 1 - shape)
      }
  }

  private static func series(_ shape: Double, _ value: Double) -> Double {
    var term = 1 / shape
    var sum = term
    var next = shape + 1
    while term > sum * 1e-17 {
      term *= value / next
      sum += term
      next += 1
    }
    return sum
  }
}
