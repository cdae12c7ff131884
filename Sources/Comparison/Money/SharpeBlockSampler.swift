internal import Market

/// Resamples two accounts in circular blocks of days and studentizes the difference of their Sharpe ratios.
///
/// A resample needs no more of a block than its sums of returns and squares, which are taken once for every first day.
struct SharpeBlockSampler {
  /// Sums over the days of a block: returns and squared returns of reference and candidate.
  private typealias Sums = SIMD4<Double>

  private let days: Int
  private let length: Int
  /// By first day: of whole blocks, and of the shorter one that fills the last days.
  private let whole: [Sums]
  private let rest: [Sums]
  private var drawn: [Sums] = []
  private var generator: SeededGenerator

  init(returns: PairedReturns, blockLength: Int, seed: UInt64) {
    days = returns.days
    length = blockLength
    let daily = zip(returns.reference, returns.candidate).map { Sums($0, $0 * $0, $1, $1 * $1) }
    whole = Self.blockSums(daily, of: blockLength)
    rest = Self.blockSums(daily, of: returns.days % blockLength)
    drawn.reserveCapacity(days / blockLength)
    generator = SeededGenerator(seed: seed)
  }

  private static func blockSums(_ daily: [Sums], of length: Int) -> [Sums] {
    daily.indices.map { first in (0..<length).reduce(Sums.zero) { $0 + daily[(first + $1) % daily.count] } }
  }

  /// The next resample's distance from `center` in its own standard errors; nil where it has none, or no ratio.
  mutating func studentizedDifference(from center: Double) -> Double? {
    drawn.removeAll(keepingCapacity: true)
    var total = Sums.zero
    for _ in 0..<days / length {
      let block = whole[generator.index(below: days)]
      drawn.append(block)
      total += block
    }
    if days % length > 0 { total += rest[generator.index(below: days)] }
    let means = total / Double(days)
    guard let reference = Ratio(mean: means[0], square: means[1], days: days),
      let candidate = Ratio(mean: means[2], square: means[3], days: days)
    else { return nil }

    let gradient = Sums(-reference.slopes.0, -reference.slopes.1, candidate.slopes.0, candidate.slopes.1)
    let squares = drawn.reduce(0) { sum, block in
      let influence = (gradient * (block - Double(length) * means)).sum()
      return sum + influence * influence
    }
    // Whole blocks know the long-run variance: the mean of squared block sums, per day.
    let variance = squares / Double(length * drawn.count) / Double(days)
    let distance = (candidate.value - reference.value - center).magnitude
    return variance > 0 ? (distance / variance.squareRoot()).finite : nil
  }

  /// A Sharpe ratio from mean and mean square, and how it changes with either.
  private struct Ratio {
    let value: Double
    let slopes: (mean: Double, square: Double)

    init?(mean: Double, square: Double, days: Int) {
      let variance = square - mean * mean
      guard variance > 1e-14 * square else { return nil }
      let cube = variance * variance.squareRoot()
      value = mean / (variance * Double(days) / Double(days - 1)).squareRoot()
      slopes = (square / cube, -mean / (2 * cube))
    }
  }
}
