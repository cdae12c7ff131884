/// A mean over ticks whose days are independent of each other, but not the ticks of one day.
///
/// The estimator is the ratio of two sums over days, values over ticks, with the cluster-robust standard error
/// `sqrt(G / (G - 1) x sum_d (sum of day d - mean x ticks of day d)^2) / ticks`: W. G. Cochran, "Sampling Techniques",
/// 3rd edition, chapter 9A (ratio to size); with equal days it is the standard error of a mean of day means.
package struct DayClusteredMean: Hashable, Sendable {
  package let mean: Double
  /// Nil with a single day.
  package let standardError: Double?
  package let ticks: Int
  package let days: Int

  /// From each tick's day, any number that names it, and value; nil without ticks. The order does not matter to the
  /// clusters: ticks of several instruments on one day are one cluster.
  package init?(_ ticks: some Collection<(day: Int, value: Double)>) {
    guard !ticks.isEmpty else { return nil }
    // The dictionary only finds a day's place; sums are taken in the order of first appearance.
    var places: [Int: Int] = [:]
    var clusters: [(sum: Double, ticks: Double)] = []
    for tick in ticks {
      let place = places[tick.day] ?? clusters.count
      if place == clusters.count {
        places[tick.day] = place
        clusters.append((0, 0))
      }
      clusters[place].sum += tick.value
      clusters[place].ticks += 1
    }
    let mean = clusters.reduce(0) { $0 + $1.sum } / Double(ticks.count)
    let squares = clusters.reduce(0) { squares, cluster in
      let residual = cluster.sum - mean * cluster.ticks
      return squares + residual * residual
    }
    let days = Double(clusters.count)
    self.mean = mean
    standardError = days > 1 ? (days / (days - 1) * squares).squareRoot() / Double(ticks.count) : nil
    self.ticks = ticks.count
    self.days = clusters.count
  }
}
