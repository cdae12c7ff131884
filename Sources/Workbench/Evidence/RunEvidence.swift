import Comparison

/// What a run says beyond its results: whether its models know when they are right, whether they remember, and whether
/// risk was what it was said to be.
struct RunEvidence: Sendable {
  /// Nil where nothing was probed: without several variants of a model.
  let calibration: CalibrationEvidence?
  let memorisation: MemorisationEvidence?
  let risk: RiskEvidence

  init(_ results: RunResults) throws {
    let run = results.run
    // Rules are not judged, and their tapes may be long.
    let labels = run.models.isEmpty ? [] : try run.panels.indices.map { try LabelledPanel($0, of: run) }
    risk = RiskEvidence(results, labels)
    guard results.sessions.contains(where: { $0.probe != nil }) else {
      (calibration, memorisation) = (nil, nil)
      return
    }
    calibration = CalibrationEvidence(run, results.sessions, labels: labels)
    memorisation = MemorisationEvidence(run, results.sessions, labels: labels)
  }

  /// Its tables, of which a run has those that say something.
  static let tables = [CalibrationTable.name, MemorisationTable.name] + RiskTables.names

  func write(_ run: ScenarioRun, to folder: String) throws {
    if let calibration { try CalibrationTable.write(calibration, to: "\(folder)/\(CalibrationTable.name)") }
    if let memorisation { try MemorisationTable.write(memorisation, to: "\(folder)/\(MemorisationTable.name)") }
    try RiskTables.write(risk, run, to: folder)
  }
}
