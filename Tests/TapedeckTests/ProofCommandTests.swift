import Foundation
import TestSupport
import Testing

/// `audit`, `check` and `explain` as they are typed.
@Suite struct ProofCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SampleScenarios.rule, to: "rule.yaml")
  }

  private func tapedeck(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try Command(arguments + ["--store", folder("store.sqlite")], in: folder, environment: environment).outcome()
  }

  @Test func `an audit says what it looked at`() throws {
    let outcome = try tapedeck("audit", "rule.yaml", "--cuts", "4", "--json")
    outcome.expectSuccess()
    let audit = try outcome.object()
    #expect(audit["leaks"] as? Int == 0)
    let replay = try #require((audit["replays"] as? [[String: Any]])?.first)
    #expect(replay["branched"] as? Int == 59 * 24)
    #expect(replay["replays"] as? Int == 8)
    let table = try tapedeck("audit", "rule.yaml", "--cuts", "2")
    #expect(table.output.contains("sma-cross  BTCUSD   1416"))
  }

  @Test func `a check needs a baseline, is equal to it, and fails on drift`() throws {
    try tapedeck("check", "rule.yaml").expectFailure(66, "baselines/rule", "--update")
    let made = try tapedeck("check", "rule.yaml", "--update")
    #expect(made.output == "rule: baseline made in baselines/rule\n")
    let same = try tapedeck("check", "rule.yaml")
    same.expectSuccess()
    #expect(same.output == "rule: 1 replays as in the baseline\n")
    let drift = try tapedeck("check", "rule.yaml", "--set", "venue.slippage=3 bp", "--junit", "out.xml")
    #expect(drift.code == 1)
    #expect(drift.output.contains("first event that differs: sma-cross, BTCUSD, seed 1, "))
    #expect(drift.output.contains("  fill       DIFFERENT"))
    #expect(try String(contentsOfFile: folder("out.xml"), encoding: .utf8).contains("<failure"))
    let again = try tapedeck("check", "rule.yaml", "--update")
    #expect(again.output == "rule: unchanged\n")
  }

  @Test func `in a workflow a drift is annotated`() throws {
    try tapedeck("check", "rule.yaml", "--update").expectSuccess()
    let variables = ["GITHUB_ACTIONS": "true"]
    let drift = try tapedeck(
      "check", "rule.yaml", "--set", "venue.slippage=3 bp", environment: variables)
    #expect(drift.complaint.hasPrefix("::error file=rule.yaml,title=rule drifted::first event"))
    #expect(try tapedeck("check", "rule.yaml", environment: variables).complaint.isEmpty)
  }

  @Test func `a folder means the scenarios in it`() throws {
    try FileManager.default.createDirectory(atPath: folder("some"), withIntermediateDirectories: true)
    try folder.write(SampleScenarios.rule.replacing("name: rule", with: "name: b"), to: "some/b.yaml")
    try folder.write(SampleScenarios.rule.replacing("name: rule", with: "name: a"), to: "some/a.yaml")
    let outcome = try tapedeck("check", "some", "--update")
    #expect(outcome.output == "a: baseline made in baselines/a\nb: baseline made in baselines/b\n")
  }

  @Test func `a tick of a finished run is explained`() throws {
    try tapedeck("run", "rule.yaml", "--out", "out").expectSuccess()
    let outcome = try tapedeck("explain", "out", "--tick", "2018-02-01T00:00:00Z")
    outcome.expectSuccess()
    #expect(outcome.output.contains("BTCUSD, seed 1, 2018-02-01T00:00:00Z"))
    #expect(outcome.output.contains("fast"))
    try tapedeck("explain", "out", "--tick", "noon").expectFailure(64, "noon")
    try tapedeck("explain", "nowhere", "--tick", "2018-02-01T00:00:00Z").expectFailure(66, "nowhere")
    try folder.write(SampleScenarios.rule + "# a remark\n", to: "rule.yaml")
    try tapedeck("explain", "out", "--tick", "2018-02-01T00:00:00Z").expectFailure(65, "rule.yaml", "SHA-256")
  }
}
