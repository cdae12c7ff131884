extension PageView {
  /// Trade by trade: how returns are spread.
  struct OutcomesSection {
    let choices: [Choice]
    let seeds: String?
    let isCompared: Bool
    let views: [View]
    let table: FiguresTable

    struct View {
      let scope: Int
      let scopeName: String
      let pictures: [VariantPicture]
      let rows: [VariantRow<Cell>]
    }

    struct Cell {
      let column: String
      let raw: String
      let text: String
    }

    static let columns = [
      "trades", "hit rate", "mean", "median", "average win", "average loss", "longest losing streak",
      "median holding",
    ]
    let head = Self.columns

    init?(_ context: PageContext) {
      let accounts = (context.page.course?.accounts ?? []).filter { !$0.edges.isEmpty }
      guard !accounts.isEmpty else { return nil }
      choices = context.scopeChoice(accounts.map(\.name), group: "outcomes")
      seeds = context.page.seeds > 1 ? "the trades of all \(context.page.seeds) seeds" : nil
      isCompared = context.page.reference != nil
      views = accounts.map { Self.view($0, in: context) }
      let names = context.page.variants.map(\.name)
      table = FiguresTable(
        caption: "Trades by return, basis points of what was put in, and their share of the variant’s trades",
        file: "trade_distribution", head: ["account", "variant", "from", "to", "trades", "share"],
        rows: accounts.flatMap { account in
          account.trades.enumerated().flatMap { variant, trades in
            trades.bins.enumerated().map { bin, count in
              [
                FiguresTable.Cell(account.name), FiguresTable.Cell(names[variant]),
                FiguresTable.Cell(bin == 0 ? nil : account.edges[bin - 1], .basisPoints),
                FiguresTable.Cell(bin == account.edges.count ? nil : account.edges[bin], .basisPoints),
                FiguresTable.Cell(count),
                FiguresTable.Cell(trades.count == 0 ? nil : Double(count) / Double(trades.count), .percent),
              ]
            }
          }
        })
    }

    private static func view(_ account: ReportPage.Course.Account, in context: PageContext) -> View {
      let page = context.page
      let highest = account.trades.map(\.tallest).max() ?? 0
      let shown = page.variants.indices.filter { $0 != page.reference }
      let reference = page.reference.map { account.trades[$0] }
      return View(
        scope: context.index(of: account.name), scopeName: account.name,
        pictures: shown.map { variant in
          let trades = account.trades[variant]
          let name = page.variants[variant].name
          return VariantPicture(
            name: name, colour: context.colours[variant],
            caption: "\(Figures.grouped(trades.count)) trades, mean \(points(trades.mean).text)",
            svg: Histogram(
              trades, beside: reference, edges: account.edges, highest: highest, name: "\(name) on \(account.name)"
            ).svg)
        },
        rows: page.variants.indices.map { variant in
          VariantRow(
            name: page.variants[variant].name, colour: context.colours[variant],
            cells: zip(columns, cells(account.trades[variant])).map { column, cell in
              Cell(column: column, raw: cell.raw, text: cell.text)
            })
        })
    }

    private static func cells(_ trades: ReportPage.Course.Trades) -> [(raw: String, text: String)] {
      func cell(_ value: Double?, _ unit: ReportPage.Unit) -> (raw: String, text: String) {
        (unit.plain(value), unit.text(value))
      }
      return [
        cell(Double(trades.count), .count), cell(trades.hitRate, .percent), points(trades.mean),
        points(trades.median), points(trades.averageWin), points(trades.averageLoss),
        cell(Double(trades.longestLosingStreak), .count), cell(trades.medianHolding, .duration),
      ]
    }

    private static func points(_ share: Double?) -> (raw: String, text: String) {
      let value = share.map { $0 * 1e4 }
      return (ReportPage.Unit.basisPoints.plain(value), ReportPage.Unit.basisPoints.text(value))
    }
  }
}

extension ReportPage.Course.Trades {
  /// The share of trades in the fullest bin.
  var tallest: Double { count == 0 ? 0 : Double(bins.max() ?? 0) / Double(count) }
}
