import Market
import Scenarios

/// What `summary.json` says of a sweep: how much was tried to find what it found.
package struct TrialsSummary: Encodable, Equatable, Sendable {
  package var count: Int
  package var failed: Int
  package var sortBy: String
  /// Absent where every fold chose its own; folds.csv has them.
  package var best: Best?

  package struct Best: Encodable, Equatable, Sendable {
    package var point: Int
    /// By key, as it would be typed; a key that the point leaves as the scenario has it is absent.
    package var values: [String: String]
    package var figure: Double?
  }

  init?(_ trials: Trials) {
    guard let sweep = trials.sweep else { return nil }
    count = trials.rows.count
    failed = trials.failed
    sortBy = sweep.metric.rawValue
    best = trials.best.map { row in
      var values: [String: String] = [:]
      for (key, value) in zip(sweep.keys, row.point.values) { values[key] = value }
      return Best(point: row.point.number, values: values, figure: row.figures.flatMap(sweep.metric.value))
    }
  }
}

/// What `summary.json` says of a walk-forward; its figures are those of the test windows, chained.
package struct WalkForwardSummary: Encodable, Equatable, Sendable {
  package var mode: String
  package var folds: Int
  package var from: String
  package var to: String

  init?(_ trials: Trials) {
    guard let settings = trials.scenario.walkForward, let first = trials.folds.first, let last = trials.folds.last
    else { return nil }
    mode = settings.mode.rawValue
    folds = trials.folds.count
    from = first.test.window.lowerBound.description
    to = last.test.window.upperBound.description
  }
}
