import Scenarios
import TestSupport
import Testing
import Workbench

@Suite struct ScenarioAuditTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func audit(_ text: String, cuts: Int, sample: Int? = nil, jobs: Int = 1) async throws
    -> [ScenarioAudit.Entry]
  {
    let file = try folder.write(text, to: "scenario.yaml")
    var options = AuditOptions()
    (options.cuts, options.sample) = (cuts, sample)
    return try await ScenarioAudit(
      try Scenario(contentsOf: file), file: file, storePath: folder("store.sqlite"), modelFolder: Repository.models,
      options: options
    ) { _ in }.audit(jobs: jobs) { _, _ in }
  }

  @Test(arguments: [
    "{ kind: sma-cross }", "{ kind: rsi-reversion }", "{ kind: momentum }", "{ kind: breakout }",
    "{ kind: buy-and-hold }", "{ kind: always-hold }",
  ])
  func `no rule that ships knows the future`(strategy: String) async throws {
    let entries = try await audit(SampleScenarios.rule.replacing("{ kind: sma-cross }", with: strategy), cuts: 6)
    let finding = try #require(entries.first?.finding)
    #expect(finding.leaks.isEmpty)
    // 59 days of hours.
    #expect(finding.branched == 59 * 24)
    #expect(finding.decided > 1_300)
  }

  @Test func `no model variant is shown the future, whoever answers again`() async throws {
    let all = try await audit(SampleScenarios.models, cuts: 4, jobs: 2)
    #expect(all.map(\.variant) == ["3B f16", "3B q4_0"])
    let some = try await audit(SampleScenarios.models, cuts: 4, sample: 20)
    for (entry, other) in zip(all, some) {
      #expect(entry.finding.leaks.isEmpty)
      #expect(entry.finding.decided > 50)
      #expect(other.finding.leaks.isEmpty)
      #expect(other.finding.branched == entry.finding.branched)
    }
  }
}
