import CandleStore
import Glibc
import Market
import Replay
import Reports
import Scenarios

/// What was tried before a run, and what the run then plays in full: the best point of a sweep, or the test windows of a
/// walk-forward, each with the point that its training chose.
struct Trials: Sendable {
  let scenario: Scenario
  /// Ranked, fold by fold.
  let rows: [TrialRow]
  let folds: [Fold]
  /// By fold; nil where nothing was to choose.
  let chosen: [TrialRow?]
  let run: ScenarioRun
  /// Candles that were read for trials.
  let tapes: [TrialTape]
  let journal: TrialJournalPath
  /// Whether rows have their days.
  let keepsDays: Bool

  /// Points and daily returns that the tests of selection are made for: 32 MB, and seconds.
  static let mostJudged = 2_000
  static let mostDailyReturns = 4 << 20

  var sweep: Sweep? { scenario.sweep }
  var failed: Int { rows.count { $0.error != nil } }
  /// Of a sweep without folds.
  var best: TrialRow? { folds.isEmpty ? rows.first : nil }

  /// Nil for a scenario that has neither a sweep nor a walk-forward.
  init?(
    _ scenario: Scenario, of directory: RunDirectory, models: [VariantModel], store: CandleStore,
    journal: TrialJournalPath, progress: @escaping @Sendable (RunDirectory.Progress) -> Void
  ) async throws {
    guard scenario.sweep != nil || scenario.walkForward != nil else { return nil }
    self.scenario = scenario
    self.journal = journal
    let note: (String) -> Void = { progress(.note($0)) }
    var folds: [Fold] = []
    var read: [TrialTape] = []
    if let walk = scenario.walkForward {
      for panel in scenario.panels where panel.settings.venue.balance == nil {
        throw TrialError.unknownBalance(panel.series)
      }
      read = try scenario.panels.map { try TrialTape($0, in: store) }
      folds = try walk.folds(of: read.commonWindow())
    }
    self.folds = folds
    guard let sweep = scenario.sweep else {
      (rows, chosen, tapes, keepsDays) = ([], folds.map { _ in nil }, read, false)
      run = try ScenarioRun(scenario, models: models, store: store, folds: folds.map { ($0, scenario, models) })
      return
    }
    let runner = TrialRunner(
      sweep, file: directory.scenarioFile, store: store, library: directory.library, version: directory.version,
      hasFolds: !folds.isEmpty, note: note)
    let played = try await runner.play(
      folds: folds, jobs: directory.jobs, journal: journal.path, progress: progress)
    tapes = read + runner.shelf.tapes
    keepsDays = runner.keepsDays
    guard !folds.isEmpty else {
      rows = played.ranked(by: sweep.metric)
      chosen = []
      guard let best = rows.first, case .scenario(let own) = best.point.reading, best.figures != nil else {
        throw TrialError.noPoint(first: played.first?.error ?? "")
      }
      run = try ScenarioRun(own, models: directory.library.models(of: own), store: store)
      return
    }
    rows = folds.flatMap { fold in played.filter { $0.fold == fold.number }.ranked(by: sweep.metric) }
    var chosen: [TrialRow] = []
    var stretches: [(Fold, Scenario, [VariantModel])] = []
    for fold in folds {
      guard let best = rows.first(where: { $0.fold == fold.number }), best.figures != nil,
        case .scenario(let own) = best.point.reading
      else {
        throw TrialError.noPointInFold(fold.number, first: played.first { $0.fold == fold.number }?.error ?? "")
      }
      chosen.append(best)
      stretches.append((fold, own, try directory.library.models(of: own)))
    }
    self.chosen = chosen
    run = try ScenarioRun(scenario, models: models, store: store, folds: stretches)
  }

  /// What the manifest has to name besides what the run itself reads.
  func inputs(besides known: [Manifest.Entry]) throws -> [Manifest.Entry] {
    try Self.inputs(of: sweep, tapes, besides: known)
  }

  /// The same of trials that have been played: `tapes` are those that they read.
  static func inputs(
    of sweep: Sweep?, _ tapes: [TrialTape], besides known: [Manifest.Entry]
  ) throws -> [Manifest.Entry] {
    var entries: [Manifest.Entry] = []
    if let file = sweep?.file {
      entries.append(try Manifest.Entry(file: file.path, name: file.name, kind: "points"))
    }
    for tape in tapes {
      for entry in tape.inputs {
        let isKnown = (known + entries).contains {
          $0.name == entry.name && $0.sha256 == entry.sha256
        }
        if !isKnown { entries.append(entry) }
      }
    }
    return entries
  }
}

extension TrialTape {
  /// Its candles, and those that are read beside them.
  fileprivate var inputs: [Manifest.Entry] {
    let own = Manifest.Entry(
      name: series.name.description, kind: "candles", sha256: digest,
      detail: "\(rows) candles of \(window.lowerBound) to \(window.upperBound)")
    return [own]
      + besides.map { source in
        Manifest.Entry(
          name: source.series.name.description, kind: "candles", sha256: source.digest,
          detail: "\(source.rows) candles up to \(window.upperBound), beside \(series.name)")
      }
  }
}

/// Where finished trials are kept while a run lasts: beside its directory.
struct TrialJournalPath: Sendable {
  let path: String

  /// `destination` is the run directory: `reports/.x.trials.jsonl` for `reports/x`.
  init(beside destination: String) {
    path = Path.neighbour(".\(Path.name(of: destination)).trials.jsonl", of: destination)
  }

  /// The run is complete: nothing needs to be taken up again.
  func remove() { unlink(path) }
}
