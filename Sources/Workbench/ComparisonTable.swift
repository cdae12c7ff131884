import Foundation
import Market
import Reports

/// `comparison.csv`: a row for each variant, instrument and seed, and one for the mean over the seeds.
enum ComparisonTable {
  typealias Column = (name: String, figure: @Sendable (RunSummary.Figures) -> Double?)

  static let columns: [Column] = [
    ("ticks", { $0.ticks }), ("buy", { $0.decisions.buy }), ("sell", { $0.decisions.sell }),
    ("hold", { $0.decisions.hold }), ("orders", { $0.orders }), ("fills", { $0.fills }), ("trades", { $0.trades }),
    ("final_equity", { $0.finalEquity }), ("total_return", { $0.totalReturn }), ("annual_return", { $0.annualReturn }),
    ("annual_volatility", { $0.annualVolatility }), ("sharpe", { $0.sharpe }), ("sortino", { $0.sortino }),
    ("calmar", { $0.calmar }), ("max_drawdown", { $0.maxDrawdown }), ("exposure", { $0.exposure }),
    ("hit_rate", { $0.hitRate }), ("profit_factor", { $0.profitFactor }), ("average_trade", { $0.averageTrade }),
    ("turnover", { $0.turnover }), ("fees", { $0.fees }), ("buy_and_hold_return", { $0.buyAndHoldReturn }),
  ]

  static func write(_ summary: RunSummary, to path: String) throws {
    let file = try OutputFile(path)
    file.text.append("variant,instrument,seed,")
    file.text.append(columns.map(\.name).joined(separator: ","))
    file.text.append(
      ",probe_flip_rate,probe_low,probe_high,annual_difference,annual_difference_low,annual_difference_high,"
        + "tracking_error\n")
    for variant in summary.variants {
      for seed in variant.seeds { row(variant, String(seed.seed), seed.figures, compares: false, file) }
      row(variant, "mean", variant.figures, compares: true, file)
    }
    try file.close()
  }

  private static func row(
    _ variant: RunSummary.Variant, _ seed: String, _ figures: RunSummary.Figures, compares: Bool, _ file: OutputFile
  ) {
    file.text.append(csvField: variant.name)
    file.text.append(",")
    file.text.append(csvField: variant.instrument)
    file.text.append(",")
    file.text.append(seed)
    let probe = compares ? variant.probe : nil
    let money = compares ? variant.money : nil
    let values =
      columns.map { $0.figure(figures) }
      + [
        probe?.flipRate, probe?.low, probe?.high, money?.annualDifference, money?.low, money?.high,
        money?.trackingError,
      ]
    for value in values {
      file.text.append(",")
      if let value { file.text.append(value) }
    }
    file.text.append("\n")
  }
}
