internal import Market

/// Draws days with replacement, in blocks of random length that wrap around the end of the series.
///
/// D. N. Politis and J. P. Romano, "The Stationary Bootstrap", Journal of the American Statistical Association 89
/// (1994): each day either begins a new block, with probability `1 / meanBlockLength`, at a day drawn evenly, or
/// follows the day drawn before it.
package struct StationaryBootstrap {
  private let count: Int
  private let restart: Double
  private var generator: SeededGenerator

  package init(count: Int, meanBlockLength: Double, seed: UInt64) {
    precondition(count > 0 && meanBlockLength >= 1, "there must be days, and blocks of at least one")
    self.count = count
    restart = 1 / meanBlockLength
    generator = SeededGenerator(seed: seed)
  }

  /// Calls `use` with each index of one resample, as many as there are days.
  package mutating func resample(_ use: (Int) -> Void) {
    var index = generator.index(below: count)
    use(index)
    for _ in 1..<count {
      if generator.uniform() < restart {
        index = generator.index(below: count)
      } else {
        index = index + 1 == count ? 0 : index + 1
      }
      use(index)
    }
  }
}

extension [Double] {
  /// The `share`-quantile of sorted values, linear between neighbours (type 7 of R. J. Hyndman and Y. Fan, "Sample
  /// Quantiles in Statistical Packages", American Statistician 50, 1996).
  package func sortedQuantile(_ share: Double) -> Double {
    let position = share * Double(count - 1)
    let below = Int(position)
    guard below + 1 < count else { return self[count - 1] }
    return self[below] + (position - Double(below)) * (self[below + 1] - self[below])
  }
}
