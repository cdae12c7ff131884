import Comparison
import LanguageModels
import Market
import Reports
import Scenarios

extension RunResults {
  /// What decisions and money of one variant say; nil for the reference and where nothing is compared.
  func sentence(variant: Int) -> String? {
    guard let reference = run.reference, reference != variant else { return nil }
    let margins = run.scenario.report.margins
    return VerdictSentence(
      name: run.variantNames[variant],
      decisions: decisions[variant].flatMap { comparison in probes[variant]?.rate.map { (comparison, $0) } },
      money: money[variant], bankrupt: [variant, reference].first(where: lostEverything).map { run.variantNames[$0] },
      floor: floor,
      margins: (margins.flips, margins.annualReturn),
      timesSmaller: timesSmaller(variant), latency: latencyWords(variant)
    ).text
  }

  /// The reference's file over the variant's; nil where a card does not tell.
  func timesSmaller(_ variant: Int) -> Double? {
    guard let reference = run.reference, reference != variant, run.models.indices.contains(variant),
      let own = run.models[variant].card.fileSizeGB?.value, let other = run.models[reference].card.fileSizeGB?.value
    else { return nil }
    return other / own
  }

  private func latencyWords(_ variant: Int) -> String? {
    guard run.models.indices.contains(variant), let latency = run.models[variant].latency else {
      return nil
    }
    return latency.isBelow(run.shortestTimeframe) ? "below candle resolution" : "longer than a candle"
  }
}

extension ScenarioRun {
  /// Of the candles that decisions are made on.
  var shortestTimeframe: Timeframe { scenario.panels.map(\.series.timeframe).min() ?? .oneDay }
}

extension LatencyDistribution {
  /// Whether half of the answers come within a candle, so that candles cannot tell what the time costs.
  func isBelow(_ timeframe: Timeframe) -> Bool { milliseconds(share: 0.5) < Double(timeframe.milliseconds) }
}
