internal import Glibc

/// How often the configuration that was best on half of the record is no better than the middle on the other half.
///
/// D. H. Bailey, J. M. Borwein, M. López de Prado and Q. J. Zhu, "The Probability of Backtest Overfitting", Journal of
/// Computational Finance 20 (2017): combinatorially symmetric cross-validation. The days are cut into 16 blocks, and each
/// of the 12,870 ways to take eight of them is a sample in which the best Sharpe ratio is chosen; the other eight tell
/// what the choice was worth.
package struct BacktestOverfitting: Hashable, Sendable {
  /// Share of the splits on which the chosen configuration does no better than the median out of sample: 0.5 is choice
  /// by chance, near 0 is choice that holds.
  package let probability: Double
  /// Of `ln(w / (1 - w))`, w the chosen one's rank out of sample over configurations + 1: the worst has rank 1.
  package let medianLogit: Double
  /// Performance degradation: the slope of the chosen one's Sharpe ratio out of sample on the one in sample, by least
  /// squares over the splits. Nil where the one in sample never changes.
  package let slope: Double?
  /// Share of splits on which the chosen one has a negative Sharpe ratio out of sample.
  package let probabilityOfLoss: Double
  package let splits: Int
  package let configurations: Int

  package static let blocks = 16
  package static let fewestConfigurations = 16

  /// `returns` are each configuration's daily returns, all that were tried. Blocks are of equal length, or differ by a
  /// day. A configuration that does not vary has a Sharpe ratio of zero here; of configurations equally good, the first
  /// is chosen, and they share their ranks.
  package init(of returns: DailyMatrix) throws(TooLittleForOverfitting) {
    guard returns.models >= Self.fewestConfigurations else { throw .configurations(returns.models) }
    guard returns.days >= 4 * Self.blocks else { throw .days(returns.days) }
    let sums = BlockSums(of: returns, blocks: Self.blocks)
    var logits: [Double] = []
    var chosen: [(inside: Double, outside: Double)] = []
    var atMostMedian = 0
    for mask in 0..<1 << Self.blocks where mask.nonzeroBitCount == Self.blocks / 2 {
      let inside = sums.sharpeRatios(in: mask)
      let outside = sums.sharpeRatios(in: ~mask)
      let best = inside.indices.reduce(0) { inside[$1] > inside[$0] ? $1 : $0 }
      // Twice the rank is whole even where ranks are shared.
      let twiceRank = outside.reduce(1) { $0 + ($1 < outside[best] ? 2 : $1 == outside[best] ? 1 : 0) }
      if twiceRank <= returns.models + 1 { atMostMedian += 1 }
      logits.append(log(Double(twiceRank) / Double(2 * returns.models + 2 - twiceRank)))
      chosen.append((inside[best], outside[best]))
    }
    splits = logits.count
    configurations = returns.models
    probability = Double(atMostMedian) / Double(splits)
    medianLogit = logits.sorted().sortedQuantile(0.5)
    probabilityOfLoss = Double(chosen.count { $0.outside < 0 }) / Double(splits)
    slope = Self.slope(of: chosen)
  }

  private static func slope(of points: [(inside: Double, outside: Double)]) -> Double? {
    let count = Double(points.count)
    let inside = points.reduce(0) { $0 + $1.inside } / count
    let outside = points.reduce(0) { $0 + $1.outside } / count
    let squares = points.reduce(0) { $0 + ($1.inside - inside) * ($1.inside - inside) }
    let products = points.reduce(0) { $0 + ($1.inside - inside) * ($1.outside - outside) }
    return squares > 0 ? (products / squares).finite : nil
  }
}

/// Why a probability of overfitting is refused.
package enum TooLittleForOverfitting: Error, Equatable, CustomStringConvertible {
  case configurations(Int)
  case days(Int)

  package var description: String {
    switch self {
    case .configurations(let found):
      "The probability of backtest overfitting needs at least \(BacktestOverfitting.fewestConfigurations) configurations;"
        + " there are \(found). Sweep more of them, all over the same days."
    case .days(let found):
      "The probability of backtest overfitting needs at least \(4 * BacktestOverfitting.blocks) days, four for each of"
        + " its \(BacktestOverfitting.blocks) blocks; there are \(found). Replay a longer window."
    }
  }
}

/// Days, sums and sums of squares of each block: enough for the Sharpe ratio of any set of blocks.
private struct BlockSums {
  private let blocks: Int
  private let models: Int
  private var days: [Double] = []
  /// Block after block, the models of each together; of values less the model's first, so that a constant is zero.
  private var sums: [Double] = []
  private var squares: [Double] = []
  private let firsts: [Double]

  init(of returns: DailyMatrix, blocks: Int) {
    self.blocks = blocks
    models = returns.models
    firsts = (0..<models).map { returns.values[$0 * returns.days] }
    for block in 0..<blocks {
      let range = block * returns.days / blocks..<(block + 1) * returns.days / blocks
      days.append(Double(range.count))
      for model in 0..<models {
        let values = range.lazy.map { [firsts] in returns.values[model * returns.days + $0] - firsts[model] }
        sums.append(values.reduce(0, +))
        squares.append(values.reduce(0) { $0 + $1 * $1 })
      }
    }
  }

  /// Daily, n - 1 in the denominator, of the blocks whose bit is set.
  func sharpeRatios(in mask: Int) -> [Double] {
    var count = 0.0
    var total = [Double](repeating: 0, count: models)
    var square = total
    for block in 0..<blocks where mask >> block & 1 == 1 {
      count += days[block]
      for model in 0..<models {
        total[model] += sums[block * models + model]
        square[model] += squares[block * models + model]
      }
    }
    for model in 0..<models {
      let mean = total[model] / count
      let variance = max(0, square[model] - mean * total[model]) / (count - 1)
      total[model] = variance > 0 ? (mean + firsts[model]) / variance.squareRoot() : 0
    }
    return total
  }
}
