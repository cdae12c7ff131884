extension PageView {
  /// Backtests of risk figures, and how deep drawdowns might have been.
  struct RiskSection {
    let hasForecasts: Bool
    let forecasts: [Forecast]
    let hasAccounts: Bool
    let exposed: [AccountRow<TonedCell>]
    let hasDepths: Bool
    let depths: [AccountRow<TonedCell>]
    let seeds: String?
    let remarks: [String]

    struct Forecast {
      let instrument: String
      let level: String
      let cells: [TonedCell]
    }

    init?(_ context: PageContext) {
      guard let found = context.page.evidence.risk,
        !(found.forecasts.isEmpty && found.accounts.isEmpty && found.drawdowns.isEmpty)
      else { return nil }
      let variants = context.page.variants
      forecasts = found.forecasts.map(Self.forecast)
      exposed = found.accounts.map { row in
        AccountRow(
          name: variants[row.variant].name, colour: context.colours[row.variant], account: row.account,
          cells: [
            TonedCell(column: "exposed days", text: Figures.fixed(row.days, 0), tone: ""),
            TonedCell(column: "exceptions", text: Figures.fixed(row.exceptions, 1), tone: ""),
            TonedCell(column: "expected", text: Figures.fixed(row.expected, 1), tone: ""),
            TonedCell(
              column: "coverage rejected", text: "\(row.rejected) of \(row.seeds)", tone: row.rejected > 0 ? "loss" : ""
            ),
          ])
      }
      let share = ReportPage.Unit.percent
      depths = found.drawdowns.map { row in
        let names = ["5 %", "25 %", "median", "75 %", "95 %"]
        return AccountRow(
          name: variants[row.variant].name, colour: context.colours[row.variant], account: row.account,
          cells: [TonedCell(column: "happened", text: share.text(row.observed), tone: "happened")]
            + zip(names, row.quantiles).map { TonedCell(column: $0, text: share.text($1), tone: "") }
            + [
              TonedCell(column: "place", text: share.text(row.position), tone: ""),
              TonedCell(column: "block", text: Figures.fixed(row.blockDays, 1) + "\u{A0}d", tone: ""),
            ])
      }
      hasForecasts = !forecasts.isEmpty
      hasAccounts = !exposed.isEmpty
      hasDepths = !depths.isEmpty
      seeds = context.page.seeds > 1 ? "means over \(context.page.seeds) seeds" : nil
      remarks = found.notes
    }

    private static func forecast(_ row: ReportPage.Risk.Forecast) -> Forecast {
      func probability(_ column: String, _ value: Double?) -> TonedCell {
        TonedCell(
          column: column, text: ReportPage.Unit.probability.text(value),
          tone: value.map { $0 < 0.05 } ?? false ? "loss" : "")
      }
      func number(_ column: String, _ value: Double?, _ decimals: Int) -> TonedCell {
        TonedCell(column: column, text: value.map { Figures.fixed($0, decimals) } ?? "–", tone: "")
      }
      return Forecast(
        instrument: row.instrument, level: Figures.fixed((1 - row.level) * 100, 0) + "\u{A0}%",
        cells: [
          number("days", Double(row.days), 0), number("exceptions", Double(row.exceptions), 0),
          number("expected", row.expected, 1), probability("p count", row.coverage[0]),
          probability("p independence", row.coverage[1]), probability("p both", row.coverage[2]),
          number("Z1", row.severity[0], 2), probability("p Z1", row.severity[1]), number("Z2", row.shortfall[0], 2),
          probability("p Z2", row.shortfall[1]),
        ])
    }
  }
}
