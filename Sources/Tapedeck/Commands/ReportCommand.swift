import ArgumentParser
import Workbench

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Tell of a finished run: where its page is, its tables, or Markdown.")

  @Argument(help: "The run directory.") var runDirectory: String
  @Option(help: "html (where the page is), csv, json or md (for pull requests); several separated by commas.")
  var format = "html"

  func run() throws {
    let formats = try format.split(separator: ",", omittingEmptySubsequences: false).map { name in
      guard let format = ReportFormat(rawValue: String(name)) else {
        throw UsageError("--format '\(name)' is not known. Use html, csv, json or md.")
      }
      return format
    }
    let written = try WrittenRun(runDirectory)
    // All of it before the first word: half a report is none.
    for output in try formats.map({ try $0.output(of: written) }) { try Terminal.write(output) }
  }
}
