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

  /// The shipped scenarios whose instruments share an account, or whose account has another currency; a part of each.
  @Test(arguments: [
    ("portfolio", ["data.0.to=2018-01-15", "data.1.to=2018-01-15"], "BTCUSD+GBPUSD", 2 * 63 * 24),
    ("pounds-in-euros", ["data.0.to=2009-06-30"], "GBPUSD", 366 + 180),
  ])
  func `a shipped account is audited as the scenario plays it`(
    name: String, overrides: [String], instrument: String, ticks: Int
  ) async throws {
    let file = "\(Repository.path)/scenarios/\(name).yaml"
    var options = AuditOptions()
    options.cuts = 4
    let audit = try ScenarioAudit(
      try Scenario(contentsOf: file, overrides: overrides), file: file, storePath: folder("store.sqlite"),
      modelFolder: Repository.models, options: options
    ) { _ in }
    let entries = try await audit.audit(jobs: 1) { _, _ in }
    #expect(entries.map(\.instrument) == [instrument])
    let finding = try #require(entries.first?.finding)
    #expect(finding.leaks.isEmpty)
    #expect(finding.ticks == ticks)
    #expect(finding.branched == ticks)
    #expect(finding.decided > 290)
  }

  @Test func `finer candles are audited with the longer ones that they lie in`() async throws {
    let finer = "    finer: { series: 'coinbase:BTCUSD 1h', files: [\(Repository.hourlyBitcoin)] }"
    let text = SampleScenarios.rule
      .replacing("coinbase:BTCUSD 1h", with: "coinbase:BTCUSD 4h")
      .replacing(Repository.hourlyBitcoin, with: Repository.fourHourlyBitcoin)
      .replacing("strategy:", with: finer + "\nstrategy:")
    let finding = try #require(try await audit(text, cuts: 6).first?.finding)
    #expect(finding.leaks.isEmpty)
    #expect(finding.branched == 59 * 6)
  }

  @Test func `models on one account are each shown their own past`() async throws {
    let text = SampleScenarios.models
      .replacing(
        "clock:",
        with: """
            - series: coinbase:ETHUSD 1h
              files: ["\(Repository.path)/datasets/coinbase/ethusd_1h.csv.gz"]
              from: 2018-01-01
              to: 2018-03-15
          clock:
          """
      )
      .replacing("venue: {", with: "venue: { accounts: shared,")
    let entries = try await audit(text, cuts: 4, sample: 40, jobs: 2)
    #expect(entries.map(\.instrument) == ["BTCUSD+ETHUSD", "BTCUSD+ETHUSD"])
    for entry in entries {
      #expect(entry.finding.leaks.isEmpty)
      #expect(entry.finding.branched == entry.finding.ticks)
      #expect(entry.finding.decided > 100)
    }
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
