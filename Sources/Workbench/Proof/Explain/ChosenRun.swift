import CandleStore
import Market
import Scenarios

/// What a finished run played in full: its scenario, the best point of its sweep, or the folds of its walk-forward, each by
/// the point that its training chose. Which those are its own files say, and nothing is tried again.
struct ChosenRun {
  let run: ScenarioRun
  /// By stretch; nil where nothing was to choose.
  let points: [ChosenPoint?]
  /// Of a walk-forward; zero of all others.
  let folds: Int
  /// What was read for trials.
  private let tapes: [TrialTape]

  init(_ scenario: Scenario, of folder: String, _ directory: RunDirectory, _ store: CandleStore) throws {
    func models(_ scenario: Scenario) throws -> [VariantModel] {
      try directory.library.models(of: scenario)
    }
    guard scenario.sweep != nil || scenario.walkForward != nil else {
      run = try ScenarioRun(scenario, models: models(scenario), store: store)
      (points, folds, tapes) = ([nil], 0, [])
      return
    }
    let written = try WrittenRun(folder)
    var shelf = TapeShelf()
    for point in scenario.sweep?.scenarios ?? [] {
      shelf.fetch(point, file: directory.scenarioFile, from: store) { _ in }
    }
    guard let walk = scenario.walkForward else {
      let best = try ChosenPoint(written.summary.trials?.best?.point, of: scenario, in: "\(folder)/summary.json")
      run = try ScenarioRun(best.scenario, models: models(best.scenario), store: store)
      (points, folds, tapes) = ([best], 0, shelf.tapes)
      return
    }
    let own = try scenario.panels.map { try TrialTape($0, in: store) }
    let planned = try walk.folds(of: own.commonWindow())
    let chosen = try Self.points(of: scenario, written, count: planned.count)
    run = try ScenarioRun(
      scenario, models: models(scenario), store: store,
      folds: zip(planned, chosen).map { fold, point in
        let own = point?.scenario ?? scenario
        return (fold, own, try models(own))
      })
    (points, folds, tapes) = (chosen, planned.count, own + shelf.tapes)
  }

  /// By fold, as `folds.csv` has them.
  private static func points(of scenario: Scenario, _ written: WrittenRun, count: Int) throws(FinishedRunError)
    -> [ChosenPoint?]
  {
    guard scenario.sweep != nil else { return Array(repeating: nil, count: count) }
    let path = "\(written.folder)/folds.csv"
    var rows = CSVRows(try written.bytes("folds.csv"))
    guard let column = rows.next()?.fields.firstIndex(of: "point") else {
      throw .damaged(path, "it has no column 'point'")
    }
    var points: [ChosenPoint?] = []
    while let (_, row) = rows.next() {
      points.append(try ChosenPoint(row.count > column ? Int(row[column]) : nil, of: scenario, in: path))
    }
    guard points.count == count else { throw .damaged(path, "it has \(points.count) folds, and there are \(count)") }
    return points
  }

  /// What the manifest has to name besides what the run itself reads.
  func inputs(of scenario: Scenario, besides known: [Manifest.Entry]) throws -> [Manifest.Entry] {
    try Trials.inputs(of: scenario.sweep, tapes, besides: known)
  }
}

/// The point of a sweep that a run, or one fold of it, was played by.
package struct ChosenPoint: Equatable, Sendable {
  package let number: Int
  /// Points in all.
  package let count: Int
  /// `KEY=VALUE`, as it would be typed; keys that it leaves as the scenario has them are absent.
  package let settings: [String]
  let scenario: Scenario

  /// `path` is the file that says so.
  init(_ number: Int?, of scenario: Scenario, in path: String) throws(FinishedRunError) {
    guard let number, let sweep = scenario.sweep, sweep.points.indices.contains(number - 1),
      case .scenario(let own) = sweep.points[number - 1].reading
    else { throw .damaged(path, "it names no point of the sweep") }
    self.number = number
    count = sweep.points.count
    settings = zip(sweep.keys, sweep.points[number - 1].values).compactMap { key, value in value.map { "\(key)=\($0)" }
    }
    self.scenario = own
  }
}
