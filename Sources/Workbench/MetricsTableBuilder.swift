import Comparison
import Market
import Reports
import Scenarios

/// The metrics of one account: a column a variant, buy-and-hold last.
struct MetricsTableBuilder {
  let results: RunResults
  let book: Int
  let scope: String

  private typealias Unit = ReportPage.Unit

  func table() -> ReportPage.MetricsTable {
    let currency = results.run.currency(of: results.run.books[book])
    let money = Unit.money(currency)
    var rows: [ReportPage.MetricsRow] = [
      row("total return", .signedPercent, returns: \.totalReturn),
      row("annual return", .signedPercent, returns: \.annualReturn, note: "compound, by the account’s calendar"),
      row("annual volatility", .percent, returns: \.annualVolatility, note: "of daily returns"),
      row("Sharpe ratio", .ratio, returns: \.sharpeRatio, note: "no risk-free rate"),
      row("Sortino ratio", .ratio, returns: \.sortinoRatio),
      row("Calmar ratio", .ratio, returns: \.calmarRatio),
    ]
    rows += drawdowns
    rows += [
      row("exposure", .percent, { $0.exposure }, note: "share of open-market time with a position"),
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

  /// Depth as the mean over seeds; dates cannot be averaged, so they are of the seeds' mean account.
  private var drawdowns: [ReportPage.MetricsRow] {
    var rows = [
      row("maximum drawdown", .percent, returns: { $0.maximumDrawdown?.depth ?? 0 }, note: "fall of daily equity")
    ]
    let falls = results.accounts.map { $0[book].curve.maximumDrawdown } + (held.map { [$0.maximumDrawdown] } ?? [])
    let isMean = results.run.seeds.count > 1
    if isMean {
      rows.append(
        ReportPage.MetricsRow("drawdown of the mean account", .percent, falls.map { $0?.depth ?? 0 }, note: "all seeds")
      )
    }
    let books = results.run.books(of: results.run.books[book])
    func dates(_ name: String, _ point: (Drawdown) -> Timestamp?, note: String? = nil) -> ReportPage.MetricsRow {
      let days = falls.map { fall in
        fall.flatMap(point).map { time in
          Double(books.date(ofPointAt: time).daysSince1970) * Double(Int64.millisecondsPerDay)
        }
      }
      return ReportPage.MetricsRow(name, .date, days, note: note)
    }
    return rows + [
      dates("from its peak on", { $0.peak }), dates("to its trough on", { $0.trough }),
      dates("recovered on", { $0.recovery }, note: "a dash: not within the run"),
    ]
  }

  private var held: ReturnMetrics? { results.accounts[0][book].metrics.first?.buyAndHold }

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
      let values = accounts[book].metrics.compactMap(figure)
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
  }
}
