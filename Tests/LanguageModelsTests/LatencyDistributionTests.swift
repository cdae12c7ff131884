import LanguageModels
import Testing

@Suite struct LatencyDistributionTests {
  private static func make(_ quantiles: [(Double, Double)]) -> LatencyDistribution? {
    LatencyDistribution(quantiles: quantiles.map { .init(share: $0.0, milliseconds: $0.1) })
  }

  @Test func `between quantiles lie straight lines`() throws {
    let distribution = try #require(Self.make([(0, 1000), (0.5, 2000), (1, 6000)]))
    #expect([0, 0.25, 0.5, 0.75, 1].map { distribution.milliseconds(share: $0) } == [1000, 1500, 2000, 4000, 6000])
  }

  @Test func `draws have the distribution's mean`() throws {
    let distribution = try #require(Self.make([(0, 2000), (1, 5000)]))
    let draws = (0..<20_000).map { distribution.milliseconds(seed: 1, stream: $0) }
    #expect(draws.allSatisfy { (2000...5000).contains($0) })
    // Standard deviation of the mean: 3000 / √12 / √20000 = 6 ms.
    #expect(abs(Double(draws.reduce(0, +)) / 20_000 - 3500) < 25)
  }

  @Test(
    arguments: [
      [], [(0, 1000)], [(0, 1000), (0.9, 2000)], [(0.1, 1), (1, 2)], [(0, 2), (1, 1)], [(0, -1), (1, 1)],
      [(0, 1), (0.5, 2), (0.5, 3), (1, 4)], [(0, 1), (1, .infinity)], [(0, .nan), (1, 2)],
    ] as [[(Double, Double)]])
  func `quantiles that are none are refused`(quantiles: [(Double, Double)]) {
    #expect(Self.make(quantiles) == nil)
  }
}
