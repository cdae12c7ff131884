import Comparison
import Market
import Testing

@Suite struct ShapleyAttributionTests {
  private func game(_ causes: Int, _ generator: inout SeededGenerator, below bound: Int = 2_000_000) -> [FixedPoint] {
    (0..<1 << causes).map { _ in FixedPoint(units: Int64(generator.index(below: bound) - bound / 2)) }
  }

  private func factorial(_ number: Int) -> Int64 { number < 2 ? 1 : Int64(number) * factorial(number - 1) }

  /// Expected values: exact fractions over all orders of the causes, see Fixtures/make_risk_backtests.py.
  @Test func `values are the exact ones to the unit, and interactions those of the formula`() throws {
    for row in try Fixture.rows("shapley.csv") {
      let causes = try #require(Int(row[0]))
      let profits = row[1].split(separator: " ").compactMap { Int64($0) }.map(FixedPoint.init(units:))
      let result = try #require(ShapleyAttribution(profits: profits))
      let numerators = row[2].split(separator: " ").compactMap { Int64($0) }
      #expect(result.values.count == causes && numerators.count == causes)
      for (value, numerator) in zip(result.values, numerators) {
        #expect((value.units * factorial(causes) - numerator).magnitude < factorial(causes))
      }
      let expected = row[3].split(separator: " ").compactMap { Double($0) }
      var pair = 0
      for first in 0..<causes {
        #expect(result.interactions[first][first] == 0)
        for second in first + 1..<causes {
          #expect(result.interactions[first][second].isClose(to: expected[pair], 1e-13))
          pair += 1
          #expect(result.interactions[second][first] == result.interactions[first][second])
        }
      }
    }
  }

  /// Alone the first cause makes 4, the second 6, both 13: each has its own and half of the 3 that they make together.
  @Test func `two causes share what they make together`() throws {
    let result = try #require(ShapleyAttribution(profits: [100, 104, 106, 113].map { FixedPoint($0) }))
    #expect(result.values == [FixedPoint(5.5), FixedPoint(7.5)] && result.total == FixedPoint(13))
    #expect(result.interactions == [[0, 3], [3, 0]])
  }

  @Test func `a unit that cannot be shared goes to the larger remainder, then to the earlier cause`() throws {
    // One unit between two equal causes.
    let two = try #require(ShapleyAttribution(profits: [0, 0, 0, 1].map { FixedPoint(units: $0) }))
    #expect(two.values.map(\.units) == [1, 0])
    // A loss of one unit is shared the same way: rounded down to -1 each, the first is given one back.
    let loss = try #require(ShapleyAttribution(profits: [0, 0, 0, -1].map { FixedPoint(units: $0) }))
    #expect(loss.values.map(\.units) == [0, -1])
    // The last two make one unit together, and all three another: 1/3, 5/6 and 5/6.
    let three = try #require(ShapleyAttribution(profits: [0, 0, 0, 0, 0, 0, 1, 2].map { FixedPoint(units: $0) }))
    #expect(three.values.map(\.units) == [0, 1, 1])
  }

  @Test(arguments: 1...5, [1, 2, 3] as [UInt64])
  func `values sum to the difference exactly`(causes: Int, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let profits = game(causes, &generator)
      let result = try #require(ShapleyAttribution(profits: profits))
      #expect(result.total == profits[profits.count - 1] - profits[0])
      #expect(result.values.reduce(.zero, +) == result.total)
    }
  }

  @Test(arguments: 2...5)
  func `a cause that changes nothing has nothing, and no interactions`(causes: Int) throws {
    var generator = SeededGenerator(seed: 5)
    for dummy in 0..<causes {
      var profits = game(causes, &generator)
      for set in profits.indices where set >> dummy & 1 == 1 { profits[set] = profits[set ^ 1 << dummy] }
      let result = try #require(ShapleyAttribution(profits: profits))
      #expect(result.values[dummy] == .zero)
      #expect(result.interactions[dummy].allSatisfy { $0 == 0 })
    }
  }

  /// The two may differ by the one unit that cannot be shared.
  @Test(arguments: 2...5)
  func `causes that do the same get the same`(causes: Int) throws {
    var generator = SeededGenerator(seed: 6)
    var profits = game(causes, &generator)
    for set in profits.indices where set & 3 == 2 { profits[set] = profits[set ^ 3] }
    let values = try #require(ShapleyAttribution(profits: profits)).values.map(\.units)
    #expect((values[0] - values[1]).magnitude <= 1)
    #expect(values[0] >= values[1])
  }

  /// Multiples of 5! units are shared without rounding, so that the sum of two games has the sums of their values.
  @Test(arguments: 1...5)
  func `values of games add up before rounding`(causes: Int) throws {
    var generator = SeededGenerator(seed: 7)
    let first = game(causes, &generator).map { FixedPoint(units: $0.units * 120) }
    let second = game(causes, &generator).map { FixedPoint(units: $0.units * 120) }
    let both = try #require(ShapleyAttribution(profits: zip(first, second).map { $0 + $1 }))
    let apart = zip(
      try #require(ShapleyAttribution(profits: first)).values, try #require(ShapleyAttribution(profits: second)).values)
    #expect(both.values == apart.map { $0 + $1 })
  }

  @Test func `profits at the ends of the ledger do not overflow on the way`() throws {
    let (low, high) = (FixedPoint(units: .min), FixedPoint(units: .max))
    #expect(ShapleyAttribution(profits: [low, high]) == nil)
    // Between the extremes each cause has all of them: (high + high) / 2.
    let mixed = try #require(ShapleyAttribution(profits: [.zero, high, -high, .zero]))
    #expect(mixed.values == [high, -high] && mixed.total == .zero)
    // Here the first would have half a unit more than the ledger can count.
    #expect(ShapleyAttribution(profits: [.zero, high, low, .zero]) == nil)
  }
}
