import Comparison
import Market
import Testing

@Suite struct ClusterBootstrapTests {
  private func ticks(days: Int, seed: UInt64) -> [(cluster: Int, isHit: Bool)] {
    var generator = SeededGenerator(seed: seed)
    return (0..<days).flatMap { day in
      let rate = 0.3 * generator.uniform()
      return (0..<(8 + generator.index(below: 17))).map { _ in (cluster: day, isHit: generator.uniform() < rate) }
    }
  }

  @Test func `its error is the cluster-robust one, and its bounds lie about the share`() throws {
    let ticks = ticks(days: 150, seed: 2)
    let bootstrap = try #require(ClusterBootstrap(ticks, seed: 7))
    let robust = try #require(DayClusteredMean(ticks.map { (day: $0.cluster, value: $0.isHit ? 1.0 : 0) }))
    #expect(bootstrap.share.isClose(to: robust.mean, 1e-12) && bootstrap.clusters == 150)
    let error = try #require(robust.standardError)
    // 5,000 resamples know a standard deviation to 1 %, and linearisation errs by about one in the number of days.
    #expect(bootstrap.standardError.isClose(to: error, 0.04))
    #expect(abs(bootstrap.interval.low - (robust.mean - 1.96 * error)) < 0.25 * error)
    #expect(abs(bootstrap.interval.high - (robust.mean + 1.96 * error)) < 0.25 * error)
    let narrow = try #require(ClusterBootstrap(ticks, confidence: 0.9, seed: 7)).interval
    #expect(bootstrap.interval.low < narrow.low && narrow.high < bootstrap.interval.high)
  }

  @Test func `two clusters are drawn as often as coins fall`() throws {
    // Of shares 0 and 1 a resample gives 0, a half or 1 with probabilities 1/4, 1/2, 1/4.
    let ticks = [(cluster: 5, isHit: false), (cluster: 3, isHit: true)]
    let bootstrap = try #require(ClusterBootstrap(ticks, resamples: 20_000, seed: 1))
    #expect(bootstrap.share == 0.5 && bootstrap.interval == ConfidenceInterval(low: 0, high: 1))
    #expect(bootstrap.standardError.isClose(to: 0.125.squareRoot(), 0.02))
  }

  @Test func `the same seed gives the same bounds`() {
    let ticks = ticks(days: 40, seed: 3)
    #expect(ClusterBootstrap(ticks, seed: 9) == ClusterBootstrap(ticks, seed: 9))
    #expect(ClusterBootstrap(ticks, seed: 9) != ClusterBootstrap(ticks, seed: 10))
  }

  @Test func `one cluster, no hit, and clusters all alike leave nothing to resample`() {
    #expect(ClusterBootstrap([(cluster: 1, isHit: true), (cluster: 1, isHit: false)], seed: 1) == nil)
    #expect(ClusterBootstrap((0..<50).map { (cluster: $0, isHit: false) }, seed: 1) == nil)
    #expect(ClusterBootstrap((0..<50).map { (cluster: $0 / 2, isHit: $0 % 2 == 0) }, seed: 1) == nil)
    #expect(ClusterBootstrap([], seed: 1) == nil)
  }
}
