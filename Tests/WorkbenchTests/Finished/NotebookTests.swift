import Foundation
import TestSupport
import Testing
import Workbench

@Suite struct NotebookTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func export(_ run: Run, to name: String) throws -> String {
    try NotebookExport(WrittenRun(run.path)).write(to: folder(name))
    return folder(name)
  }

  private func cells(_ notebook: String) throws -> [[String: Any]] {
    let data = try Data(contentsOf: URL(filePath: notebook))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((object["nbformat"] as? Int, object["nbformat_minor"] as? Int) == (4, 5))
    return try #require(object["cells"] as? [[String: Any]])
  }

  private func source(_ cell: [String: Any]) -> String { (cell["source"] as? [String] ?? []).joined() }

  @Test func `a notebook has a name for each cell, no output, and the same bytes each time`() async throws {
    let run = try await folder.play(.models)
    let first = try export(run, to: "books/first.ipynb")
    let cells = try cells(first)
    let ids = cells.compactMap { $0["id"] as? String }
    #expect(ids.count == cells.count && Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.wholeMatch(of: /[a-zA-Z0-9_-]{1,64}/) != nil })
    #expect(cells.allSatisfy { ($0["outputs"] as? [Any] ?? []).isEmpty })
    #expect(cells.allSatisfy { !source($0).contains("{{") && !source($0).contains("# %%") })
    #expect(cells.map(source).contains { $0.contains("RUN = \"../out\"") })
    #expect(source(cells[0]).hasPrefix("# models\n"))
    #expect(source(cells[0]).contains("`\(run.summary.runId)`"))
    let second = try export(run, to: "books/second.ipynb")
    #expect(try Data(contentsOf: URL(filePath: first)) == Data(contentsOf: URL(filePath: second)))
  }

  @Test func `a notebook leaves out what the run has not`() async throws {
    let rule = try cells(try export(try await folder.play(.rule, out: "rule"), to: "rule.ipynb"))
    let ids = Set(rule.compactMap { $0["id"] as? String })
    #expect(ids.isSuperset(of: ["setup", "figures", "funnels", "equity", "trades", "decisions"]))
    #expect(ids.isDisjoint(with: ["flip-rates", "flip-matrices", "money", "trials", "folds"]))
    let quiet = ScenarioText(text: SampleScenarios.models + "report: { decision_log: none }\n")
    let models = try cells(try export(try await folder.play(quiet, out: "quiet"), to: "quiet.ipynb"))
    let others = Set(models.compactMap { $0["id"] as? String })
    #expect(others.contains("money"))
    #expect(others.isDisjoint(with: ["flip-rates", "flip-matrices", "decisions"]))
  }

  @Test(.enabled(if: Jupyter.found != nil, "needs nbclient, ipykernel, pandas and matplotlib: make setup-test"))
  func `Jupyter runs every cell of every kind of run and draws its figures`() async throws {
    let jupyter = try #require(Jupyter.found)
    let sweep = ScenarioText(
      text: SampleScenarios.rule + "sweep: { grid: { strategy.fast: [5, 10], strategy.slow: [30, 60] } }\n")
    let walk = ScenarioText(
      text: SampleScenarios.rule + "walk_forward: { train: 25d, test: 10d }\n"
        + "sweep: { grid: { strategy.fast: [5, 10, 15] } }\n")
    let runs = [
      try await folder.play(.models, out: "models"), try await folder.play(.rule, out: "a \"rule\" \\ {{run}}"),
      try await folder.play(sweep, out: "sweep"), try await folder.play(walk, out: "walk"),
    ]
    let notebooks = try runs.enumerated().map { try export($1, to: "books/\($0).ipynb") }
    let (drawn, complaint) = try jupyter.execute(notebooks)
    #expect(complaint.isEmpty, "\(complaint)")
    let always = ["decisions", "equity", "funnels", "trades"]
    let expected = [
      always + ["flip-matrices", "flip-rates", "money"], always, always + ["trials"], always + ["folds", "trials"],
    ]
    for (found, names) in zip(drawn, expected) {
      #expect(Set(found.keys).subtracting(["volatility"]) == Set(names))
      #expect(found.values.allSatisfy { $0 == 1 })
    }
    #expect(drawn.count == runs.count)
  }

  @Test(.enabled(if: Jupyter.found != nil, "needs nbclient, ipykernel, pandas and matplotlib: make setup-test"))
  func `a notebook fails where a table does not say what the summary says`() async throws {
    let jupyter = try #require(Jupyter.found)
    let run = try await folder.play(.models)
    let notebook = try export(run, to: "book.ipynb")
    // One answer of the candidate turned round.
    let probe = try run.text("probe.csv")
    let line = try #require(probe.split(separator: "\n").first { $0.contains(",3B q4_0,HOLD,") })
    try folder.write(probe.replacing(line, with: line.replacing(",HOLD,", with: ",SELL,")), to: "out/probe.csv")
    let (drawn, complaint) = try jupyter.execute([notebook])
    #expect(drawn.isEmpty)
    #expect(complaint.contains("3B q4_0: probe.csv and summary.json disagree"), "\(complaint)")
  }
}
