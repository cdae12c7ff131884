import Market
import Reports
import Scenarios

/// Puts what was tried on the page.
struct TrialsPage {
  let judged: JudgedTrials

  private var trials: Trials { judged.trials }
  private var results: RunResults { judged.results }

  private typealias Metric = ReportPage.Trials.Metric

  func add(to page: inout ReportPage) {
    if trials.folds.isEmpty {
      page.trials = trials.sweep.map(table)
      page.tags.append("best of \(Figures.grouped(trials.rows.count)) points")
    } else {
      page.folds = folds
      page.tags.append("walk-forward")
    }
  }

  private var currency: String { results.run.currency(of: results.run.books[0]) }

  private func table(_ sweep: Sweep) -> ReportPage.Trials {
    let others: [TrialMetric] = [.sharpe, .totalReturn, .maximumDrawdown, .exposure, .trades, .fees]
    let columns = [sweep.metric] + others.filter { $0 != sweep.metric }
    let metrics = columns.map { $0.described(in: currency) }
    var table = ReportPage.Trials(
      keys: sweep.keys, metric: metrics[0], others: Array(metrics.dropFirst()),
      rows: trials.rows.map { row in
        ReportPage.Trials.Row(
          point: row.point.number, values: row.point.values,
          figures: columns.map { column in row.figures.flatMap(column.value) }, error: row.error)
      })
    table.selection = selection
    guard (1...2).contains(sweep.grid.count) else { return table }
    table.grid = sweep.grid
    table.figures = Array(repeating: nil, count: trials.rows.count)
    for row in trials.rows { table.figures[row.point.number - 1] = row.figures.flatMap(sweep.metric.value) }
    return table
  }

  private var selection: ReportPage.Trials.Selection? {
    switch judged.selection {
    case nil: nil
    case .failure(let refusal): ReportPage.Trials.Selection(refusal: refusal.description)
    case .success(let evidence): evidence.onPage
    }
  }

  private var folds: ReportPage.Folds {
    let metric = trials.sweep?.metric ?? .sharpe
    let tests = judged.folds
    let rows = trials.folds.enumerated().map { index, fold in
      let chosen = trials.chosen[index]
      return ReportPage.Folds.Row(
        number: fold.number, train: Self.days(fold.train.window), test: Self.days(fold.test.window),
        values: chosen?.point.values ?? [], trained: chosen?.figures.flatMap(metric.value),
        tested: metric.value(of: tests[index]), testReturn: tests[index].totalReturn, trades: tests[index].trades)
    }
    return ReportPage.Folds(
      mode: trials.scenario.walkForward?.mode.rawValue ?? "", metric: metric.described(in: currency),
      keys: trials.sweep?.keys ?? [], rows: rows, points: trials.sweep?.points.count ?? 0)
  }

  /// Its days, the last one included.
  private static func days(_ window: Range<Timestamp>) -> String {
    let last = Timestamp(milliseconds: window.upperBound.milliseconds - 1)
    return "\(window.lowerBound.description.prefix(10)) to \(last.description.prefix(10))"
  }
}

extension TrialMetric {
  /// Its name on the page and how it is written there.
  fileprivate func described(in currency: String) -> ReportPage.Trials.Metric {
    let (name, unit): (String, ReportPage.Unit) =
      switch self {
      case .sharpe: ("Sharpe ratio", .ratio)
      case .sortino: ("Sortino ratio", .ratio)
      case .calmar: ("Calmar ratio", .ratio)
      case .totalReturn: ("total return", .signedPercent)
      case .annualReturn: ("annual return", .signedPercent)
      case .annualVolatility: ("annual volatility", .percent)
      case .maximumDrawdown: ("maximum drawdown", .percent)
      case .exposure: ("exposure", .percent)
      case .hitRate: ("hit rate", .percent)
      case .profitFactor: ("profit factor", .ratio)
      case .averageTrade: ("average trade", .money(currency))
      case .turnover: ("turnover a year", .ratio)
      case .fees: ("fees", .money(currency))
      case .finalEquity: ("final equity", .money(currency))
      case .trades: ("trades", .count)
      case .fills: ("fills", .count)
      }
    return ReportPage.Trials.Metric(name, unit, prefersLess: prefersLess)
  }
}
