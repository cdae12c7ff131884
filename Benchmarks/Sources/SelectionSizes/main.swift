import Comparison
import Glibc
import Market

/// How often the tests of selection and of risk forecasts reject at 5 %, on simulated days; one line of JSON for each.
///
///     SelectionSizes [TRIALS]

let trials = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000

for (days, autocorrelation, block) in [(250, 0.0, 1.0), (750, 0, 1), (250, 0.2, 5), (750, 0.2, 5)] {
  selection(days, autocorrelation, block, means: [Double](repeating: 0, count: 10))
}
selection(250, 0, 1, means: [0, 0, 0, 0, 0, -0.5, -0.5, -0.5, -0.5, -0.5])
selection(250, 0, 1, means: [0.2, 0, 0, 0, 0, -0.5, -0.5, -0.5, -0.5, -0.5])
for (days, level) in [(250, 0.05), (250, 0.01), (500, 0.05), (1_000, 0.025), (1_000, 0.01)] { coverage(days, level) }
for days in [250, 1_000] { for factor in [1, 1.1, 1.25] { shortfall(days, factor) } }

/// Models with common moves, `means` in daily standard deviations above the benchmark.
func selection(_ days: Int, _ autocorrelation: Double, _ block: Double, means: [Double]) {
  var generator = SeededGenerator(seed: 77)
  var rejections = Rejections()
  for trial in 0..<trials {
    var columns = [[Double]](repeating: [], count: means.count)
    var own = [Double](repeating: 0, count: means.count)
    for _ in 0..<days {
      let common = 0.6 * generator.normal()
      for model in means.indices {
        own[model] = autocorrelation * own[model] + 0.8 * generator.normal() + common
        columns[model].append(own[model] + means[model])
      }
    }
    guard let matrix = DailyMatrix(columns) else { preconditionFailure("enough days of numbers") }
    let resampled = ResampledMeans(of: matrix, meanBlockLength: block, resamples: 500, seed: UInt64(trial))
    rejections.note("reality_check", RealityCheck(of: resampled).pValue)
    let test = SuperiorPredictiveAbility(of: resampled)
    rejections.note("spa_lower", test?.lower)
    rejections.note("spa_consistent", test?.consistent)
    rejections.note("spa_upper", test?.upper)
    let named = StepwiseMultipleTest(of: resampled)?.superior
    rejections.note("stepwise_any", named.map { $0.isEmpty ? 1 : 0 })
    let losses = ResampledMeans(of: matrix.negated, meanBlockLength: block, resamples: 500, seed: UInt64(trial))
    // Whether any model leaves the set of 90 % confidence: of equal models, one time in ten.
    for statistic in ModelConfidenceSet.Statistic.allCases {
      let all = ModelConfidenceSet(of: losses, statistic: statistic).models(significance: 0.1).count == means.count
      rejections.note("set_\(statistic)_any_10", all ? 1 : 0)
    }
  }
  rejections.print("\"days\":\(days),\"autocorrelation\":\(autocorrelation),\"block\":\(block),\"means\":\(means)")
}

func coverage(_ days: Int, _ level: Double) {
  var generator = SeededGenerator(seed: 78)
  var rejections = Rejections()
  for trial in 0..<trials {
    let exceptions = (0..<days).map { _ in generator.uniform() < level }
    guard let backtest = ValueAtRiskBacktest(exceptions: exceptions, level: level) else { continue }
    let simulated = SimulatedCoverage(of: backtest, simulations: 199, seed: UInt64(trial))
    rejections.note("kupiec", backtest.coverage.pValue)
    rejections.note("independence", backtest.independence?.pValue)
    rejections.note("conditional", backtest.conditionalCoverage?.pValue)
    rejections.note("kupiec_simulated", simulated.coverage)
    rejections.note("independence_simulated", simulated.independence)
    rejections.note("conditional_simulated", simulated.conditionalCoverage)
  }
  rejections.print("\"days\":\(days),\"level\":\(level)")
}

/// Normal returns of `factor` times the forecast volatility; quantile and shortfall of 2.5 %.
func shortfall(_ days: Int, _ factor: Double) {
  var generator = SeededGenerator(seed: 79)
  var rejections = Rejections()
  let ones = [Double](repeating: 1, count: days)
  for trial in 0..<trials {
    let backtest = ExpectedShortfallBacktest(
      returns: ones.map { _ in factor * generator.normal() }, valueAtRisk: ones.map { $0 * 1.959963984540054 },
      expectedShortfall: ones.map { $0 * 2.337802792201193 }, scale: ones, innovations: .normal, level: 0.025,
      simulations: 199, seed: UInt64(trial))
    rejections.note("severity", backtest?.severity?.pValue)
    rejections.note("frequency_and_severity", backtest?.frequencyAndSeverity.pValue)
  }
  rejections.print("\"days\":\(days),\"volatility\":\(factor)")
}

/// Shares of p-values of at most 5 %, of the trials that had one.
struct Rejections {
  private var tests: [(name: String, rejected: Int, known: Int)] = []

  mutating func note(_ name: String, _ pValue: Double?) {
    let place = tests.firstIndex { $0.name == name } ?? tests.count
    if place == tests.count { tests.append((name, 0, 0)) }
    guard let pValue else { return }
    tests[place].known += 1
    if pValue <= 0.05 { tests[place].rejected += 1 }
  }

  func print(_ setting: String) {
    let shares = tests.map { "\"\($0.name)\":\(Double($0.rejected) / Double(max(1, $0.known)))" }
    Swift.print("{\(setting),\(shares.joined(separator: ","))}")
  }
}
