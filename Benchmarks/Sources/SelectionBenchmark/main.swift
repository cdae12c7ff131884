import Comparison
import Glibc
import Market

/// Measures what the tests of selection cost; prints one line of JSON for each.
///
///     SelectionBenchmark [MODELS] [DAYS] [RESAMPLES]
///
/// The work is that of `peers/spa.py`: normal differences, blocks of root n days, everything from data to p-values.

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let (models, days, resamples) = arguments.count == 3 ? (arguments[0], arguments[1], arguments[2]) : (20, 2_500, 1_000)

var generator = SeededGenerator(seed: 2_005)
let columns = (0..<models).map { _ in (0..<days).map { _ in 0.01 * generator.normal() } }
guard let differences = DailyMatrix(columns) else { preconditionFailure("enough days of numbers") }
let block = Double(days).squareRoot().rounded(.down)

measure("superior_predictive_ability") { seed in
  let means = ResampledMeans(of: differences, meanBlockLength: block, resamples: resamples, seed: seed)
  return SuperiorPredictiveAbility(of: means)?.consistent ?? 0
}
measure("reality_check") { seed in
  RealityCheck(of: ResampledMeans(of: differences, meanBlockLength: block, resamples: resamples, seed: seed)).pValue
}
measure("stepwise_multiple_test") { seed in
  let means = ResampledMeans(of: differences, meanBlockLength: block, resamples: resamples, seed: seed)
  return StepwiseMultipleTest(of: means)?.criticalValues.first ?? 0
}
for (name, statistic) in [("range", ModelConfidenceSet.Statistic.range), ("maximum", .maximum)] {
  measure("model_confidence_set_\(name)") { seed in
    let means = ResampledMeans(of: differences, meanBlockLength: block, resamples: resamples, seed: seed)
    return ModelConfidenceSet(of: means, statistic: statistic).pValues[0]
  }
}

/// The median of fifteen, each with a seed of its own.
func measure(_ name: String, _ work: (UInt64) -> Double) {
  var seconds: [Double] = []
  var sum = 0.0
  for seed in 0..<15 {
    let begun = ContinuousClock.now
    sum += work(UInt64(seed))
    let span = begun.duration(to: .now).components
    seconds.append(Double(span.seconds) + Double(span.attoseconds) / 1e18)
  }
  let median = seconds.sorted()[seconds.count / 2]
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  print(
    "{\"name\":\"\(name)\",\"n\":\(resamples),\"unit\":\"resamples\",\"seconds\":\(median),"
      + "\"per_second\":\(Double(resamples) / median),\"peak_rss_mb\":\(usage.ru_maxrss / 1024),"
      + "\"models\":\(models),\"days\":\(days),\"mean\":\(sum / Double(seconds.count))}")
}
