internal import Market

/// The interval of a share whose ticks come in clusters: of a day, or of a day and an instrument.
///
/// Whole clusters are drawn with replacement, as many as there are, and the share of each draw is its hits over its ticks;
/// the bounds are percentiles of these shares: A. C. Davison and D. V. Hinkley, "Bootstrap Methods and their Application"
/// (1997), section 3.8; C. A. Field and A. H. Welsh, "Bootstrapping Clustered Data", Journal of the Royal Statistical
/// Society B 69 (2007). Ticks of several instruments on one day move together: then the day is the honest cluster.
package struct ClusterBootstrap: Hashable, Sendable {
  /// Hits over ticks, 0 to 1.
  package let share: Double
  package let interval: ConfidenceInterval
  /// The standard deviation of the resampled shares.
  package let standardError: Double
  package let clusters: Int
  package let resamples: Int

  /// From each tick's cluster, any number that names it, and whether it is a hit.
  ///
  /// Nil with fewer than two clusters, and where all clusters have the same share, as when nothing was hit: resampling
  /// then knows no other. `confidence` is that of the interval; the result hangs on the order of the clusters' first
  /// ticks and on `seed`.
  package init?(
    _ ticks: some Collection<(cluster: Int, isHit: Bool)>, confidence: Double = 0.95, resamples: Int = 5_000,
    seed: UInt64
  ) {
    precondition(0 < confidence && confidence < 1, "a confidence lies between 0 and 1")
    precondition(resamples >= 100, "an interval needs at least 100 resamples")
    let counts = Self.counts(ticks)
    guard let first = counts.first, counts.count > 1,
      counts.contains(where: { $0.hits * first.ticks != first.hits * $0.ticks })
    else { return nil }
    var generator = SeededGenerator(seed: seed)
    var shares: [Double] = []
    shares.reserveCapacity(resamples)
    for _ in 0..<resamples {
      var (hits, total) = (0, 0)
      for _ in counts.indices {
        let cluster = counts[generator.index(below: counts.count)]
        hits += cluster.hits
        total += cluster.ticks
      }
      shares.append(Double(hits) / Double(total))
    }
    share = Double(counts.reduce(0) { $0 + $1.hits }) / Double(ticks.count)
    standardError = shares.sampleStandardDeviation ?? 0
    shares.sort()
    let tail = (1 - confidence) / 2
    interval = ConfidenceInterval(low: shares.sortedQuantile(tail), high: shares.sortedQuantile(1 - tail))
    clusters = counts.count
    self.resamples = resamples
  }

  private static func counts(_ ticks: some Collection<(cluster: Int, isHit: Bool)>) -> [(hits: Int, ticks: Int)] {
    // The dictionary only finds a cluster's place; clusters stand in the order of first appearance.
    var places: [Int: Int] = [:]
    var counts: [(hits: Int, ticks: Int)] = []
    for tick in ticks {
      let place = places[tick.cluster] ?? counts.count
      if place == counts.count {
        places[tick.cluster] = place
        counts.append((0, 0))
      }
      counts[place].hits += tick.isHit ? 1 : 0
      counts[place].ticks += 1
    }
    return counts
  }
}
