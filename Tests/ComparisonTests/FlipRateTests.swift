import Comparison
import Market
import Testing

@Suite struct FlipRateTests {
  private func answers(_ name: String) throws -> [PairedAnswer] {
    try Fixture.rows("answers.csv").filter { $0[0] == name }.map { row in
      PairedAnswer(
        day: try #require(Int(row[1])), reference: try #require(Action(name: row[2])),
        candidate: try #require(Action(name: row[3])))
    }
  }

  /// Expected values: statsmodels and scipy, see Fixtures/make_comparison_statistics.py.
  @Test(arguments: ["rare", "common", "few"])
  func `rate, error and interval are those of clustered regression and Wilson's formula`(name: String) throws {
    let rate = try #require(FlipRate(try answers(name)))
    let expected = try #require(Fixture.rows("flip_rates.csv").first { $0[0] == name }).dropFirst().compactMap(
      Double.init)
    let interval = try #require(rate.interval)
    let values = [
      rate.rate, try #require(rate.standardError), try #require(rate.effectiveTicks), interval.low, interval.high,
    ]
    for (value, expected) in zip(values, expected) { #expect(value.isClose(to: expected, 1e-10)) }
    #expect(expected.count == 5)
  }

  @Test func `the order of the ticks does not matter`() throws {
    var generator = SeededGenerator(seed: 4)
    let ordered = try answers("common")
    let shuffled = ordered.indices.map { ($0, generator.next()) }.sorted { $0.1 < $1.1 }.map { ordered[$0.0] }
    let first = try #require(FlipRate(ordered)?.interval)
    let second = try #require(FlipRate(shuffled)?.interval)
    #expect(first.low.isClose(to: second.low, 1e-12) && first.high.isClose(to: second.high, 1e-12))
  }

  @Test func `no flip at all still leaves a rate that is possible`() throws {
    let answers = (0..<1_000).map { PairedAnswer(day: $0 / 10, reference: .hold, candidate: .hold) }
    let rate = try #require(FlipRate(answers))
    #expect(rate.rate == 0 && rate.flips == 0 && rate.standardError == 0 && rate.effectiveTicks == 1_000)
    let interval = try #require(rate.interval)
    // Wilson's bound for none of n is z^2 / (n + z^2), n shrunk by (z / t(99))^2: 3.94 / (1000 + 3.94).
    #expect(interval.low == 0 && interval.high.isClose(to: 3.937_1 / 1_003.937_1, 1e-4))
  }

  @Test func `flips on every tick leave a rate below one that is possible`() throws {
    let answers = (0..<50).map { PairedAnswer(day: $0 / 10, reference: .buy, candidate: .sell) }
    let rate = try #require(FlipRate(answers))
    #expect(rate.rate == 1 && rate.interval?.high == 1)
    #expect(try #require(rate.interval).low < 1)
  }

  @Test func `one day has a rate and no interval, and no answers nothing`() {
    let day = FlipRate([
      PairedAnswer(day: 7, reference: .hold, candidate: .buy), PairedAnswer(day: 7, reference: .hold, candidate: .hold),
    ])
    #expect(day?.rate == 0.5 && day?.interval == nil && day?.standardError == nil)
    #expect(FlipRate([]) == nil)
  }

  /// Simulated days on which a tick follows, with probability `cohesion`, the day's common draw: ticks of a day are
  /// correlated by `cohesion` squared. Of 1,500 intervals, 95 % have a standard deviation of 0.6 %; few days, rare flips
  /// and strong clusters together are known to cost some coverage, and a floor tells how much is tolerated.
  @Test(arguments: [
    (0.02, 0.0, 60, 0.935), (0.05, 0.15, 60, 0.93), (0.005, 0.15, 120, 0.92), (0.05, 0.3, 250, 0.93),
    (0.3, 0.3, 20, 0.93),
  ])
  func `nineteen in twenty intervals hold the true rate`(
    rate: Double, cohesion: Double, days: Int, floor: Double
  ) throws {
    var generator = SeededGenerator(seed: 95)
    var covered = 0
    for _ in 0..<1_500 {
      var answers: [PairedAnswer] = []
      for day in 0..<days {
        let common = generator.uniform() < rate
        for _ in 0..<24 {
          let own = generator.uniform() < rate
          let flip = generator.uniform() < cohesion ? common : own
          answers.append(PairedAnswer(day: day, reference: .hold, candidate: flip ? .buy : .hold))
        }
      }
      if try #require(FlipRate(answers)?.interval).contains(rate) { covered += 1 }
    }
    let coverage = Double(covered) / 1_500
    #expect(coverage >= floor && coverage <= 0.99, "\(coverage)")
  }

  @Test func `ignoring days would miss the truth far more often`() throws {
    // All 24 ticks of a day alike: a day is worth one tick.
    var generator = SeededGenerator(seed: 3)
    let answers = (0..<200).flatMap { day in
      let flip = generator.uniform() < 0.1
      return (0..<24).map { _ in PairedAnswer(day: day, reference: .hold, candidate: flip ? .sell : .hold) }
    }
    let effective = try #require(FlipRate(answers)?.effectiveTicks)
    #expect(effective.isClose(to: 199, 1e-9))
  }
}
