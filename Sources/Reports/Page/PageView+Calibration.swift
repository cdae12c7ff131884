extension PageView {
  /// Confidences beside what came of the answers.
  struct CalibrationSection {
    let horizon: String
    let warnings: [String]
    let pictures: [VariantPicture]
    let rows: [VariantRow<TonedCell>]
    let remark: String?
    let table: FiguresTable

    static let columns = [
      "acted", "right", "right at horizon", "confidence", "overconfidence", "Brier", "calibration error", "of chance",
      "sharpness", "three-class Brier",
    ]
    let head = Self.columns

    init?(_ context: PageContext) {
      guard let found = context.page.evidence.calibration, !found.rows.isEmpty else { return nil }
      let names = context.page.variants.map(\.name)
      horizon = Figures.grouped(found.horizon)
      let thin = found.rows.filter(\.isThin)
      warnings =
        thin.isEmpty
        ? []
        : [
          "Too few independent labels: "
            + thin.map { row in
              "\(names[row.variant]) acted at \(Figures.grouped(row.bars)) ticks, \(Figures.grouped(row.neededBars)) are "
                + "wanted"
            }.joined(separator: "; ")
            + ". Labels that look at the same candles are no separate evidence; intervals of so few are rough."
        ]
      let edges = ReliabilityPicture.edges(found.rows)
      pictures = found.rows.map { row in
        VariantPicture(
          name: names[row.variant], colour: context.colours[row.variant],
          caption: "≈ \(Figures.grouped(row.answers / max(1, row.bins.count))) a point",
          svg: ReliabilityPicture(row, name: names[row.variant], edges: edges).svg)
      }
      rows = found.rows.map { row in
        VariantRow(
          name: names[row.variant], colour: context.colours[row.variant],
          cells: zip(Self.columns, Self.cells(row)).map { column, cell in
            TonedCell(column: column, text: cell.text, more: cell.more, tone: cell.tone)
          })
      }
      remark =
        found.unlabelled == 0
        ? nil
        : "\(Figures.grouped(found.unlabelled)) answers of each variant stand too near the end of the tape and are left "
          + "out."
      table = FiguresTable(
        caption: "Reliability: answers by confidence, ten bins of about equal counts", file: "calibration",
        head: ["variant", "bin", "answers", "mean confidence", "right", "difference"],
        rows: found.rows.flatMap { row in
          row.bins.enumerated().map { index, bin in
            [
              FiguresTable.Cell(names[row.variant]), FiguresTable.Cell(index + 1), FiguresTable.Cell(bin.count),
              FiguresTable.Cell(bin.confidence, .percent), FiguresTable.Cell(bin.hitRate, .percent),
              FiguresTable.Cell(bin.confidence - bin.hitRate, .signedPercent),
            ]
          }
        })
    }

    private typealias Text = (text: String, more: String?, tone: String)

    private static func cells(_ row: ReportPage.Calibration.Row) -> [Text] {
      let share = ReportPage.Unit.percent
      func brier(_ value: Double) -> String { Figures.fixed(value, 4) }
      let gap = row.confidence - row.hitRate
      let isSure = row.overconfidence.map { $0.low > 0 || $0.high < 0 } ?? false
      let interval = row.overconfidence.map {
        "\(ReportPage.Unit.signedPercent.text($0.low)) to \(ReportPage.Unit.signedPercent.text($0.high))"
      }
      let parts =
        "= \(brier(row.reliability)) − \(brier(row.resolution)) + \(brier(row.uncertainty)) "
        + "\(row.withinBins < 0 ? "−" : "+") \(brier(row.withinBins.magnitude))"
      return [
        (Figures.grouped(row.answers), "at \(Figures.grouped(row.bars)) ticks", ""), (share.text(row.hitRate), nil, ""),
        (share.text(row.hitRateAtHorizon), nil, ""), (share.text(row.confidence), nil, ""),
        (ReportPage.Unit.signedPercent.text(gap), interval, isSure ? "loss" : ""), (brier(row.brier), parts, ""),
        (share.text(row.calibrationError), nil, ""),
        (share.text(row.noiseError), row.noiseProbability.map { "p " + ReportPage.Unit.probability.text($0) }, ""),
        (share.text(row.spread), nil, ""),
        (
          row.threeClass.map { Figures.fixed($0, 4) } ?? "–",
          row.threeClassBase.map { "base \(Figures.fixed($0, 4))" }, ""
        ),
      ]
    }
  }
}
