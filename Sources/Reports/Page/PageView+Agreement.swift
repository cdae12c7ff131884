extension PageView {
  /// Flip rates by circumstance, a column a variant, and the tests below them.
  struct AgreementSection {
    let columns: [Column]
    let tables: [Grouped<Row>]
    let statistics: [Statistic]
    let months: FiguresTable?
    let replications: [Grouped<Replication>]

    /// All rows by one circumstance: all regimes, all seeds.
    struct Grouped<Line> {
      let by: String
      var rows: [Line]

      /// Neighbours of the same circumstance.
      static func all(_ lines: [(by: String, row: Line)]) -> [Grouped] {
        lines.reduce(into: []) { parts, line in
          if parts.last?.by == line.by {
            parts[parts.count - 1].rows.append(line.row)
          } else {
            parts.append(Grouped(by: line.by, rows: [line.row]))
          }
        }
      }
    }

    struct Replication {
      let label: String
      let cells: [ReplicationCell]
    }

    struct ReplicationCell {
      let variant: String
      let flips: String
      let flipRange: String
      let money: String
      let moneyRange: String
    }

    struct Column {
      let name: String
      let colour: Int
    }

    struct Row {
      let label: String
      let ticks: String
      let cells: [Cell]
    }

    struct Cell {
      let variant: String
      let text: String
      let range: String
      /// 0 to 45: the share of the page's largest rate.
      let strength: Int
    }

    struct Statistic {
      let name: String
      let note: String
      let values: [Value]
    }

    struct Value {
      let variant: String
      let text: String
    }

    /// Months are many: they stand in a table of their own.
    private static let folded = "month"
    /// Stands with its money among the replications.
    private static let repeated = "seed"

    private static func row(_ replication: ReportPage.Agreement.Replication, _ names: [String]) -> Replication {
      Replication(
        label: replication.label,
        cells: zip(names, replication.cells).map { name, cell in
          ReplicationCell(
            variant: name, flips: ReportPage.Unit.rate.text(cell.flips?.rate),
            flipRange: cell.flips?.interval?.text(.rate) ?? "",
            money: ReportPage.Unit.signedPercent.text(cell.money),
            moneyRange: cell.interval?.text(.signedPercent) ?? "")
        })
    }

    private static func row(_ group: ReportPage.Agreement.Group, _ names: [String], largest: Double) -> Row {
      Row(
        label: group.label, ticks: Figures.grouped(group.ticks),
        cells: zip(names, group.cells).map { name, cell in
          Cell(
            variant: name, text: ReportPage.Unit.rate.text(cell.rate), range: cell.interval?.text(.rate) ?? "",
            strength: largest > 0 ? Int((cell.rate / largest * 45).rounded()) : 0)
        })
    }

    init?(_ context: PageContext) {
      guard let agreement = context.page.agreement else { return nil }
      let names = agreement.variants.map { context.page.variants[$0].name }
      columns = agreement.variants.map { Column(name: context.page.variants[$0].name, colour: context.colours[$0]) }
      let shown = agreement.groups.filter { $0.by != Self.folded && $0.by != Self.repeated }
      let largest = shown.flatMap(\.cells).map(\.rate).max() ?? 0
      tables = Grouped.all(shown.map { ($0.by, Self.row($0, names, largest: largest)) })
      statistics = agreement.figures.map { row in
        Statistic(
          name: row.name, note: row.note ?? "",
          values: zip(names, row.values).map { Value(variant: $0, text: row.unit.text($1)) })
      }
      replications = Grouped.all(agreement.replications.map { ($0.by, Self.row($0, names)) })
      let folded = agreement.groups.filter { $0.by == Self.folded }
      months =
        folded.isEmpty
        ? nil
        : FiguresTable(
          caption: "Share of answers that flip, by month", file: "flips_by_month", head: ["month", "ticks"] + names,
          rows: folded.map { group in
            [FiguresTable.Cell(group.label), FiguresTable.Cell(Double(group.ticks), .count)]
              + group.cells.map { FiguresTable.Cell($0.rate, .rate) }
          })
    }
  }
}
