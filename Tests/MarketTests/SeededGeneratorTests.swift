import Market
import Testing

@Suite struct SeededGeneratorTests {
  /// The first numbers of the public-domain C implementation, splitmix64.c, for seed 1234567.
  @Test func `numbers are those of SplitMix64`() {
    var generator = SeededGenerator(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func `uniform numbers fill the unit interval evenly`() {
    var generator = SeededGenerator(seed: 9)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<100_000 { counts[Int(generator.uniform() * 10)] += 1 }
    // Ten standard deviations of a binomial count are 949.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 949 })
    for _ in 0..<100_000 { counts[generator.index(below: 10)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 20_000) < 1_342 })
  }
}
