import Market
import Reports

/// `null_traders.csv`: a row for each variant's own account, its exposure bought and held, and each order of its decisions.
enum NullTable {
  static let name = "null_traders.csv"

  private static let head: [TableCell] = [
    "variant", "instrument", "seed", "kind", "number", "total_return", "sharpe", "max_drawdown", "fills",
    "final_equity",
    "p", "break_even_fee_bp",
  ]

  static func write(_ evidence: NullEvidence, _ run: ScenarioRun, to path: String) throws {
    let rows = evidence.accounts.flatMap { account in
      let scope = [
        TableCell(run.variantNames[account.variant]), TableCell(run.name(of: run.books[account.panel])),
        TableCell(evidence.seed),
      ]
      return [
        scope + row("own", nil, account.own) + [TableCell(account.pValue), TableCell(account.breakEvenFee)],
        scope + row("exposure_matched", nil, account.exposureMatched) + ["", ""],
      ]
        + account.shuffled.enumerated().map { number, figures in
          scope + row("shuffled", number + 1, figures) + ["", ""]
        }
    }
    try OutputFile.table(path, head, rows)
  }

  private static func row(_ kind: TableCell, _ number: Int?, _ figures: NullEvidence.Figures) -> [TableCell] {
    [
      kind, TableCell(number), TableCell(figures.totalReturn), TableCell(figures.sharpe),
      TableCell(figures.maximumDrawdown), TableCell(figures.fills), TableCell(figures.finalEquity.description),
    ]
  }
}
