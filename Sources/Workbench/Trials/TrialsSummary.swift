import Market
import Scenarios

/// What `summary.json` says of a sweep: how much was tried to find what it found.
package struct TrialsSummary: Encodable, Equatable, Sendable {
  package var count: Int
  package var failed: Int
  package var sortBy: String
  /// Absent where every fold chose its own; folds.csv has them.
  package var best: Best?
  /// Absent of a walk-forward, which judges its choices by days that did not choose them.
  package var selection: Selection?

  /// How much of the best point the search alone explains; ``reason`` where that cannot be said.
  package struct Selection: Encodable, Equatable, Sendable {
    package var sentence: String?
    /// As `selection.csv` has them: by benchmark, `own` for none, and statistic; what has no value is absent.
    package var figures: [String: [String: Double]]
    package var reason: String?
  }

  package struct Best: Encodable, Equatable, Sendable {
    package var point: Int
    /// By key, as it would be typed; a key that the point leaves as the scenario has it is absent.
    package var values: [String: String]
    package var figure: Double?
  }

  init?(_ judged: JudgedTrials) {
    let trials = judged.trials
    guard let sweep = trials.sweep else { return nil }
    count = trials.rows.count
    failed = trials.failed
    sortBy = sweep.metric.rawValue
    best = trials.best.map { row in
      var values: [String: String] = [:]
      for (key, value) in zip(sweep.keys, row.point.values) { values[key] = value }
      return Best(point: row.point.number, values: values, figure: row.figures.flatMap(sweep.metric.value))
    }
    switch judged.selection {
    case nil: break
    case .failure(let refusal): selection = Selection(figures: [:], reason: refusal.description)
    case .success(let evidence): selection = Selection(evidence)
    }
  }
}

extension TrialsSummary.Selection {
  fileprivate init(_ evidence: SelectionEvidence) {
    sentence = evidence.sentence
    figures = [:]
    for group in evidence.figures {
      for figure in group.figures {
        figures[group.benchmark?.rawValue ?? "own", default: [:]][figure.name] = figure.value
      }
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
