extension PageView {
  /// The points of a sweep.
  struct TrialsSection {
    let subtitle: String
    let metric: String
    let heatMap: HeatMap?
    let heatSigned: Bool
    let bars: GridBars?
    let head: [Column]
    let rows: [Row]
    let more: String?
    let selection: Selection?

    struct Selection {
      let sentence: String?
      let lines: [Line]
      let notes: [String]

      struct Line {
        let name: String
        let note: String
        let figure: String
      }

      fileprivate init(_ selection: ReportPage.Trials.Selection) {
        sentence = selection.sentence
        lines = selection.lines.map { Line(name: $0.name, note: $0.note, figure: $0.unit.text($0.value)) }
        notes = selection.notes
      }
    }

    /// Rows that a reader can take in.
    static let maximumRows = 100

    struct Column {
      let name: String
      let isFigure: Bool
    }

    struct Row {
      let isBest: Bool
      let point: String
      let cells: [Cell]
      let error: String?
      let span: Int
    }

    struct Cell {
      let column: String
      let text: String
      let isFigure: Bool
      let isMetric: Bool
    }

    init?(_ context: PageContext) {
      guard let trials = context.page.trials else { return nil }
      metric = trials.metric.name
      selection = trials.selection.map(Selection.init)
      heatMap = HeatMap(trials)
      heatSigned = heatMap?.signed ?? false
      bars = GridBars(trials)
      let failed = trials.rows.count { $0.error != nil }
      let count = Figures.grouped(trials.rows.count) + (trials.rows.count == 1 ? " point" : " points")
      subtitle =
        "\(count) tried\(failed > 0 ? ", \(Figures.grouped(failed)) failed" : ""); ranked by \(trials.metric.name). "
        + "All else on this page is the first of them: picked after the fact, it flatters itself, the more so the more "
        + "were tried"
      let metrics = [trials.metric] + trials.others
      head =
        trials.keys.map { Column(name: $0, isFigure: false) } + metrics.map { Column(name: $0.name, isFigure: true) }
      rows = trials.rows.prefix(Self.maximumRows).enumerated().map { index, row in
        let values = zip(trials.keys, row.values).map {
          Cell(column: $0, text: $1 ?? "–", isFigure: false, isMetric: false)
        }
        let figures = zip(metrics, row.figures).enumerated().map { place, figure in
          Cell(
            column: figure.0.name, text: figure.0.unit.text(figure.1), isFigure: true, isMetric: place == 0)
        }
        return Row(
          isBest: index == 0 && row.error == nil, point: Figures.grouped(row.point),
          cells: values + (row.error == nil ? figures : []), error: row.error, span: metrics.count)
      }
      more =
        trials.rows.count > rows.count
        ? "The best \(Figures.grouped(rows.count)) of \(Figures.grouped(trials.rows.count)); trials.csv has all." : nil
    }
  }

  /// The folds of a walk-forward.
  struct FoldsSection {
    let subtitle: String
    let metric: String
    let isChosen: Bool
    let keys: [String]
    let rows: [Row]

    struct Row {
      let number: String
      let train: String
      let test: String
      let values: [Value]
      let trained: String
      let tested: String
      let testedTone: String
      let testReturn: String
      let trades: String
    }

    struct Value {
      let key: String
      let value: String
    }

    init?(_ context: PageContext) {
      guard let folds = context.page.folds else { return nil }
      let unit = folds.metric.unit
      metric = folds.metric.name
      keys = folds.keys
      isChosen = !folds.keys.isEmpty
      let choice =
        isChosen
        ? "In each fold the best of \(Figures.grouped(folds.points)) points in training by \(folds.metric.name) plays the "
          + "test that follows" : "The same settings play the test window of each fold"
      subtitle =
        "\(choice); training is \(folds.mode). All else on this page is the test windows, one after the other: "
        + "nothing in them was seen when the choice was made"
      rows = folds.rows.map { row in
        Row(
          number: Figures.grouped(row.number), train: row.train, test: row.test,
          values: zip(folds.keys, row.values).map { Value(key: $0, value: $1 ?? "–") },
          trained: unit.text(row.trained), tested: unit.text(row.tested),
          testedTone: folds.metric.prefersLess || (row.tested ?? 0) == 0 ? "" : (row.tested ?? 0) < 0 ? "loss" : "gain",
          testReturn: ReportPage.Unit.signedPercent.text(row.testReturn), trades: ReportPage.Unit.count.text(row.trades)
        )
      }
    }
  }
}
