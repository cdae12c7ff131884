import Foundation
import TestSupport
import Testing

/// `compare`, `report` and `export` as they are typed.
@Suite struct FinishedRunCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SampleScenarios.rule, to: "rule.yaml")
    try folder.run("rule.yaml").expectSuccess()
  }

  @Test func `a report says where the page is, or prints what is asked for`() throws {
    let plain = try folder.tapedeck("report", "reports/rule")
    plain.expectSuccess()
    #expect(plain.output == "reports/rule/report.html\n")
    let json = try folder.tapedeck("report", "reports/rule", "--format", "json")
    #expect(try json.object()["scenario"] as? String == "rule")
    let both = try folder.tapedeck("report", "reports/rule/", "--format", "md,csv")
    both.expectSuccess()
    #expect(both.output.hasPrefix("## rule\n") && both.output.contains("\nvariant,instrument,seed,ticks"))
    #expect(both.output.contains("(<reports/rule/report.html>)"))
    try folder.tapedeck("report", "reports/rule", "--format", "md,pdf").expectFailure(64, "'pdf'", "csv, json or md")
    try folder.tapedeck("report", "reports/none").expectFailure(66, "reports/none", "manifest.json")
    try folder.write("{}", to: "reports/rule/summary.json")
    try folder.tapedeck("report", "reports/rule", "--format", "md").expectFailure(65, "summary.json", "again")
  }

  @Test func `a notebook goes where notebooks go, or where it is told`() throws {
    let outcome = try folder.tapedeck("export", "reports/rule")
    outcome.expectSuccess()
    #expect(outcome.output == "notebook: notebooks-export/rule.ipynb\n")
    let text = try String(contentsOfFile: folder("notebooks-export/rule.ipynb"), encoding: .utf8)
    #expect(text.contains("RUN = \\\"../reports/rule\\\""))
    try folder.tapedeck("export", "reports/rule", "--out", "deep/er/a.ipynb").expectSuccess()
    #expect(FileManager.default.fileExists(atPath: folder("deep/er/a.ipynb")))
    try folder.tapedeck("export", "reports/rule", "--out", "a.html").expectFailure(64, "a.html", ".ipynb")
    try folder.tapedeck("export", "nowhere").expectFailure(66, "nowhere")
  }

  @Test func `runs are compared, or refused with a reason`() throws {
    try folder.run("rule.yaml", "--set", "venue.fee=20 bp", "--out", "dear").expectSuccess()
    let outcome = try folder.tapedeck("compare", "reports/rule", "dear", "--out", "compared")
    outcome.expectSuccess()
    #expect(outcome.output.contains("comparison: compared/comparison.md"))
    #expect(outcome.output.contains("Differences are to rule"))
    let json = try folder.tapedeck("compare", "reports/rule", "dear", "--json")
    #expect(try (json.object()["runs"] as? [Any])?.count == 2)
    let reports = try FileManager.default.contentsOfDirectory(atPath: folder("reports"))
    #expect(reports.contains { $0.hasPrefix("compare-") })
    try folder.run("rule.yaml", "--set", "venue.balance=500", "--out", "poor").expectSuccess()
    try folder.tapedeck("compare", "reports/rule", "poor").expectFailure(65, "'poor'", "500", "balance")
    try folder.tapedeck("compare", "reports/rule").expectFailure(64, "two runs")
    try folder.tapedeck("compare", "dear", "reports/rule", "dear").expectFailure(64, "'dear' is named twice")
    try folder.tapedeck("compare", "reports/rule", "dear", "--out", "dear").expectFailure(64, "dear", "--out")
  }
}
