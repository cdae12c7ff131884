import Comparison
import Market
import Reports

/// `months.csv`, `deepest_drawdowns.csv`, `rolling_sharpe.csv` and `trade_distribution.csv`: variants in their order,
/// within them the accounts.
struct CourseTables {
  let course: RunCourse
  let run: ScenarioRun

  static let names = ["months.csv", "deepest_drawdowns.csv", "rolling_sharpe.csv", "trade_distribution.csv"]

  private static let months: [TableCell] = ["year", "month", "days", "part", "return", "difference"]

  private static let drawdowns: [TableCell] = ["rank", "depth", "peak", "trough", "recovery", "days_under_water"]

  private static let rollingSharpe: [TableCell] = ["time", "sharpe"]

  private static let trades: [TableCell] = [
    "bin", "from_bp", "to_bp", "trades", "share", "hit_rate", "mean_bp", "median_bp", "average_win_bp",
    "average_loss_bp", "longest_losing_streak", "median_holding_hours",
  ]

  /// Leaves out the rolling Sharpe ratio where every account is shorter than its window.
  func write(to folder: String) throws {
    func write(_ name: String, _ head: [TableCell], _ rows: [[TableCell]]) throws {
      try OutputFile.table("\(folder)/\(name)", ["variant", "instrument"] + head, rows)
    }
    try write(Self.names[0], Self.months, rows(months))
    try write(Self.names[1], Self.drawdowns, rows(drawdowns))
    let rolling = rows(rollingSharpe)
    if !rolling.isEmpty { try write(Self.names[2], Self.rollingSharpe, rolling) }
    try write(Self.names[3], Self.trades, rows(trades))
  }

  /// Of every variant and account.
  private func rows(_ own: (Int, Int) -> [[TableCell]]) -> [[TableCell]] {
    run.variantNames.enumerated().flatMap { variant, name in
      run.books.enumerated().flatMap { index, book in
        own(variant, index).map { [TableCell(name), TableCell(run.name(of: book))] + $0 }
      }
    }
  }

  private func months(_ variant: Int, _ book: Int) -> [[TableCell]] {
    let own = course.accounts[variant][book].months
    let reference = run.reference.flatMap { $0 == variant ? nil : course.accounts[$0][book].months }
    return own.years.enumerated().flatMap { place, year in
      let other = reference?.years[place]
      func row(
        _ month: TableCell, _ period: MonthlyReturns.Period, _ other: MonthlyReturns.Period?
      ) -> [TableCell] {
        [
          TableCell(year.year), month, TableCell(period.days), period.isWhole ? "" : "part",
          TableCell(period.value), TableCell(period.difference(to: other)),
        ]
      }
      let months = year.months.enumerated().compactMap { index, month in
        month.map { row(TableCell(index + 1), $0, other?.months[index]) }
      }
      return months + [row("", year.whole, other?.whole)]
    }
  }

  private func drawdowns(_ variant: Int, _ book: Int) -> [[TableCell]] {
    let account = course.accounts[variant][book]
    return account.drawdowns.enumerated().map { index, fall in
      [
        TableCell(index + 1), TableCell(fall.depth), TableCell(fall.peak), TableCell(fall.trough),
        TableCell(fall.recovery), TableCell(fall.daysUnderWater(until: account.end)),
      ]
    }
  }

  private func rollingSharpe(_ variant: Int, _ book: Int) -> [[TableCell]] {
    guard let rolling = course.accounts[variant][book].rollingSharpe else { return [] }
    return zip(rolling.times, rolling.values).map { [TableCell($0), TableCell($1)] }
  }

  /// The row `all` has the figures; a bin's row its edges and what lies between them.
  private func trades(_ variant: Int, _ book: Int) -> [[TableCell]] {
    let own = course.accounts[variant][book].trades
    func points(_ share: Double?) -> TableCell { TableCell(share.map { $0 * 1e4 }) }
    let all: [TableCell] = [
      "all", "", "", TableCell(own.count), "", TableCell(own.hitRate), points(own.mean), points(own.median),
      points(own.averageWin), points(own.averageLoss), TableCell(own.longestLosingStreak),
      TableCell(own.medianHolding.map { $0 / Double(Int64.millisecondsPerHour) }),
    ]
    guard let bins = course.bins[book] else { return [all] }
    let empty = [TableCell](repeating: "", count: 7)
    return [all]
      + bins.counts(own.returns).enumerated().map { bin, count in
        [
          TableCell(bin + 1), bin == 0 ? "" : TableCell(bins.edges[bin - 1]),
          bin == bins.edges.count ? "" : TableCell(bins.edges[bin]), TableCell(count),
          TableCell(own.count == 0 ? nil : Double(count) / Double(own.count)),
        ] + empty
      }
  }
}
