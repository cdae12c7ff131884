import CandleStore
import Crypto
import Foundation
import LanguageModels
import Market
import Reports
import Scenarios

/// Plays the points of a sweep on many threads; what comes of each depends on none of the others.
struct TrialRunner: Sendable {
  let sweep: Sweep
  let library: ModelLibrary
  let version: String
  let shelf: TapeShelf
  /// Whether the days of every trial are kept: there are no folds, and not too many of them.
  let keepsDays: Bool

  init(
    _ sweep: Sweep, file: String, store: CandleStore, library: ModelLibrary, version: String, hasFolds: Bool,
    note: (String) -> Void
  ) {
    self.sweep = sweep
    self.library = library
    self.version = version
    var shelf = TapeShelf()
    for scenario in sweep.scenarios { shelf.fetch(scenario, file: file, from: store, note: note) }
    self.shelf = shelf
    let panels = sweep.scenarios.first?.panels.count ?? 0
    let longest = shelf.tapes.map(\.dayCount).max() ?? 0
    keepsDays =
      !hasFolds && sweep.points.count <= Trials.mostJudged
      && sweep.points.count * panels * longest <= Trials.mostDailyReturns
  }

  /// Every point on all of its tape, or on the training of each fold: fold by fold, points in order.
  func play(
    folds: [Fold], jobs: Int, journal path: String, progress: @escaping @Sendable (RunDirectory.Progress) -> Void
  ) async throws -> [TrialRow] {
    let trials = makeTrials(folds)
    let journal = try TrialJournal(path, keeping: Set(trials.compactMap(\.key)))
    var rows: [TrialRow?] = trials.map { trial in
      trial.refusal.map { trial.row(.failed($0)) }
        ?? trial.key.flatMap { journal[$0] }.map { trial.row(.played($0)) }
    }
    let finished = rows.count { $0?.figures != nil }
    if finished > 0 { progress(.note("going on: \(finished) of \(rows.count) trials were played before")) }
    let missing = rows.indices.filter { rows[$0] == nil }
    var done = rows.count - missing.count
    let outcomes = try await mapInParallel(missing.map { trials[$0] }, jobs: jobs) { place, outcome in
      if case .played(let result) = outcome, let key = trials[missing[place]].key {
        try journal.append(result, key: key)
      }
      done += 1
      progress(.replays(done: done, of: rows.count))
    } _: {
      await outcome(of: $0)
    }
    for (index, outcome) in zip(missing, outcomes) { rows[index] = trials[index].row(outcome) }
    for tape in shelf.tapes { try tape.checkUnchanged() }
    return rows.compactMap { $0 }
  }

  // MARK: One trial

  private struct Trial: Sendable {
    var point: Sweep.Point
    var fold: Fold?
    var player: TrialPlayer?
    /// The hash of everything the figures depend on.
    var key: String?
    var refusal: String?

    func row(_ outcome: TrialRow.Outcome) -> TrialRow { TrialRow(point: point, fold: fold?.number, outcome: outcome) }
  }

  private func makeTrials(_ folds: [Fold]) -> [Trial] {
    var models: [ModelCache] = []
    let ready = sweep.points.map { point in prepare(point, &models) }
    guard !folds.isEmpty else { return ready.map { keyed($0, nil) } }
    return folds.flatMap { fold in ready.map { keyed($0, fold) } }
  }

  /// What a point needs to be played, or why it cannot be.
  private func prepare(_ point: Sweep.Point, _ cache: inout [ModelCache]) -> Trial {
    guard case .scenario(let own) = point.reading else {
      if case .refused(let error) = point.reading { return Trial(point: point, refusal: "\(error)") }
      return Trial(point: point)
    }
    do {
      if !cache.contains(where: { $0.settings == own.models }) {
        cache.append(ModelCache(settings: own.models, models: try library.models(of: own)))
      }
      let models = cache.first { $0.settings == own.models }?.models ?? []
      try ScenarioRun.checkPulse(own)
      let player = TrialPlayer(
        scenario: own, tapes: try shelf.tapes(of: own), models: models, keepsDays: keepsDays)
      return Trial(point: point, player: player)
    } catch {
      return Trial(point: point, refusal: "\(error)")
    }
  }

  private struct ModelCache {
    var settings: ModelsSettings?
    var models: [VariantModel]
  }

  private func keyed(_ trial: Trial, _ fold: Fold?) -> Trial {
    var trial = trial
    trial.fold = fold
    trial.player?.stretch = fold?.train
    guard let player = trial.player else { return trial }
    let own = player.scenario
    var hash = SHA256()
    let parts =
      [
        version, "\(own.strategy)", "\(own.seed)", "\(String(describing: own.models))",
        "\(own.accounts)",
      ]
      + own.panels.map {
        "\($0.instrument) \($0.series.timeframe) \($0.finer?.series.timeframe.rawValue ?? "") \($0.settings)"
      }
      + player.tapes.map(\.fingerprint)
      + player.models.map(\.fingerprint) + ["\(String(describing: fold?.train)) \(keepsDays)"]
    for part in parts {
      hash.update(data: Data(part.utf8))
      hash.update(data: Data([0]))
    }
    trial.key = hash.finalize().hexadecimal
    return trial
  }

  private func outcome(of trial: Trial) async -> TrialRow.Outcome {
    guard let player = trial.player else { return .failed(trial.refusal ?? "it could not be read") }
    do { return .played(try await player.play()) } catch { return .failed("\(error)") }
  }
}

extension Sweep {
  /// The scenarios of the points that could be read.
  var scenarios: [Scenario] {
    points.compactMap { if case .scenario(let scenario) = $0.reading { scenario } else { nil } }
  }
}
