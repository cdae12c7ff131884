import ArgumentParser
import Workbench

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Lay finished runs of the same candles side by side.")

  @Argument(help: "Run directories; the others are compared with the first.") var runs: [String]
  @Option(help: "Folder for the comparison (default: reports/compare-<id>).") var out: String?
  @Flag(help: "Print summary.json instead of a table.") var json = false

  func run() throws {
    guard runs.count > 1 else { throw UsageError("compare takes two runs or more. Name their directories.") }
    if let index = runs.indices.first(where: { runs[..<$0].contains(runs[$0]) }) {
      throw UsageError("'\(runs[index])' is named twice. Name each run once.")
    }
    let comparison = try RunComparison(try runs.map { try WrittenRun($0) })
    let output = out ?? "reports/compare-\(comparison.id)"
    try ComparisonFiles(comparison).write(to: output)
    if json {
      try Terminal.write(comparison.json())
    } else {
      try Terminal.say(Terminal.table(ComparisonFiles(comparison).rows))
      for note in comparison.notes { try Terminal.say("\n\(note)") }
      try Terminal.say("\ncomparison: \(output)/comparison.md")
    }
  }
}
