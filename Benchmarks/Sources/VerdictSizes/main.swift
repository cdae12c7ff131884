import Comparison
import Glibc
import Market

/// How often the tests behind the verdicts reject at 5 % where nothing differs, how often equal variants are found
/// equivalent, and how often a planted difference is named; a line of JSON for each setting.
///
///     VerdictSizes [TRIALS]

let trials = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000

for days in [60, 250, 750] {
  for noise in [DailyNoise.Kind.even, .clustered] {
    for autocorrelation in [-0.2, 0, 0.1, 0.2] { moneySize(days, noise, autocorrelation) }
  }
}
for years in [1.0, 3, 10] { moneyPower(years: years, trackingError: 0.01, margin: 0.02) }
for (days, flips, alike) in [
  (60, 0.05, 0.0), (60, 0.05, 0.15), (60, 0.05, 0.3), (250, 0.02, 0.0), (250, 0.05, 0.3),
] {
  decisionSize(days, flips: flips, alike: alike)
}
for flips in [0.005, 0.01, 0.015, 0.02, 0.03] { decisionPower(days: 250, flips: flips, margin: 0.02) }

/// Shares of trials, printed as one line.
struct Counts {
  private var names: [String] = []
  private var hits: [Int] = []

  mutating func note(_ name: String, _ isHit: Bool) {
    if let place = names.firstIndex(of: name) {
      hits[place] += isHit ? 1 : 0
    } else {
      names.append(name)
      hits.append(isHit ? 1 : 0)
    }
  }

  func print(_ name: String, _ setting: String) {
    let shares = zip(names, hits).map { "\"\($0)\":\(Double($1) / Double(trials))" }.joined(separator: ",")
    Swift.print("{\"name\":\"\(name)\",\"n\":\(trials),\"unit\":\"trials\",\(setting),\(shares)}")
    fflush(nil)
  }
}

// MARK: Money

/// Daily shocks, first-order autocorrelated; clustered ones are Student t (5) with GARCH(1,1) variance.
struct DailyNoise {
  enum Kind: String { case even, clustered }

  private var generator: SeededGenerator
  private let kind: Kind
  private let autocorrelation: Double
  private var variance = 1.0
  private var shock = 0.0
  private var level = 0.0

  init(seed: UInt64, _ kind: Kind, _ autocorrelation: Double) {
    generator = SeededGenerator(seed: seed)
    self.kind = kind
    self.autocorrelation = autocorrelation
    for _ in 0..<100 { _ = next() }
  }

  mutating func next() -> Double {
    switch kind {
    case .even: shock = generator.normal()
    case .clustered:
      let degrees = 5
      let square = (0..<degrees).reduce(0.0) { sum, _ in
        let value = generator.normal()
        return sum + value * value
      }
      variance = 0.03 + 0.07 * shock * shock + 0.9 * variance
      shock =
        generator.normal() / (square / Double(degrees)).squareRoot() / (5.0 / 3).squareRoot() * variance.squareRoot()
    }
    level = autocorrelation * level + shock
    return level
  }
}

/// Two accounts of the same expectation that share a market.
func moneySize(_ days: Int, _ kind: DailyNoise.Kind, _ autocorrelation: Double) {
  var (first, second) = (DailyNoise(seed: 1, kind, autocorrelation), DailyNoise(seed: 2, kind, autocorrelation))
  var market = DailyNoise(seed: 3, kind, 0)
  var counts = Counts()
  for _ in 0..<trials {
    let rows = (0..<days).map { _ in
      let common = 0.0005 + 0.01 * market.next()
      return (common + 0.004 * first.next(), common + 0.004 * second.next())
    }
    let pair = PairedReturns(reference: rows.map(\.0), candidate: rows.map(\.1))
    counts.note("mean", rejects(MeanReturnDifference(of: pair, daysPerYear: 252)?.annual))
    counts.note("ledoit_wolf", rejects(SharpeDifference.ledoitWolf(of: pair, daysPerYear: 252)?.difference))
    let memmel = SharpeDifference.jobsonKorkieMemmel(of: pair, daysPerYear: 252)
    counts.note("jobson_korkie_memmel", rejects(memmel?.difference))
  }
  counts.print(
    "money_size", "\"days\":\(days),\"noise\":\"\(kind.rawValue)\",\"autocorrelation\":\(autocorrelation)")
}

private func rejects(_ estimate: StudentizedEstimate?) -> Bool { estimate.map { $0.pValue < 0.05 } ?? false }

/// Verdicts of equal accounts, of accounts a margin apart, and of accounts two margins apart.
func moneyPower(years: Double, trackingError: Double, margin: Double) {
  let days = Int(years * 252)
  var (first, second) = (DailyNoise(seed: 4, .even, 0), DailyNoise(seed: 5, .even, 0))
  let scale = trackingError / (2 * 252.0).squareRoot()
  var counts = Counts()
  for _ in 0..<trials {
    let rows = (0..<days).map { _ in (scale * first.next(), scale * second.next()) }
    for (name, gain) in [("equal", 0.0), ("a_margin_apart", margin), ("two_margins_apart", 2 * margin)] {
      let pair = PairedReturns(reference: rows.map(\.0), candidate: rows.map { $0.1 + gain / 252 })
      let verdict = MeanReturnDifference(of: pair, daysPerYear: 252).map {
        Verdict(rowsAreEqual: false, difference: $0.annual, pValue: $0.annual.pValue, margin: margin)
      }
      for kind in [Verdict.equivalent, .different, .undecided] {
        counts.note("\(name)_\(kind.rawValue)", verdict == kind)
      }
    }
  }
  counts.print("money_power", "\"days\":\(days),\"tracking_error\":\(trackingError),\"margin\":\(margin)")
}

// MARK: Decisions

/// A day's ticks, each of which flips with the same chance, all six ways alike; with chance `alike` a tick does what its
/// day does.
func answers(_ days: Int, flips: Double, alike: Double, _ generator: inout SeededGenerator) -> [PairedAnswer] {
  func drawn(_ day: Int) -> PairedAnswer {
    let reference = Action.allCases[generator.index(below: 3)]
    guard generator.uniform() < flips else { return PairedAnswer(day: day, reference: reference, candidate: reference) }
    let others = Action.allCases.filter { $0 != reference }
    return PairedAnswer(day: day, reference: reference, candidate: others[generator.index(below: 2)])
  }
  return (0..<days).flatMap { day in
    let common = drawn(day)
    return (0..<24).map { _ in generator.uniform() < alike ? common : drawn(day) }
  }
}

func decisionSize(_ days: Int, flips: Double, alike: Double) {
  var generator = SeededGenerator(seed: 11)
  var counts = Counts()
  for _ in 0..<trials {
    let ticks = answers(days, flips: flips, alike: alike, &generator)
    let matrix = FlipMatrix(ticks)
    let byDay = DayClusteredSymmetry(ticks)
    for (name, pValue) in [
      ("symmetry_by_day", byDay.symmetry?.pValue), ("homogeneity_by_day", byDay.homogeneity?.pValue),
      ("acted_by_day", byDay.acted?.pValue), ("bowker", matrix.bowkerSymmetry?.pValue),
      ("stuart_maxwell", matrix.stuartMaxwell?.pValue), ("mcnemar", McNemar(acted: matrix)?.pValue),
    ] { counts.note(name, pValue.map { $0 < 0.05 } ?? false) }
    counts.note("rate_within_interval", FlipRate(ticks)?.interval?.contains(flips) ?? false)
  }
  counts.print("decision_size", "\"days\":\(days),\"flips\":\(flips),\"alike\":\(alike)")
}

/// Verdicts at a true flip rate, days' ticks a little alike.
func decisionPower(days: Int, flips: Double, margin: Double) {
  var generator = SeededGenerator(seed: 12)
  var counts = Counts()
  for _ in 0..<trials {
    let rate = FlipRate(answers(days, flips: flips, alike: 0.1, &generator))
    let verdict = Verdict(
      rowsAreEqual: false,
      isEquivalent: rate?.interval(confidence: EquivalenceTest.confidence).map { $0.high < margin } ?? false,
      isDifferent: rate?.interval.map { $0.low > 0 } ?? false)
    for kind in [Verdict.equivalent, .different, .undecided] { counts.note(kind.rawValue, verdict == kind) }
  }
  counts.print("decision_power", "\"days\":\(days),\"flips\":\(flips),\"margin\":\(margin)")
}
