import Comparison
import Market
import Testing

/// How often tests reject and intervals miss when nothing is wrong: flips are as common either way.
@Suite struct AgreementSizeTests {
  /// Shares of a symmetric table, SELL, HOLD, BUY: 60 % HOLD, most flips between HOLD and a side.
  private func shares(flips: Double) -> [Double] {
    let (near, far) = (0.22 * flips, 0.06 * flips)
    let (side, hold) = (0.2 * (1 - flips), 0.6 * (1 - flips))
    return [side, near, far, near, hold, near, far, near, side]
  }

  private func kappa(_ shares: [Double], _ weights: CohensKappa.Weights) throws -> Double {
    // A table of a million ticks is the truth to its sixth digit.
    try #require(CohensKappa(.table(shares.map { Int(($0 * 1e6).rounded()) }) as FlipMatrix, weights: weights)).value
  }

  /// Ticks of a day follow, with probability `cohesion`, the day's common draw.
  private func answers(
    _ shares: [Double], days: Int, ticks: Int, cohesion: Double, _ generator: inout SeededGenerator
  ) -> [(time: Timestamp, answer: PairedAnswer)] {
    func cell() -> Int {
      var left = generator.uniform()
      for (cell, share) in shares.enumerated() {
        left -= share
        if left < 0 { return cell }
      }
      return 4
    }
    let order: [Action] = [.sell, .hold, .buy]
    return (0..<days).flatMap { day in
      let common = cell()
      return (0..<ticks).map { tick in
        let own = cell()
        let cell = generator.uniform() < cohesion ? common : own
        let answer = PairedAnswer(day: day, reference: order[cell / 3], candidate: order[cell % 3])
        return (Timestamp(milliseconds: Timestamp.day(day).milliseconds + Int64(tick) * 3_600_000), answer)
      }
    }
  }

  /// Of 600 tests at 5 %, the share that rejects has a standard deviation of 0.9 %.
  @Test func `tests of independent ticks reject one in twenty, and corrected ones fewer`() throws {
    var generator = SeededGenerator(seed: 1947)
    let shares = shares(flips: 0.1)
    let truths = try CohensKappa.Weights.allCases.map { try kappa(shares, $0) }
    var rejected = [0, 0, 0, 0]
    var covered = [0, 0, 0]
    for _ in 0..<600 {
      let matrix = FlipMatrix(
        answers(shares, days: 60, ticks: 12, cohesion: 0, &generator).map(\.answer))
      let p = [
        matrix.bowkerSymmetry?.pValue, matrix.stuartMaxwell?.pValue, McNemar(acted: matrix)?.pValue,
        McNemar(acted: matrix, continuityCorrected: true)?.pValue,
      ]
      for (index, p) in p.enumerated() where try #require(p) < 0.05 { rejected[index] += 1 }
      for (index, weights) in CohensKappa.Weights.allCases.enumerated() {
        let interval = try #require(CohensKappa(matrix, weights: weights)?.interval)
        if interval.contains(truths[index]) { covered[index] += 1 }
      }
    }
    #expect(rejected.prefix(3).allSatisfy { (12...48).contains($0) }, "\(rejected)")
    #expect(rejected[3] <= rejected[2], "\(rejected)")
    #expect(covered.allSatisfy { (546...594).contains($0) }, "\(covered)")
  }

  @Test func `where ticks of a day are alike only tests by day keep their level`() throws {
    var generator = SeededGenerator(seed: 1948)
    let shares = shares(flips: 0.1)
    let truth = try kappa(shares, .linear)
    var rejected = [0, 0, 0, 0]
    var naive = 0
    var covered = 0
    for _ in 0..<400 {
      let timed = answers(shares, days: 120, ticks: 24, cohesion: 0.25, &generator)
      let answers = timed.map(\.answer)
      let tests = DayClusteredSymmetry(answers)
      let p = [tests.symmetry?.pValue, tests.homogeneity?.pValue, tests.acted?.pValue, FlipTrend(timed)?.pValue]
      for (index, p) in p.enumerated() where try #require(p) < 0.05 { rejected[index] += 1 }
      if try #require(FlipMatrix(answers).bowkerSymmetry).pValue < 0.05 { naive += 1 }
      if try #require(CohensKappa(answers, weights: .linear)?.dayClusteredInterval).contains(truth) { covered += 1 }
    }
    // 5 % of 400 is 20, give or take 4.4.
    #expect(rejected.allSatisfy { (7...36).contains($0) }, "\(rejected)")
    #expect(naive > 80, "\(naive)")
    #expect((360...396).contains(covered), "\(covered)")
  }

  @Test func `a planted direction is found`() throws {
    var generator = SeededGenerator(seed: 1949)
    var shares = shares(flips: 0.08)
    // Three in four flips between SELL and HOLD go to HOLD.
    (shares[1], shares[3]) = (1.5 * shares[1], 0.5 * shares[3])
    var found = 0
    for _ in 0..<100 {
      let answers = answers(shares, days: 120, ticks: 24, cohesion: 0.1, &generator).map(\.answer)
      let first = try #require(FlipMatrix(answers).directions.first)
      let p = try #require(DayClusteredSymmetry(answers).symmetry).pValue
      if p < 0.05, first.reference == .sell, first.candidate == .hold { found += 1 }
    }
    #expect(found >= 85, "\(found)")
  }
}
