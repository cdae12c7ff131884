internal import Glibc
internal import Market

/// How a day's return is distributed, by a forecast of its scale: the return is scale times an innovation.
package enum Innovations: Hashable, Sendable {
  /// Standard normal; the scale is the forecast volatility.
  case normal
  /// Drawn evenly from a sample, such as past returns (scale 1) or past returns over their forecast volatility.
  case sample([Double])

  /// `count` innovations, one after the other.
  func draw(_ count: Int, _ generator: inout SeededGenerator, _ use: (Int, Double) -> Void) {
    switch self {
    case .normal:
      // G. E. P. Box and M. E. Muller, Annals of Mathematical Statistics 29 (1958): two for two uniform numbers.
      for index in stride(from: 0, to: count, by: 2) {
        let radius = (-2 * log(1 - generator.uniform())).squareRoot()
        let angle = 2 * Double.pi * generator.uniform()
        use(index, radius * cos(angle))
        if index + 1 < count { use(index + 1, radius * sin(angle)) }
      }
    case .sample(let values):
      for index in 0..<count { use(index, values[generator.index(below: values.count)]) }
    }
  }
}
