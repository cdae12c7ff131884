/// The figure of every point of a grid, as tiles: rows of the first key, columns of the second.
///
/// Colour says how far a figure lies from zero where the metric has a sign, towards gain or loss; else how far it lies
/// from the worst point to the best.
struct HeatMap {
  let rowKey: String
  let columnKey: String
  let columns: [String]
  let rows: [Row]
  let signed: Bool

  struct Row {
    let value: String
    let cells: [Cell]
  }

  struct Cell {
    let text: String
    /// Class of its colour.
    let tone: String
    /// Percent of the full colour.
    let strength: Int
    let isBest: Bool
    /// What a pointer is told.
    let title: String
  }

  /// More tiles than this are no picture.
  private static let widest = 24

  /// Nil where the points are not the grid of two keys.
  init?(_ trials: ReportPage.Trials) {
    guard trials.grid.count == 2, trials.grid.allSatisfy({ $0.count <= Self.widest }),
      trials.figures.count == trials.grid[0].count * trials.grid[1].count
    else { return nil }
    let (rowValues, columnValues) = (trials.grid[0], trials.grid[1])
    let scale = ColourScale(trials)
    let best = trials.rows.first.flatMap { $0.error == nil ? $0.point : nil }
    (rowKey, columnKey) = (trials.keys[0], trials.keys[1])
    columns = columnValues
    signed = scale.isSigned
    rows = rowValues.enumerated().map { row, value in
      Row(
        value: value,
        cells: columnValues.enumerated().map { column, other in
          let index = row * columnValues.count + column
          let figure = trials.figures[index]
          let (tone, strength) = scale.colour(figure)
          return Cell(
            text: trials.metric.unit.text(figure), tone: tone, strength: strength, isBest: best == index + 1,
            title: "\(trials.keys[0]) \(value), \(trials.keys[1]) \(other): \(trials.metric.unit.text(figure))")
        })
    }
  }
}

/// The figures of a grid over one key, as bars.
struct GridBars {
  let key: String
  let rows: [Row]

  struct Row {
    let value: String
    let text: String
    let tone: String
    /// Percent of the width.
    let left: String
    let width: String
    let isBest: Bool
  }

  private static let longest = 60

  /// Nil where the points are not the grid of one key.
  init?(_ trials: ReportPage.Trials) {
    guard trials.grid.count == 1, trials.grid[0].count <= Self.longest, trials.figures.count == trials.grid[0].count
    else { return nil }
    key = trials.keys[0]
    let shown = trials.figures.compactMap { $0 }.filter(\.isFinite)
    let (low, high) = (min(shown.min() ?? 0, 0), max(shown.max() ?? 0, 0))
    let span = high > low ? high - low : 1
    let best = trials.rows.first.flatMap { $0.error == nil ? $0.point : nil }
    let scale = ColourScale(trials)
    rows = zip(trials.grid[0], trials.figures).enumerated().map { index, point in
      let figure = point.1 ?? 0
      return Row(
        value: point.0, text: trials.metric.unit.text(point.1), tone: scale.colour(point.1).tone,
        left: Figures.fixed((min(figure, 0) - low) / span * 100, 2), width: Figures.fixed(abs(figure) / span * 100, 2),
        isBest: best == index + 1)
    }
  }
}

/// How good a figure is among others, as a colour.
private struct ColourScale {
  let isSigned: Bool
  private let prefersLess: Bool
  private let low: Double
  private let high: Double

  init(_ trials: ReportPage.Trials) {
    let shown = trials.figures.compactMap { $0 }.filter(\.isFinite)
    low = shown.min() ?? 0
    high = shown.max() ?? 0
    prefersLess = trials.metric.prefersLess
    isSigned = !prefersLess && [.ratio, .signedPercent].contains(trials.metric.unit)
  }

  func colour(_ figure: Double?) -> (tone: String, strength: Int) {
    guard let figure, figure.isFinite else { return ("none", 0) }
    if isSigned {
      let bound = max(abs(low), abs(high))
      return (figure < 0 ? "loss" : "gain", bound > 0 ? Int((8 + 58 * abs(figure) / bound).rounded()) : 0)
    }
    let share = high > low ? (figure - low) / (high - low) : 1
    return ("plain", Int((6 + 54 * (prefersLess ? 1 - share : share)).rounded()))
  }
}
