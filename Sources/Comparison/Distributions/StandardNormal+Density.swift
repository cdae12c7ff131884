internal import Glibc

extension StandardNormal {
  /// The density at `value`.
  package static func density(_ value: Double) -> Double { exp(-value * value / 2) / (2 * Double.pi).squareRoot() }
}
