import Comparison
import Market
import Testing

@Suite struct ChanceBandTests {
  private func differences(_ name: String) throws -> [Double] {
    try Fixture.rows("paired_returns.csv").filter { $0[0] == name }.map {
      try #require(Double($0[2])) - #require(Double($0[1]))
    }
  }

  /// Expected values: arch, 20,000 resamples of its own generator, see Fixtures/make_chance_bands.py.
  @Test(arguments: ["crypto", "us_equities"], [1, 2] as [UInt64])
  func `the band is that of an established package`(name: String, seed: UInt64) throws {
    let band = try #require(ChanceBand(of: try differences(name), resamples: 10_000, seed: seed))
    for expected in try Fixture.rows("chance_bands.csv") where expected[0] == name {
      let day = try #require(Int(expected[1])) - 1
      // 10,000 resamples know such a quantile to 2 %.
      #expect(band.low[day].isClose(to: try #require(Double(expected[2])), 0.06), "\(expected)")
      #expect(band.high[day].isClose(to: try #require(Double(expected[3])), 0.06), "\(expected)")
    }
  }

  /// 400 paths know a share of 5 % to 1.1 %; 800 of another program are in the documentation of the metrics.
  @Test(arguments: [0, 0.3], [5, 6] as [UInt64])
  func `nineteen in twenty paths without a true difference end inside, and lie inside halfway`(
    autocorrelation: Double, seed: UInt64
  ) throws {
    var generator = SeededGenerator(seed: seed)
    var outside = (halfway: 0, end: 0)
    for path in 0..<400 {
      var value = 0.0
      let differences = (0..<250).map { _ in
        value = autocorrelation * value + generator.normal()
        return value
      }
      let band = try #require(ChanceBand(of: differences, resamples: 300, seed: UInt64(path)))
      func isOutside(_ day: Int) -> Bool {
        let sum = differences[...day].reduce(0, +)
        return sum < band.low[day] || sum > band.high[day]
      }
      if isOutside(124) { outside.halfway += 1 }
      if isOutside(249) { outside.end += 1 }
    }
    // Block lengths are chosen from 250 days: intervals are a little short where days hang together.
    let most = autocorrelation == 0 ? 0.1 : 0.14
    #expect((0.02...most).contains(Double(outside.halfway) / 400), "\(outside)")
    #expect((0.02...most).contains(Double(outside.end) / 400), "\(outside)")
  }

  @Test func `what was earned in truth does not move the band`() throws {
    let plain = try differences("crypto")
    let band = try #require(ChanceBand(of: plain, seed: 3))
    let moved = try #require(ChanceBand(of: plain.map { $0 + 0.01 }, seed: 3))
    #expect(plain.indices.allSatisfy { abs(band.low[$0] - moved.low[$0]) < 1e-12 })
    let last = plain.count - 1
    #expect(band.low[last] < 0 && band.high[last] > 0)
    #expect(band.high[last] > 3 * band.high[0], "sums of days spread with their number")
  }

  @Test func `accounts that never differ have a band of nothing`() throws {
    let band = try #require(ChanceBand(of: [Double](repeating: 0, count: 40), seed: 1))
    #expect(band.low == [Double](repeating: 0, count: 40) && band.high == band.low)
  }

  @Test func `the same seed draws the same band, another one another`() throws {
    let values = try differences("crypto")
    let band = try #require(ChanceBand(of: values, resamples: 200, seed: 8))
    #expect(band == ChanceBand(of: values, resamples: 200, seed: 8))
    #expect(band.high != ChanceBand(of: values, resamples: 200, seed: 9)?.high)
    #expect(band.resamples == 200 && band.seed == 8 && band.low.count == values.count)
  }

  @Test func `too few days and days without a number have no band`() {
    let nine = [Double](repeating: 0.01, count: 9)
    #expect(ChanceBand(of: nine, seed: 1) == nil)
    #expect(ChanceBand(of: nine + [.nan], seed: 1) == nil)
    #expect(ChanceBand(of: nine + [.infinity], seed: 1) == nil)
  }
}
