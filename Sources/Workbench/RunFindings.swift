import Reports

/// All that a run found out, for its tables, its summary and its page.
struct RunFindings: Sendable {
  let results: RunResults
  let evidence: RunEvidence
  let course: RunCourse
  let paths: PathDifferences
  let nullTraders: NullEvidence?
  let trials: JudgedTrials?
  let attribution: Attribution?

  private var run: ScenarioRun { results.run }

  /// What stands beside the variants' folders and is no page, by name; a run has those that say something.
  static let tables =
    ["comparison.csv", "summary.json", ProbeTable.name] + TrialTables.names + RunEvidence.tables + CourseTables.names
    + AgreementTables.names + AttributionTables.names + [NullTable.name, PathTable.name, ReplicationTable.name]

  func summary(runID: String) -> RunSummary {
    let found = RunSummary.Findings(
      evidence: evidence, nullTraders: nullTraders, trials: trials, attribution: attribution)
    return RunSummary(results, found, runID: runID)
  }

  func write(_ summary: RunSummary, to folder: String) throws {
    try OutputFile.write(summary.json(), to: "\(folder)/summary.json")
    try ComparisonTable.write(summary, to: "\(folder)/comparison.csv")
    try ProbeTable.write(results, to: "\(folder)/\(ProbeTable.name)")
    try AgreementTables.write(results, to: folder)
    try PathTable.write(paths, run, to: folder)
    try ReplicationTable.write(results.replications, run, to: folder)
    try evidence.write(run, to: folder)
    try CourseTables(course: course, run: run).write(to: folder)
    if let nullTraders { try NullTable.write(nullTraders, run, to: "\(folder)/\(NullTable.name)") }
    if let trials { try TrialTables.write(trials, to: folder) }
    if let attribution { try AttributionTables.write(attribution, run, to: folder) }
  }

  /// Puts everything but the results themselves on their page.
  func add(to page: inout ReportPage) {
    page.evidence = EvidencePage(evidence: evidence, results: results).sections
    page.evidence.nullTraders = nullTraders.map { NullPage(evidence: $0, run: run).section }
    CoursePage(course: course, run: run).add(to: &page)
    if let trials { TrialsPage(judged: trials).add(to: &page) }
    if let attribution { AttributionPage(attribution: attribution, run: run).add(to: &page) }
  }
}

extension RunSummary {
  /// What a summary tells besides the results themselves.
  struct Findings: Sendable {
    let evidence: RunEvidence
    let nullTraders: NullEvidence?
    let trials: JudgedTrials?
    let attribution: Attribution?
  }

  init(_ results: RunResults, _ found: Findings, runID: String) {
    self.init(results, runID: runID)
    trials = found.trials.flatMap { TrialsSummary($0) }
    walkForward = found.trials.flatMap { WalkForwardSummary($0.trials) }
    evidence = EvidenceSummary(found.evidence, results.run)
    evidence?.nullTraders = found.nullTraders.map { NullSummary.all($0, results.run) }
    attribution = found.attribution.map { AttributionSummary($0, results.run) }
  }
}
