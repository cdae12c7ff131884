import Comparison
import Market
import Testing

/// Pairs of accounts without a true difference: a common market and own noise, whose days hang together by
/// `autocorrelation`, with clustered volatility where `clustered`.
struct SimulatedPairs {
  var generator: SeededGenerator
  let days: Int
  let autocorrelation: Double
  let clustered: Bool
  /// Daily deviation of either account's own shocks, as a share.
  var noise = 0.004

  init(seed: UInt64, days: Int, autocorrelation: Double, clustered: Bool) {
    generator = SeededGenerator(seed: seed)
    (self.days, self.autocorrelation, self.clustered) = (days, autocorrelation, clustered)
  }

  /// `gain` is added to every day of the candidate.
  mutating func next(gain: Double = 0) -> PairedReturns {
    let market = series(autocorrelation: 0)
    let (reference, candidate) = (
      series(autocorrelation: autocorrelation), series(autocorrelation: autocorrelation)
    )
    return PairedReturns(
      reference: zip(market, reference).map { 0.0005 + 0.01 * $0 + noise * $1 },
      candidate: zip(market, candidate).map { 0.0005 + gain + 0.01 * $0 + noise * $1 })
  }

  /// An autoregression of GARCH(1, 1) or even shocks of variance one, begun fifty days before its first.
  private mutating func series(autocorrelation: Double) -> [Double] {
    var (level, shock, variance) = (0.0, 0.0, 1.0)
    return (-50..<days).map { _ in
      if clustered { variance = 0.03 + 0.07 * shock * shock + 0.9 * variance }
      shock = generator.normal() * variance.squareRoot()
      level = autocorrelation * level + shock
      return level
    }.suffix(days)
  }
}

/// Larger runs of the same kind are in the documentation of the metrics; 1,000 pairs know a rate of 5 % to 0.7 %.
@Suite struct MoneySimulationTests {
  private func verdict(_ difference: StudentizedEstimate?, margin: Double) -> Verdict? {
    difference.map { Verdict(rowsAreEqual: false, difference: $0, pValue: $0.pValue, margin: margin) }
  }

  private func rejections(
    of pairs: Int, _ simulated: SimulatedPairs, by rejects: (PairedReturns) -> Bool?
  ) throws -> Double {
    var simulated = simulated
    var rejected = 0
    for _ in 0..<pairs where try #require(rejects(simulated.next()) as Bool?) { rejected += 1 }
    return Double(rejected) / Double(pairs)
  }

  @Test(arguments: [(250, 0.0, false), (250, 0.2, false), (250, -0.2, false), (750, 0.1, true)], [7, 8] as [UInt64])
  func `one in twenty tests finds a difference that is not there`(
    setting: (days: Int, autocorrelation: Double, clustered: Bool), seed: UInt64
  ) throws {
    let pairs = SimulatedPairs(
      seed: seed, days: setting.days, autocorrelation: setting.autocorrelation, clustered: setting.clustered)
    let means = try rejections(of: 1_000, pairs) {
      MeanReturnDifference(of: $0, daysPerYear: 252).map { $0.daily.pValue < 0.05 }
    }
    let ratios = try rejections(of: 1_000, pairs) {
      SharpeDifference.ledoitWolf(of: $0, daysPerYear: 252).map { $0.difference.pValue < 0.05 }
    }
    #expect((0.03...0.08).contains(means), "\(means)")
    #expect((0.03...0.08).contains(ratios), "\(ratios)")
  }

  @Test func `the bootstrap of Ledoit and Wolf keeps its level`() throws {
    let pairs = SimulatedPairs(seed: 4, days: 250, autocorrelation: 0.1, clustered: true)
    let rate = try rejections(of: 400, pairs) {
      LedoitWolfBootstrap(of: $0, daysPerYear: 252, resamples: 199, seed: 9).map { $0.pValue <= 0.05 }
    }
    #expect((0.02...0.09).contains(rate), "\(rate)")
  }

  @Test func `Jobson, Korkie and Memmel keep it for independent days only`() throws {
    func rate(_ autocorrelation: Double) throws -> Double {
      let pairs = SimulatedPairs(seed: 2, days: 250, autocorrelation: autocorrelation, clustered: false)
      return try rejections(of: 1_000, pairs) {
        SharpeDifference.jobsonKorkieMemmel(of: $0, daysPerYear: 252).map { $0.difference.pValue < 0.05 }
      }
    }
    #expect((0.03...0.07).contains(try rate(0)))
    // Days that hang together are worth fewer than they are counted.
    #expect(try rate(0.3) > 0.1)
  }

  /// Both accounts' own noise of 0.4 % a day makes a tracking error of 9 % a year; three years know the annual difference
  /// to 5.2 %, and 2.93 times that is a margin that equal accounts show four times in five.
  @Test func `equal accounts are found equivalent as often as was promised`() throws {
    var pairs = SimulatedPairs(seed: 5, days: 750, autocorrelation: 0, clustered: false)
    let error = (2 * 0.004 * 0.004 / 750).squareRoot() * 252
    let margin = 2.926405 * error
    var (equivalent, atTheMargin) = (0, 0)
    for _ in 0..<1_000 {
      let same = MeanReturnDifference(of: pairs.next(), daysPerYear: 252)?.annual
      if verdict(same, margin: margin) == .equivalent { equivalent += 1 }
      let apart = MeanReturnDifference(of: pairs.next(gain: margin / 252), daysPerYear: 252)?.annual
      if verdict(apart, margin: margin) == .equivalent { atTheMargin += 1 }
    }
    #expect(equivalent >= 760 && equivalent <= 850, "\(equivalent)")
    // A difference as large as the margin is held equivalent one time in twenty.
    #expect(atTheMargin >= 25 && atTheMargin <= 80, "\(atTheMargin)")
  }

  @Test(arguments: [false, true])
  func `at a tracking error of one per cent, 750 days show equivalence within two per cent`(clustered: Bool) throws {
    var pairs = SimulatedPairs(seed: 10, days: 750, autocorrelation: 0, clustered: clustered)
    pairs.noise = 0.01 / (2 * 252.0).squareRoot()
    var equivalent = 0
    for _ in 0..<1_000 {
      let difference = MeanReturnDifference(of: pairs.next(), daysPerYear: 252)?.annual
      if verdict(difference, margin: 0.02) == .equivalent { equivalent += 1 }
    }
    // The margin is 3.45 standard errors: 2 Phi(3.45 - 1.65) - 1 = 0.93.
    #expect(equivalent >= 880, "\(equivalent)")
  }

  @Test func `a difference of the smallest detectable size is found four times in five`() throws {
    var pairs = SimulatedPairs(seed: 6, days: 750, autocorrelation: 0.2, clustered: false)
    // The long-run deviation of the difference is sqrt(2) x 0.004 / (1 - 0.2) a day.
    let smallest = 2.801585 * (2 / 750.0).squareRoot() * 0.004 / 0.8
    var (found, said) = (0, 0.0)
    for _ in 0..<1_000 {
      let returns = pairs.next(gain: smallest)
      let difference = try #require(MeanReturnDifference(of: returns, daysPerYear: 252))
      if verdict(difference.annual, margin: 0.001) == .different { found += 1 }
      said += try #require(PairedComparisonPower(of: returns, daysPerYear: 252)).smallestDetectable() / 1_000
    }
    #expect(found >= 760 && found <= 850, "\(found)")
    #expect(said.isClose(to: smallest * 252, 0.03), "\(said)")
  }
}
