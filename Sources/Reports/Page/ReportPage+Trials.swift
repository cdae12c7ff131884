extension ReportPage {
  /// The points of a sweep, best first.
  package struct Trials: Equatable, Sendable {
    package var keys: [String]
    /// What they are ranked by: `Sharpe ratio`.
    package var metric: Metric
    /// Further columns.
    package var others: [Metric]
    package var rows: [Row]
    /// Values of each of one or two keys where the points are the whole grid over them; else empty.
    package var grid: [[String]] = []
    /// Values that `rows` has of every point, by point number from 1; what the picture of the grid shows.
    package var figures: [Double?] = []
    /// How much of the best one the search alone explains; nil where a walk-forward judges it.
    package var selection: Selection?

    package struct Selection: Equatable, Sendable {
      package var sentence: String?
      package var lines: [Line] = []
      package var notes: [String] = []

      package init(sentence: String) { self.sentence = sentence }

      /// Nothing can be said, for this reason.
      package init(refusal: String) { notes = [refusal] }

      package struct Line: Equatable, Sendable {
        package var name: String
        package var value: Double?
        package var unit: Unit
        package var note: String

        package init(_ name: String, _ value: Double?, _ unit: Unit, note: String) {
          self.name = name
          self.value = value
          self.unit = unit
          self.note = note
        }
      }
    }

    package struct Metric: Equatable, Sendable {
      package var name: String
      package var unit: Unit
      package var prefersLess: Bool

      package init(_ name: String, _ unit: Unit, prefersLess: Bool = false) {
        self.name = name
        self.unit = unit
        self.prefersLess = prefersLess
      }
    }

    package struct Row: Equatable, Sendable {
      package var point: Int
      /// By key; nil where the scenario's own value holds.
      package var values: [String?]
      /// By column, the metric first.
      package var figures: [Double?]
      /// Why there are none.
      package var error: String?

      package init(point: Int, values: [String?], figures: [Double?], error: String? = nil) {
        self.point = point
        self.values = values
        self.figures = figures
        self.error = error
      }
    }

    package init(keys: [String], metric: Metric, others: [Metric], rows: [Row]) {
      self.keys = keys
      self.metric = metric
      self.others = others
      self.rows = rows
    }
  }

  /// The folds of a walk-forward.
  package struct Folds: Equatable, Sendable {
    /// `rolling`, `anchored`.
    package var mode: String
    package var metric: Trials.Metric
    /// Empty where nothing was to choose.
    package var keys: [String]
    package var rows: [Row]
    /// Trials in each fold.
    package var points: Int

    package struct Row: Equatable, Sendable {
      package var number: Int
      /// First and last day of training and of the test.
      package var train: String
      package var test: String
      package var values: [String?]
      /// Of the chosen point in training; nil where nothing was to choose.
      package var trained: Double?
      package var tested: Double?
      package var testReturn: Double?
      package var trades: Double

      package init(
        number: Int, train: String, test: String, values: [String?], trained: Double?, tested: Double?,
        testReturn: Double?, trades: Double
      ) {
        self.number = number
        self.train = train
        self.test = test
        self.values = values
        self.trained = trained
        self.tested = tested
        self.testReturn = testReturn
        self.trades = trades
      }
    }

    package init(mode: String, metric: Trials.Metric, keys: [String], rows: [Row], points: Int) {
      self.mode = mode
      self.metric = metric
      self.keys = keys
      self.rows = rows
      self.points = points
    }
  }
}
