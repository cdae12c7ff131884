import Market

extension PageView {
  /// The metrics, a view a scope.
  struct MetricsSection {
    let choices: [Choice]
    let hasSeveralColumns: Bool
    /// `means of 5 seeds`.
    let seeds: String?
    let views: [View]

    struct View {
      let scope: Int
      let scopeName: String
      let columns: [String]
      let rows: [Row]
    }

    struct Row {
      let name: String
      let note: String?
      let cells: [Cell]
    }

    struct Cell {
      let column: String
      let raw: String
      let text: String
    }

    init?(_ context: PageContext) {
      let tables = context.page.metrics
      guard !tables.isEmpty else { return nil }
      choices = context.scopeChoice(tables.map(\.scope), group: "metrics")
      hasSeveralColumns = tables.contains { $0.columns.count > 1 }
      seeds = context.page.seeds > 1 ? "means over \(context.page.seeds) seeds" : nil
      views = tables.map { table in
        View(
          scope: context.index(of: table.scope), scopeName: table.scope, columns: table.columns,
          rows: table.rows.map { row in
            Row(
              name: row.name, note: row.note,
              cells: zip(table.columns, row.values).map { column, value in
                Cell(column: column, raw: row.unit.plain(value), text: row.unit.text(value))
              })
          })
      }
    }
  }

  /// Stretches of the tape that were closed or not to be trusted.
  struct Defects {
    let subtitle: String
    let counts: [Count]
    let hasRows: Bool
    let rows: [Row]
    /// What the table leaves out.
    let more: String?
    let remarks: [String]

    /// Rows that a reader can take in, and a browser lay out at once.
    static let maximumRows = 500

    struct Count {
      let style: String
      let count: String
      let label: String
    }

    struct Row {
      let series: String
      let kind: String
      let style: String
      let from: String
      let until: String
      let ticks: String
      let detail: String
    }

    init?(_ context: PageContext) {
      let panels = context.page.panels
      guard !panels.isEmpty else { return nil }
      let periods = panels.flatMap { panel in panel.periods.map { (panel.name, $0) } }
      counts = ReportPage.Period.Kind.allCases.compactMap { kind in
        let own = periods.filter { $0.1.kind == kind }
        guard !own.isEmpty else { return nil }
        let ticks = own.reduce(0) { $0 + $1.1.ticks }
        return Count(
          style: kind.style, count: Figures.grouped(own.count),
          label: "\(own.count == 1 ? kind.singular : kind.plural), \(Figures.grouped(ticks)) "
            + (ticks == 1 ? "tick" : "ticks"))
      }
      let defects = periods.filter { $0.1.kind != .closed }
      rows = defects.prefix(Self.maximumRows).map { series, period in
        Row(
          series: series, kind: period.kind.rawValue, style: period.kind.style, from: period.from.minute,
          until: period.until.minute, ticks: Figures.grouped(period.ticks), detail: period.detail)
      }
      hasRows = !rows.isEmpty
      let all = Figures.grouped(defects.count)
      more = defects.count > rows.count ? "The first \(Figures.grouped(rows.count)) of \(all); the CSV has all." : nil
      remarks = panels.compactMap { panel in panel.remark.map { "\(panel.name): \($0)" } }
      subtitle =
        hasRows
        ? "Nothing is repaired or filled in: ticks that meet a defect are held, bad candles stay out of every indicator. "
          + "Closed times are counted, not listed; the CSV has them"
        : "No defect was found"
    }
  }
}

extension ReportPage.Period.Kind {
  fileprivate var singular: String {
    switch self {
    case .closed: "closed time"
    case .gap: "gap"
    case .stale: "stale stretch"
    case .frozen: "frozen stretch"
    case .bad: "bad stretch"
    case .warmingUp: "warm-up"
    }
  }

  fileprivate var plural: String {
    switch self {
    case .stale, .frozen, .bad: singular + "es"
    default: singular + "s"
    }
  }
}
