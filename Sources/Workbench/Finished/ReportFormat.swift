package import Foundation

/// How `tapedeck report` tells of a finished run.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// Says where the page is.
  case html
  case csv
  case json
  case md

  package func output(of run: WrittenRun) throws -> Data {
    switch self {
    case .html:
      // Read, so that a damaged page is not pointed at.
      _ = try run.bytes("report.html")
      return Data("\(run.folder)/report.html\n".utf8)
    case .csv: return try run.bytes("comparison.csv")
    case .json: return try run.bytes("summary.json")
    case .md: return Data((MarkdownReport(run).text + "\n").utf8)
    }
  }
}
