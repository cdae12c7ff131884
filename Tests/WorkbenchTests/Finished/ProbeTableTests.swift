import TestSupport
import Testing
import Workbench

@Suite struct ProbeTableTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `probe.csv has every answer, and its flips are the summary's`() async throws {
    let run = try await folder.play(.models)
    let table = try run.table("probe.csv")
    #expect(table.columns == ["time", "instrument", "seed", "variant", "action", "confidence"])
    let probe = try #require(run.summary.variants.first { $0.name == "3B q4_0" }?.probe)
    #expect(table.rows.count == 2 * probe.ticks)
    let (own, other) = (table.filtered { $0["variant"] == "3B f16" }, table.filtered { $0["variant"] == "3B q4_0" })
    #expect(own["time"] == other["time"] && own["seed"] == other["seed"])
    #expect(zip(own["action"], other["action"]).count { $0 != $1 } == probe.flips)
    #expect(Set(table["seed"]) == ["1", "2"])
    // Where nothing fails, the reference traded on the same answers at the same ticks.
    func answers(_ table: Table) -> Set<String> {
      Set(table.rows.map { row in ["seed", "time", "action"].compactMap { row[$0] }.joined(separator: " ") })
    }
    #expect(answers(own).isSubset(of: answers(try run.table("3b-f16/decisions.csv"))))
    #expect(Set(table["action"]).isSubset(of: ["BUY", "SELL", "HOLD"]))
    #expect(table["confidence"].allSatisfy { Int($0).map { (0...100).contains($0) } ?? false })
  }

  @Test func `probe.csv is not there where nothing is compared or no rows are wanted`() async throws {
    #expect(try await !folder.play(.rule).files().contains("probe.csv"))
    let quiet = ScenarioText(text: SampleScenarios.models + "report: { decision_log: none }\n")
    #expect(try await !folder.play(quiet, out: "quiet").files().contains("probe.csv"))
  }
}
