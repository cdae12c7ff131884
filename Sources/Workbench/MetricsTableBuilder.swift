import Comparison
import Market
import Reports
import Scenarios

/// The metrics of one panel: a column a variant, buy-and-hold last.
struct MetricsTableBuilder {
  let results: RunResults
  let panel: Int
  let scope: String

  private typealias Unit = ReportPage.Unit

  func table() -> ReportPage.MetricsTable {
    let currency = results.run.scenario.panels[panel].instrument.quote
    let money = Unit.money(currency)
    let rows: [ReportPage.MetricsRow] = [
      row("total return", .signedPercent, returns: \.totalReturn),
      row("annual return", .signedPercent, returns: \.annualReturn, note: "compound, by the instrument's calendar"),
      row("annual volatility", .percent, returns: \.annualVolatility, note: "of daily returns"),
      row("Sharpe ratio", .ratio, returns: \.sharpeRatio, note: "no risk-free rate"),
      row("Sortino ratio", .ratio, returns: \.sortinoRatio),
      row("Calmar ratio", .ratio, returns: \.calmarRatio),
      row("maximum drawdown", .percent, returns: { $0.maximumDrawdown?.depth ?? 0 }, note: "of daily equity"),
      row("drawdown, peak to trough", .days, returns: { $0.maximumDrawdown.map { $0.peak.days(to: $0.trough) } }),
      row(
        "drawdown, trough to recovery", .days,
        returns: { $0.maximumDrawdown.flatMap { fall in fall.recovery.map { fall.trough.days(to: $0) } } },
        note: "none where it has not recovered"),
      row("exposure", .percent, { $0.exposure }, note: "share of ticks with a position"),
      row("trades", .count, { Double($0.trades.count) }),
      row("hit rate", .percent, { $0.trades.hitRate }),
      row("profit factor", .ratio, { $0.trades.profitFactor }),
      row("average trade", money, { $0.trades.averageProfit?.doubleValue }),
      row("turnover a year", .ratio, { $0.turnover }, note: "times the mean equity"),
      row("fees", money, { $0.fees.doubleValue }),
    ]
    return ReportPage.MetricsTable(
      scope: scope, columns: results.run.variantNames + (held == nil ? [] : ["buy and hold"]), rows: rows)
  }

  private var held: ReturnMetrics? { results.accounts[0][panel].metrics.first?.buyAndHold }

  private func row(
    _ name: String, _ unit: Unit, returns figure: (ReturnMetrics) -> Double?, note: String? = nil
  ) -> ReportPage.MetricsRow {
    let own = means { figure($0.returns) }
    return ReportPage.MetricsRow(name, unit, own + (held.map { [figure($0)] } ?? []), note: note)
  }

  private func row(
    _ name: String, _ unit: Unit, _ figure: (PerformanceMetrics) -> Double?, note: String? = nil
  ) -> ReportPage.MetricsRow {
    ReportPage.MetricsRow(name, unit, means(figure) + (held == nil ? [] : [nil]), note: note)
  }

  /// By variant: the mean over the seeds that have the figure.
  private func means(_ figure: (PerformanceMetrics) -> Double?) -> [Double?] {
    results.accounts.map { accounts in
      let values = accounts[panel].metrics.compactMap(figure)
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
  }
}

extension Timestamp {
  fileprivate func days(to other: Timestamp) -> Double { Double(other.milliseconds - milliseconds) / 86_400_000 }
}
