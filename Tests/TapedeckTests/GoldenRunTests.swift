import Foundation
import TestSupport
import Testing

/// Runs whose decisions, fills and summary are committed: whatever changes them shows in review.
///
/// `RECORD=1 swift test --filter GoldenRunTests` rewrites them.
@Suite struct GoldenRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [("golden-rule", "sma-cross"), ("golden-models", "3b-q4_0")])
  func `a run is the one that was recorded`(scenario: String, variant: String) throws {
    let names = ["summary.json", "\(variant)/decisions.csv", "\(variant)/fills.csv"]
    for out in ["first", "second"] {
      try folder.run("\(Repository.fixtures)/\(scenario).yaml", "--out", out).expectSuccess()
      for name in names {
        let found = try String(contentsOfFile: folder("\(out)/\(name)"), encoding: .utf8)
        let file = "\(Repository.fixtures)/\(scenario)/\(name.replacing("\(variant)/", with: ""))"
        if ProcessInfo.processInfo.environment["RECORD"] == "1" { try record(found, to: file) }
        try expectEqual(found, try String(contentsOfFile: file, encoding: .utf8), "\(scenario)/\(name)")
      }
    }
  }

  /// Tells the first line that differs.
  private func expectEqual(_ found: String, _ recorded: String, _ name: String) throws {
    guard found != recorded else { return }
    let lines = found.split(separator: "\n", omittingEmptySubsequences: false)
    let expected = recorded.split(separator: "\n", omittingEmptySubsequences: false)
    let first = zip(lines, expected).enumerated().first { $1.0 != $1.1 }
    let line = first.map { "line \($0.offset + 1): \($0.element.0), recorded: \($0.element.1)" }
    Issue.record("\(name) differs: \(line ?? "\(lines.count) lines, recorded \(expected.count)")")
  }

  private func record(_ text: String, to file: String) throws {
    let url = URL(filePath: file)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }
}
