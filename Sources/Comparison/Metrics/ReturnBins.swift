/// Edges between which returns are counted, the same for all that are compared.
///
/// Bins are of one round width and zero is an edge, so that gains and losses never share one. They reach over the
/// middle 98 of 100 returns; the first and the last take what lies further out.
package struct ReturnBins: Hashable, Sendable {
  /// Basis points between two edges: 1, 2 or 5 times a power of ten.
  package let width: Double
  /// The inner edges in basis points, rising: one fewer than the bins.
  package let edges: [Double]

  /// About as many bins as a picture can show.
  private static let target = 40.0

  /// Over the returns of several, each from the lowest to the highest, as shares. Nil where there are none.
  package init?(over groups: [[Double]]) {
    let filled = groups.filter { !$0.isEmpty }
    guard let low = filled.map({ $0.sortedQuantile(0.01) }).min(),
      let high = filled.map({ $0.sortedQuantile(0.99) }).max(), (high - low).isFinite
    else { return nil }
    let (from, until) = (min(low, 0) * 1e4, max(high, 0) * 1e4)
    // Counted in hundredths, so that an edge is the nearest number to its decimal.
    let hundredths = Self.hundredths(above: (until - from) / Self.target)
    let width = hundredths / 100
    // One edge beyond each side; zero and its neighbours at least.
    let (first, last) = (Int((from / width).rounded(.down)), Int((until / width).rounded(.up)))
    self.width = width
    edges = (min(first, -1)...max(last, 1)).map { Double($0) * hundredths / 100 }
  }

  /// The smallest of 1, 2, 5, 10, 20, … hundredths that is not below `value`.
  private static func hundredths(above value: Double) -> Double {
    var power = 1.0
    while power * 10 <= value * 100 { power *= 10 }
    return [1, 2, 5].map { $0 * power }.first { $0 >= value * 100 } ?? 10 * power
  }

  /// How many of `returns`, sorted shares, each bin holds; a bin has its lower edge and not its upper.
  package func counts(_ returns: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: edges.count + 1)
    var bin = 0
    for value in returns {
      while bin < edges.count, value * 1e4 >= edges[bin] { bin += 1 }
      counts[bin] += 1
    }
    return counts
  }
}
