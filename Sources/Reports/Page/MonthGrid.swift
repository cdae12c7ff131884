/// Returns of one account by year and month, as tiles with a number in each.
struct MonthGrid {
  let rows: [Row]

  struct Row {
    let year: String
    let cells: [Cell]
  }

  struct Cell {
    let text: String
    /// Class of its colour, and of what marks a part of a month.
    let style: String
    /// Percent of the full colour.
    let strength: Int
  }

  /// `figure` picks the return or the difference; `scale` is that of all grids that are looked at in turn.
  init(
    _ years: [ReportPage.Course.Year], scale: Scale, _ figure: (ReportPage.Course.Return) -> Double?
  ) {
    rows = years.map { year in
      Row(
        year: String(year.year),
        cells: year.months.map { scale.cell($0, bound: scale.month, figure) }
          + [scale.cell(year.whole, bound: scale.year, figure, style: "year ")])
    }
  }

  /// How far from zero the colours reach: months and years each have their own measure, as years are larger.
  struct Scale {
    let month: Double
    let year: Double
    private let decimals: Int

    init(_ years: [ReportPage.Course.Year], _ figure: (ReportPage.Course.Return) -> Double?) {
      func largest(_ returns: [ReportPage.Course.Return]) -> Double {
        returns.compactMap(figure).filter(\.isFinite).map(abs).max() ?? 0
      }
      month = largest(years.flatMap { $0.months.compactMap(\.self) })
      year = largest(years.map(\.whole))
      decimals = month < 0.01 ? 2 : 1
    }

    fileprivate func cell(
      _ period: ReportPage.Course.Return?, bound: Double, _ figure: (ReportPage.Course.Return) -> Double?,
      style: String = ""
    ) -> Cell {
      guard let period else { return Cell(text: "", style: style + "outside", strength: 0) }
      guard let value = figure(period), value.isFinite else {
        return Cell(text: "–", style: style + "none", strength: 0)
      }
      let tone = value == 0 ? "none" : value < 0 ? "loss" : "gain"
      return Cell(
        text: Figures.signed(value * 100, abs(value) < 1 ? decimals : 0),
        style: style + tone + (period.isWhole ? "" : " part"),
        strength: value == 0 || bound == 0 ? 0 : Int((8 + 58 * abs(value) / bound).rounded()))
    }
  }
}
