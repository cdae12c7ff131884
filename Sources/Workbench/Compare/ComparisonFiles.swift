import Comparison
import Foundation
import Market
import Reports

/// `comparison.csv`, `comparison.md` and `summary.json` of finished runs side by side.
package struct ComparisonFiles {
  private let comparison: RunComparison
  private var compared: ComparedRuns { comparison.compared }

  package init(_ comparison: RunComparison) { self.comparison = comparison }

  /// The folder appears when it is complete.
  package func write(to folder: String) throws {
    let staged = try StagedDirectory(for: folder, marker: "comparison.md")
    do {
      try writeTable(to: "\(staged.path)/comparison.csv")
      try OutputFile.write(comparison.json(), to: "\(staged.path)/summary.json")
      try OutputFile.write(markdown.utf8, to: "\(staged.path)/comparison.md")
      try staged.commit()
    } catch {
      staged.discard()
      throw error
    }
  }

  /// As the terminal and the page have them, header first; a line for each variant, account and run.
  package var rows: [[String]] {
    let header = [
      "variant", "", "run", "trades", "return", "drawdown", "money a year", "95 % interval", "smallest detectable",
    ]
    return [header]
      + comparison.lines.flatMap { line in
        zip(compared.labels, line.entries).compactMap { label, entry -> [String]? in
          guard entry.figures != nil || entry.difference != nil else { return nil }
          let (own, difference) = (entry.figures?.figures, entry.difference)
          let isSame = difference?.isIdentical ?? false
          return [
            line.variant, line.instrument, label, FigureText.number(own?.trades, 1),
            FigureText.percent(own?.totalReturn), FigureText.percent(own?.maxDrawdown),
            isSame ? "identical" : FigureText.percent(difference?.mean?.annual.value),
            isSame ? "-" : FigureText.interval(difference?.interval?.low, difference?.interval?.high),
            isSame ? "-" : FigureText.percent(difference?.power?.smallestDetectable()),
          ]
        }
      }
  }

  private var markdown: String {
    let runs = zip(compared.labels, compared.runs).map { label, run in
      [
        MarkdownTable.escaped(label), "`\(run.runID)`", MarkdownTable.escaped(run.scenario),
        MarkdownTable.escaped(run.manifest.version), "\(run.manifest.seeds.count)",
      ]
    }
    let rows = rows.map { $0.map(MarkdownTable.escaped) }
    return """
      # Runs side by side

      \(MarkdownTable.text(["run", "id", "scenario", "version", "seeds"], runs, names: 4))

      \(MarkdownTable.text(rows[0], Array(rows.dropFirst()), names: 3))

      \(comparison.notes.map { "- \(MarkdownTable.escaped($0))" }.joined(separator: "\n"))

      """
  }

  private static let differences = [
    "days", "identical", "annual_difference", "annual_difference_low", "annual_difference_high", "p_value",
    "smallest_detectable", "tracking_error", "bootstrap_difference", "bootstrap_low", "bootstrap_high",
  ]

  /// A row for each variant, account, run and seed, and one for the mean over the seeds.
  private func writeTable(to path: String) throws {
    let file = try OutputFile(path)
    let names = ComparisonTable.columns.map(\.name) + Self.differences
    file.text.append("variant,instrument,run,run_id,seed,\(names.joined(separator: ","))\n")
    for line in comparison.lines {
      for (run, entry) in line.entries.enumerated() {
        for seed in entry.figures?.seeds ?? [] { row(line, run, "\(seed.seed)", seed.figures, nil, file) }
        guard entry.figures != nil || entry.difference != nil else { continue }
        row(line, run, "mean", entry.figures?.figures, entry.difference, file)
      }
    }
    try file.close()
  }

  private func row(
    _ line: RunComparison.Line, _ run: Int, _ seed: String, _ figures: RunSummary.Figures?,
    _ difference: EquityDifference?, _ file: OutputFile
  ) {
    for text in [line.variant, line.instrument, compared.labels[run], compared.runs[run].runID] {
      file.text.append(csvField: text)
      file.text.append(",")
    }
    file.text.append(seed)
    for column in ComparisonTable.columns { append(figures.flatMap(column.figure), to: file) }
    append(difference.map { Double($0.days) }, to: file)
    file.text.append(difference.map { $0.isIdentical ? ",true" : ",false" } ?? ",")
    let (mean, power, bootstrap) = (difference?.mean?.annual, difference?.power, difference?.bootstrap)
    for value in [
      mean?.value, difference?.interval?.low, difference?.interval?.high, mean?.pValue, power?.smallestDetectable(),
      power?.trackingError, bootstrap?.difference, bootstrap?.interval.low, bootstrap?.interval.high,
    ] { append(value, to: file) }
    file.text.append("\n")
  }

  private func append(_ value: Double?, to file: OutputFile) {
    file.text.append(",")
    if let value { file.text.append(value) }
  }
}
