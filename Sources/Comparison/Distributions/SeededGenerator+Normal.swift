internal import Glibc
package import Market

extension SeededGenerator {
  /// A standard normal draw: G. E. P. Box and M. E. Muller, Annals of Mathematical Statistics 29 (1958), one of the pair.
  package mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
