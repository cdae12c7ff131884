/// Trials beside what the run made of their choice.
struct JudgedTrials: Sendable {
  let trials: Trials
  let results: RunResults
  /// Of the test windows, fold by fold: means over the accounts and seeds.
  let folds: [RunSummary.Figures]
  /// Of a sweep whose best point was played on the days that chose it; a walk-forward judges its choices by later days.
  let selection: Result<SelectionEvidence, SelectionEvidence.Refusal>?

  init(_ trials: Trials, _ results: RunResults) {
    self.trials = trials
    self.results = results
    folds = FoldFigures(trials, results).means
    selection =
      trials.sweep == nil || !trials.folds.isEmpty
      ? nil : Result { () throws(SelectionEvidence.Refusal) in try SelectionEvidence(trials, results) }
  }
}
