import Comparison
import Market
import Testing

@Suite struct StationaryBootstrapTests {
  /// Expected values: arch, see Fixtures/make_comparison_statistics.py; it does not keep the length above one.
  @Test func `block lengths are those of an established package`() throws {
    let series = try Fixture.rows("block_series.csv")
    for expected in try Fixture.rows("block_lengths.csv") {
      let values = try series.filter { $0[0] == expected[0] }.map { try #require(Double($0[1])) }
      let length = try #require(Double(expected[1]))
      #expect(values.stationaryBlockLength.isClose(to: max(1, length), 1e-9), "\(expected)")
    }
  }

  @Test func `a series that does not vary has blocks of one, a trend the longest`() {
    #expect([Double](repeating: 3, count: 50).stationaryBlockLength == 1)
    // min(3 sqrt(100), 100 / 3) = 30
    #expect((0..<100).map(Double.init).stationaryBlockLength <= 30)
  }

  @Test func `a resample has as many days as the series, in blocks of the mean length`() {
    var bootstrap = StationaryBootstrap(count: 40, meanBlockLength: 5, seed: 6)
    var counts = [Int](repeating: 0, count: 40)
    var continued = 0
    for _ in 0..<5_000 {
      var days: [Int] = []
      bootstrap.resample { days.append($0) }
      #expect(days.count == 40)
      for day in days { counts[day] += 1 }
      continued += zip(days, days.dropFirst()).count { $1 == ($0 + 1) % 40 }
    }
    // Each day is as likely as any other: 5,000 times, with a standard deviation of about 200 in blocks of 5.
    #expect(counts.allSatisfy { abs($0 - 5_000) < 1_000 })
    // A day follows its neighbour with probability 1 - 1/5 + 1/5/40 = 0.805; 195,000 pairs know it to 0.1 %.
    #expect(abs(Double(continued) / 195_000 - 0.805) < 0.005)
  }

  /// D. N. Politis and J. P. Romano (1994), lemma 1: given the series, the variance of the resampled mean is
  /// `(C(0) + 2 sum (1 - k / n) (1 - p)^k C(k)) / n` with circular autocovariances C.
  @Test(arguments: [1, 4, 20] as [Double])
  func `the variance of resampled means is the exact one`(block: Double) {
    var generator = SeededGenerator(seed: 3)
    var value = 0.0
    let series = (0..<80).map { _ in
      value = 0.5 * value + generator.normal()
      return value
    }
    let center = series.reduce(0, +) / 80
    let covariances = (0..<80).map { lag in
      (0..<80).reduce(0) { $0 + (series[$1] - center) * (series[($1 + lag) % 80] - center) } / 80
    }
    var kept = 1.0
    var exact = covariances[0]
    for lag in 1..<80 {
      kept *= 1 - 1 / block
      exact += 2 * (1 - Double(lag) / 80) * kept * covariances[lag]
    }
    exact /= 80

    var bootstrap = StationaryBootstrap(count: 80, meanBlockLength: block, seed: 17)
    var squares = 0.0
    for _ in 0..<40_000 {
      var sum = 0.0
      bootstrap.resample { sum += series[$0] }
      squares += (sum / 80 - center) * (sum / 80 - center)
    }
    // 40,000 draws know a variance to 0.7 %.
    #expect((squares / 40_000).isClose(to: exact, 0.03))
  }

  @Test func `quantiles of a sample lie between its values`() {
    #expect([1, 2, 3, 4, 5].sortedQuantile(0.25) == 2)
    #expect([1, 2].sortedQuantile(0.975).isClose(to: 1.975, 1e-15))
    #expect([1, 2].sortedQuantile(1) == 2 && [7].sortedQuantile(0.5) == 7)
  }
}
