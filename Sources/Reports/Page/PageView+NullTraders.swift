extension PageView {
  /// Each account among those of traders that know nothing.
  struct NullSection {
    let orders: String
    let block: String
    let seeds: String?
    let rows: [Row]

    struct Row {
      let name: String
      let colour: Int
      let account: String
      let cells: [TonedCell]
      let strip: Strip
    }

    /// Where things lie between the ends of the common scale, in percent of its width.
    struct Strip {
      let zero: String
      let band: Band?
      let own: String
      let exposureMatched: String

      struct Band {
        let left: String
        let width: String
        let median: String
      }
    }

    init?(_ context: PageContext) {
      guard let found = context.page.evidence.nullTraders, !found.rows.isEmpty else { return nil }
      orders = Figures.grouped(found.orders)
      block = Figures.grouped(found.block)
      seeds =
        context.page.seeds > 1 ? context.page.tradesSeed.map { "seed \($0), the first of \(context.page.seeds)" } : nil
      let values: [Double] = found.rows.flatMap { [0.0, $0.own, $0.exposureMatched] + ($0.shuffled ?? []) }
      let (low, high) = (values.min() ?? 0, values.max() ?? 1)
      func place(_ value: Double) -> String { Figures.fixed(high > low ? (value - low) / (high - low) * 100 : 0, 2) }
      let variants = context.page.variants
      rows = found.rows.map { row in
        Row(
          name: variants[row.variant].name, colour: context.colours[row.variant], account: row.account,
          cells: Self.cells(row),
          strip: Strip(
            zero: place(0),
            band: row.shuffled.map {
              Strip.Band(
                left: place($0[0]), width: Figures.fixed(high > low ? ($0[2] - $0[0]) / (high - low) * 100 : 0, 2),
                median: place($0[1]))
            }, own: place(row.own), exposureMatched: place(row.exposureMatched)))
      }
    }

    private static func cells(_ row: ReportPage.NullTraders.Row) -> [TonedCell] {
      let share = ReportPage.Unit.signedPercent
      return [
        TonedCell(column: "return", text: share.text(row.own), more: nil, tone: ""),
        TonedCell(
          column: "in another order", text: share.text(row.shuffled?[1]),
          more: row.shuffled.map { "\(share.text($0[0])) to \(share.text($0[2]))" }, tone: ""),
        TonedCell(
          column: "p", text: ReportPage.Unit.probability.text(row.probability), more: nil,
          tone: row.probability < 0.05 ? "gain" : ""),
        TonedCell(column: "exposure held", text: share.text(row.exposureMatched), more: nil, tone: ""),
        TonedCell(
          column: "break-even fee", text: ReportPage.Unit.basisPoints.text(row.breakEvenFee),
          more: row.paidFee.map { "paid \(Figures.fixed($0, 1)) bp" },
          tone: row.breakEvenFee.map { $0 < 0 ? "loss" : "" } ?? ""),
      ]
    }
  }
}
