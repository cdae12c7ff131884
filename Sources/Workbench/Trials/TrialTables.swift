import Comparison
import Market
import Replay
import Reports
import Scenarios

/// `trials.csv`, `selection.csv`, `folds.csv` and `out_of_sample.csv`.
enum TrialTables {
  static let names = ["trials.csv", "selection.csv", "folds.csv", "out_of_sample.csv"]

  static func write(_ judged: JudgedTrials, to folder: String) throws {
    if let sweep = judged.trials.sweep { try writeTrials(judged, sweep, to: "\(folder)/\(names[0])") }
    if case .success(let selection) = judged.selection { try selection.write(to: "\(folder)/\(names[1])") }
    guard !judged.trials.folds.isEmpty else { return }
    try writeFolds(judged, to: "\(folder)/\(names[2])")
    try writeEquity(judged, to: "\(folder)/\(names[3])")
  }

  /// A row a point (and fold), best first.
  private static func writeTrials(_ judged: JudgedTrials, _ sweep: Sweep, to path: String) throws {
    let trials = judged.trials
    let file = try OutputFile(path)
    let hasFolds = !trials.folds.isEmpty
    let figures = ComparisonTable.columns
    try file.row(
      (hasFolds ? ["fold"] : []) + ["point"] + sweep.keys + ["status"] + figures.map(\.name) + ["error"]
        + SelectionEvidence.pointColumns)
    for (place, row) in trials.rows.enumerated() {
      var fields = hasFolds ? [String(row.fold ?? 0)] : []
      fields += [String(row.point.number)] + row.point.values.map { $0 ?? "" }
      fields.append(row.figures == nil ? "failed" : "ok")
      fields += figures.map { column in row.figures.flatMap(column.figure).map(\.shortest) ?? "" }
      fields.append(row.error ?? "")
      fields += (try? judged.selection?.get())?.fields(ofRow: place) ?? SelectionEvidence.pointColumns.map { _ in "" }
      try file.row(fields)
    }
    try file.close()
  }

  /// A row a fold: when it trained and when it was judged, what was chosen, and how it did in both.
  private static func writeFolds(_ judged: JudgedTrials, to path: String) throws {
    let trials = judged.trials
    let file = try OutputFile(path)
    let metric = trials.sweep?.metric ?? .sharpe
    let keys = trials.sweep?.keys ?? []
    try file.row(
      ["fold", "train_from", "train_to", "test_from", "test_to", "point"] + keys
        + ["metric", "train", "test", "test_return", "test_max_drawdown", "test_trades", "test_final_equity"])
    for (index, fold) in trials.folds.enumerated() {
      let chosen = trials.chosen[index]
      let test = judged.folds[index]
      var fields = [
        String(fold.number), "\(fold.train.window.lowerBound)", "\(fold.train.window.upperBound)",
        "\(fold.test.window.lowerBound)", "\(fold.test.window.upperBound)",
        chosen.map { String($0.point.number) } ?? "",
      ]
      fields += keys.indices.map { chosen?.point.values[$0] ?? "" }
      fields += [metric.rawValue, chosen?.figures.flatMap(metric.value)?.shortest ?? ""]
      fields += [
        metric.value(of: test), test.totalReturn, test.maxDrawdown, test.trades, test.finalEquity,
      ].map { $0?.shortest ?? "" }
      try file.row(fields)
    }
    try file.close()
  }

  /// The account at the end of each day that was judged.
  private static func writeEquity(_ judged: JudgedTrials, to path: String) throws {
    let (trials, results) = (judged.trials, judged.results)
    let file = try OutputFile(path)
    try file.row(["day", "instrument", "seed", "fold", "equity"])
    for (place, account) in results.foldParts.enumerated() {
      let seed = results.run.seeds[place % results.run.seeds.count]
      for (fold, part) in zip(trials.folds, account.parts[0]) {
        for day in part.days {
          try file.row([
            "\(day.dayStart)", results.run.name(of: account.book), String(seed),
            String(fold.number), "\(day.equity)",
          ])
        }
      }
    }
    try file.close()
  }
}
