import Market

extension PageView {
  /// Month by month: returns, the deepest drawdowns, the rolling Sharpe ratio.
  struct MonthsSection {
    let choices: [Choice]
    let seeds: String?
    let hasReference: Bool
    let hasParts: Bool
    let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let grids: [Grid]
    let table: FiguresTable
    let falls: [Falls]
    let window: String
    let hasRolling: Bool
    let pictures: [LinePicture]
    /// Accounts that are shorter than a window.
    let short: [Short]

    /// What one choice shows.
    struct Grid {
      let scope: Int
      let variant: Int
      /// 0 is the return, 1 the difference to the reference.
      let measure: Int
      let gridName: String
      let unit: String
      let rows: [MonthGrid.Row]
      let hasRows: Bool
    }

    /// The deepest drawdowns of one variant. The reference's stand beside those of any other.
    struct Falls {
      let scope: Int
      /// Nil for the reference, which is always shown.
      let chosenBy: String?
      let name: String
      let colour: Int
      let account: String
      let rows: [Fall]
      let hasFalls: Bool
    }

    struct Fall {
      let depth: String
      let raw: String
      let cells: [Cell]
    }

    struct Cell {
      let column: String
      let text: String
      let style: String
    }

    struct Short {
      let scope: Int
      let account: String
      let days: String
    }

    static let fallColumns = ["peak on", "lowest on", "recovered on", "days under water"]
    let fallHead = Self.fallColumns

    init?(_ context: PageContext) {
      guard let course = context.page.course else { return nil }
      let accounts = course.accounts.filter { $0.years.contains { !$0.isEmpty } }
      guard !accounts.isEmpty else { return nil }
      let names = accounts.map(\.name)
      hasReference = context.page.reference != nil
      choices =
        context.scopeChoice(names, group: "months")
        + context.variantChoice(Array(context.page.variants.indices), group: "months")
        + (hasReference ? [Self.measures] : [])
      seeds = context.meanOfSeeds
      hasParts = accounts.contains { $0.years.joined().contains(where: \.hasParts) }
      grids = accounts.flatMap { Self.grids($0, in: context) }
      table = Self.table(accounts, in: context)
      falls = accounts.flatMap { account in
        context.page.variants.indices.map { Self.falls(account, $0, in: context) }
      }
      window = Figures.grouped(course.window)
      let curves = context.page.accounts.compactMap { account in account.rollingSharpe.map { (account.name, $0) } }
      hasRolling = !curves.isEmpty
      pictures = curves.map { name, curve in
        LinePicture(
          name: name, times: curve.times,
          lines: curve.values.enumerated().map {
            .init(context.page.variants[$0].name, "v\(context.colours[$0])", $1)
          }, unit: .ratio)
      }
      short = accounts.filter { account in !curves.contains { $0.0 == account.name } }.map {
        Short(scope: context.index(of: $0.name), account: $0.name, days: Figures.grouped($0.days))
      }
    }

    private static let measures = Choice(
      kind: "measure", legend: "Return or difference", group: "months-measure",
      options: [
        Choice.Option(value: 0, label: "return", isChosen: true),
        Choice.Option(value: 1, label: "less the reference’s", isChosen: false),
      ])

    private static func grids(_ account: ReportPage.Course.Account, in context: PageContext) -> [Grid] {
      typealias Return = ReportPage.Course.Return
      let figures: [(Return) -> Double?] = [\.value] + (context.page.reference == nil ? [] : [\.difference])
      return figures.enumerated().flatMap { measure, figure in
        let scale = MonthGrid.Scale(account.years.flatMap(\.self), figure)
        return account.years.enumerated().map { variant, years in
          let isItself = measure == 1 && variant == context.page.reference
          let rows = isItself ? [] : MonthGrid(years, scale: scale, figure).rows
          let name = context.page.variants[variant].name
          return Grid(
            scope: context.index(of: account.name), variant: variant, measure: measure,
            gridName: "\(account.name), \(name)" + (measure == 1 ? ", less the reference’s" : ""),
            unit: measure == 1 ? "percentage points" : "percent", rows: rows, hasRows: !isItself)
        }
      }
    }

    private static func table(_ accounts: [ReportPage.Course.Account], in context: PageContext) -> FiguresTable {
      func row(
        _ account: ReportPage.Course.Account, _ period: String, _ returns: [ReportPage.Course.Return?]
      ) -> [FiguresTable.Cell] {
        let isPart = returns.contains { $0.map { !$0.isWhole } ?? false }
        return [FiguresTable.Cell(account.name), FiguresTable.Cell(period), FiguresTable.Cell(isPart ? "part" : "")]
          + returns.map { FiguresTable.Cell($0?.value, .signedRate) }
      }
      return FiguresTable(
        caption: "Return of each month and year", file: "months",
        head: ["account", "month", "in part"] + context.page.variants.map(\.name),
        rows: accounts.flatMap { account in
          account.years[0].enumerated().flatMap { place, year in
            let own = account.years.map { $0[place] }
            let months = (0..<12).filter { month in own.contains { $0.months[month] != nil } }
            return months.map { month in
              row(account, "\(year.year)-\(month < 9 ? "0" : "")\(month + 1)", own.map { $0.months[month] })
            } + [row(account, String(year.year), own.map(\.whole))]
          }
        })
    }

    private static func falls(
      _ account: ReportPage.Course.Account, _ variant: Int, in context: PageContext
    ) -> Falls {
      let name = context.page.variants[variant].name
      return Falls(
        scope: context.index(of: account.name), chosenBy: variant == context.page.reference ? nil : String(variant),
        name: name, colour: context.colours[variant], account: account.name,
        rows: account.falls[variant].map { fall in
          let texts = [
            fall.peak.text, fall.trough.text, fall.recovery?.text ?? "–", Figures.fixed(fall.days, 0),
          ]
          return Fall(
            depth: ReportPage.Unit.rate.text(fall.depth), raw: ReportPage.Unit.rate.plain(fall.depth),
            cells: zip(fallColumns, texts).enumerated().map { index, cell in
              Cell(column: cell.0, text: cell.1, style: index == 3 ? "number" : "nowrap")
            })
        }, hasFalls: !account.falls[variant].isEmpty)
    }
  }
}

extension ReportPage.Course.Year {
  /// Whether the run has only a part of one of its months.
  fileprivate var hasParts: Bool { months.contains { $0.map { !$0.isWhole } ?? false } || !whole.isWhole }
}

extension CivilDate {
  /// `2018-02-06`.
  fileprivate var text: String { Timestamp(year: year, month: month, day: day).day }
}
