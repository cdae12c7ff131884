import LanguageModels
import Testing

@Suite struct SplitMix64Tests {
  @Test func `the numbers are those of the reference implementation`() {
    // Sebastiano Vigna's splitmix64.c, seed 1234567.
    var generator = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test func `shares lie in 0 ..< 1 and are spread evenly`() {
    var generator = SplitMix64(seed: 7)
    var tenths = [Int](repeating: 0, count: 10)
    for _ in 0..<100_000 { tenths[Int(generator.nextShare() * 10)] += 1 }
    // Each count is binomial with a standard deviation of 95.
    #expect(tenths.allSatisfy { abs($0 - 10_000) < 500 })
  }

  @Test func `streams of a seed differ, and each is the same every time`() {
    func first(_ seed: UInt64, _ stream: UInt64) -> UInt64 {
      var generator = SplitMix64(seed: seed, stream: stream)
      return generator.next()
    }
    #expect(first(1, 2) == first(1, 2))
    #expect(Set((0..<100).map { first(1, $0) }).count == 100)
    #expect(first(1, 2) != first(2, 1))
  }
}
