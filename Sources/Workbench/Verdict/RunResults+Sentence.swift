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
      money: money[variant], floor: floor.restarted, margins: (margins.flips, margins.annualReturn),
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
    guard run.models.indices.contains(variant), let latency = run.models[variant].card.latency?.value,
      let timeframe = run.scenario.panels.map(\.series.timeframe).min()
    else { return nil }
    let isBelow = latency.milliseconds(share: 0.5) < Double(timeframe.milliseconds)
    return isBelow ? "below candle resolution" : "longer than a candle"
  }
}
