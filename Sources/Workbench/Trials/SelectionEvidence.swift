import Comparison
import Market
import Scenarios

/// How much of a sweep's best point the search alone explains: tests over all of its points, on the days that chose it.
struct SelectionEvidence: Sendable {
  /// Points that were played, those without days among them.
  let tried: Int
  /// Places among the ranked rows of those that the tests are about.
  let judged: [Int]
  let days: Int
  let sharpe: Sharpe?
  let contests: [Contest]
  /// By judged point.
  let confidenceSet: ModelConfidenceSet
  let overfitting: Result<BacktestOverfitting, TooLittleForOverfitting>

  /// The best point's Sharpe ratio; ratios are annual.
  struct Sharpe: Sendable {
    let annual: Double
    /// What the best of so many points without skill is expected to show.
    let expectedMaximum: Double
    /// That the true ratio is above zero, and above that maximum.
    let probabilistic: Double
    let deflated: Double
    /// Days that it takes to tell the ratio from zero at 95 %; nil where it is not above zero.
    let minimumTrackRecord: Double?
  }

  /// All judged points against one benchmark.
  struct Contest: Sendable {
    let benchmark: Benchmark
    let realityCheck: Double
    /// Nil where a point does better by the same every day, which needs no test.
    let superiorAbility: SuperiorPredictiveAbility?
    /// Places among the ranked rows of the points that beat it (StepM, 5 % for all of them together).
    let superior: [Int]
  }

  enum Benchmark: String, CaseIterable, Sendable {
    case cash
    case buyAndHold = "buy_and_hold"
  }

  /// Why there are no tests.
  enum Refusal: Error, Equatable, CustomStringConvertible {
    case tooMany(points: Int, days: Int)
    case differentDays(point: Int)
    case tooFewDays(Int)

    var description: String {
      switch self {
      case .tooMany(let points, let days):
        "\(points) points of \(days) days each are more than the tests of selection are made for (\(Trials.mostJudged) points,"
          + " \(Trials.mostDailyReturns) daily returns in all). Sweep fewer points, or a shorter window."
      case .differentDays(let point):
        "Point \(point) was not played on the same days as the best one: points are compared day by day. Leave the data"
          + " out of the sweep."
      case .tooFewDays(let days):
        "The tests of selection need at least 10 days, and there are \(days). Replay a longer window."
      }
    }
  }

  static let resamples = 2_000

  init(_ trials: Trials, _ results: RunResults) throws(Refusal) {
    let played = trials.rows.filter { $0.result != nil }
    tried = played.count
    guard trials.keepsDays else { throw .tooMany(points: tried, days: results.accounts[0].dayCount) }
    judged = trials.rows.indices.filter { trials.rows[$0].result?.days != nil }
    let records = judged.compactMap { trials.rows[$0].result?.days }
    let spans = TrialDays(results.accounts[0].map(\.curve))?.spans ?? records.first?.spans
    if let other = zip(judged, records).first(where: { $0.1.spans != spans }) {
      throw .differentDays(point: trials.rows[other.0].point.number)
    }
    guard let matrix = DailyMatrix(records.map(\.returns)) else {
      throw .tooFewDays(records.first?.returns.count ?? 0)
    }
    days = matrix.days
    sharpe =
      judged.first == 0
      ? Sharpe(records.map { TrackRecord(of: $0.returns) }, tried: tried, daysPerYear: results.daysPerYear) : nil
    let (judged, seed) = (judged, results.run.scenario.seed)
    contests = Benchmark.allCases.compactMap { benchmark in
      benchmark.returns(results, days: matrix.days).map {
        Contest(benchmark, matrix.minus($0), rows: judged, seed: seed)
      }
    }
    confidenceSet = ModelConfidenceSet(
      of: matrix.negated.resampled(seed: seed), statistic: .maximum)
    overfitting = Result { () throws(TooLittleForOverfitting) in try BacktestOverfitting(of: matrix) }
  }
}

extension SelectionEvidence.Sharpe {
  /// `records` are those of the judged points, the best one first.
  fileprivate init?(_ records: [TrackRecord?], tried: Int, daysPerYear: Double) {
    guard let best = records.first ?? nil, let probabilistic = best.probabilisticSharpeRatio() else { return nil }
    guard let deflated = DeflatedSharpeRatio(of: best, among: records.compactMap { $0 }, trials: tried) else {
      return nil
    }
    let year = daysPerYear.squareRoot()
    self.init(
      annual: best.sharpeRatio * year, expectedMaximum: deflated.expectedMaximum * year, probabilistic: probabilistic,
      deflated: deflated.probability, minimumTrackRecord: best.minimumLength())
  }
}

extension SelectionEvidence.Contest {
  fileprivate init(_ benchmark: SelectionEvidence.Benchmark, _ differences: DailyMatrix, rows: [Int], seed: UInt64) {
    let resampled = differences.resampled(seed: seed)
    self.init(
      benchmark: benchmark, realityCheck: RealityCheck(of: resampled).pValue,
      superiorAbility: SuperiorPredictiveAbility(of: resampled),
      superior: StepwiseMultipleTest(of: resampled)?.superior.map { rows[$0] } ?? [])
  }
}

extension SelectionEvidence.Benchmark {
  /// Nil where there is none over the same days.
  fileprivate func returns(_ results: RunResults, days: Int) -> [Double]? {
    switch self {
    case .cash:
      return Array(repeating: 0, count: days)
    case .buyAndHold:
      let held = results.accounts[0].compactMap { $0.buyAndHold?.dailyReturns }
      let returns = held.flatMap { $0 }
      return held.count == results.accounts[0].count && returns.count == days ? returns : nil
    }
  }
}

extension DailyMatrix {
  fileprivate func resampled(seed: UInt64) -> ResampledMeans {
    ResampledMeans(
      of: self, meanBlockLength: meanBlockLength, resamples: SelectionEvidence.resamples, seed: seed)
  }
}

extension [RunResults.AccountResult] {
  fileprivate var dayCount: Int { reduce(0) { $0 + $1.curve.dayCount } }
}
