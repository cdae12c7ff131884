import Crypto
import Foundation
import TestSupport
import Testing
import Workbench

func sha256(_ text: String) -> String {
  SHA256.hash(data: Data(text.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}

@Suite struct MarkdownReportTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func text(_ run: Run) throws -> String {
    String(decoding: try ReportFormat.md.output(of: WrittenRun(run.path)), as: UTF8.self)
  }

  @Test func `a compared run is told with its verdicts, flips, money, noise floor and hashes`() async throws {
    let run = try await folder.play(.models)
    let text = try text(run)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "## models")
    #expect(lines[1].hasPrefix("run `\(run.summary.runId)` · tapedeck 1.2.3 · **mock models** · reference 3B f16"))
    let variant = try #require(run.summary.variants.last)
    let sentence = try #require(variant.sentence)
    let verdict = try #require(sentence.split(separator: " (").first)
    #expect(text.contains("\n- \(verdict) "))
    let rate = try #require(variant.probe?.flipRate)
    let row = try #require(lines.first { $0.hasPrefix("| 3B q4_0 | ") && !$0.contains("BTCUSD") })
    #expect(row.contains(String(format: "| %.2f %% |", 100 * rate)))
    #expect(text.contains("Noise floor: the reference differs from itself on 0.00 %"))
    #expect(text.contains("| weights | `"))
    #expect(text.contains("[report.html](<\(run.path)/report.html>)"))
    // Every table is one: as many cells in each line as in its header.
    var width = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        width = 0
        continue
      }
      let cells = line.replacing("\\|", with: "").count { $0 == "|" }
      if width > 0 { #expect(cells == width, "\(line)") }
      width = cells
    }
  }

  /// As a version that comes to verdicts writes them.
  @Test func `verdicts of the run come first, and what they hold is no markup`() async throws {
    let run = try await folder.play(.models)
    let (summary, manifest) = (try run.text("summary.json"), try run.text("manifest.json"))
    let own = #/"sentence" : "[^"]*"/#
    let sentence = "3B q4_0: <b>DIFFERENT</b> in decisions | money UNDECIDED"
    for verdict in ["\"sentence\" : \"\(sentence)\"", "\"verdict\" : {\"sentence\" : \"\(sentence)\"}"] {
      let changed = summary.replacing(own, with: verdict)
      try folder.write(changed, to: "out/summary.json")
      try folder.write(manifest.replacing(sha256(summary), with: sha256(changed)), to: "out/manifest.json")
      let text = try text(run)
      #expect(text.contains("\n- 3B q4_0: &lt;b>DIFFERENT&lt;/b> in decisions \\| money UNDECIDED\n"))
      #expect(text.contains("Margins, fixed before the run: annual_return 2.00 %, flips 2.00 %."))
      #expect(!text.contains("no verdicts"))
    }
  }

  @Test func `margins in a form that is not known are left out`() async throws {
    let run = try await folder.play(.models)
    let (summary, manifest) = (try run.text("summary.json"), try run.text("manifest.json"))
    let changed = summary.replacing("\"is_mock\"", with: "\"margins\" : [2], \"is_mock\"")
    try folder.write(changed, to: "out/summary.json")
    try folder.write(manifest.replacing(sha256(summary), with: sha256(changed)), to: "out/manifest.json")
    #expect(try !text(run).contains("Margins"))
  }

  @Test func `a rule is told without comparisons, a sweep as selected, a walk-forward as out of sample`() async throws {
    let rule = try text(try await folder.play(.rule))
    #expect(rule.contains("rules, no model · 1 seed: an anecdote"))
    #expect(!rule.contains("flips") && !rule.contains("verdicts"))
    let grid = "sweep: { grid: { strategy.fast: [5, 10] } }\n"
    let sweep = try text(try await folder.play(ScenarioText(text: SampleScenarios.rule + grid), out: "sweep"))
    #expect(sweep.contains("The best of 2 points by sharpe: a selected result"))
    #expect(sweep.contains("More than luck? against staying out p = "))
    let folds = "walk_forward: { train: 25d, test: 10d }\n"
    let walk = try text(try await folder.play(ScenarioText(text: SampleScenarios.rule + grid + folds), out: "walk"))
    #expect(walk.contains("Out of sample: 3 folds, 2018-01-26T00:00:00Z"))
  }

  @Test func `the other formats are the run's own files`() async throws {
    let run = try await folder.play(.rule)
    let written = try WrittenRun(run.path + "/")
    #expect(try ReportFormat.json.output(of: written) == run.bytes("summary.json"))
    #expect(try ReportFormat.csv.output(of: written) == run.bytes("comparison.csv"))
    #expect(try ReportFormat.html.output(of: written) == Data("\(run.path)/report.html\n".utf8))
  }
}
