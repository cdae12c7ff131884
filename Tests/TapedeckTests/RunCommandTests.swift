import Foundation
import TestSupport
import Testing

@Suite struct RunCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SampleScenarios.rule, to: "rule.yaml")
    try folder.write(SampleScenarios.models, to: "models.yaml")
  }

  @Test func `a run needs nothing but its scenario`() throws {
    let outcome = try folder.tapedeck("run", "rule.yaml")
    outcome.expectSuccess()
    #expect(outcome.output.contains("rule  run "))
    #expect(outcome.output.contains("report: reports/rule/report.html"))
    // What was imported is a log line; progress has no place where standard error is a file.
    #expect(outcome.complaint.hasPrefix("imported 20111 candles of coinbase:BTCUSD 1h"))
    #expect(outcome.complaint.split(separator: "\n").count == 1)
    #expect(!outcome.complaint.contains("\r"))
    #expect(FileManager.default.fileExists(atPath: folder("tapedeck.sqlite")))
    #expect(FileManager.default.fileExists(atPath: folder("reports/rule/report.html")))
  }

  @Test func `a scenario's path may have one character`() throws {
    try folder.write(SampleScenarios.rule, to: "r")
    try folder.tapedeck("run", "r", "--out", "o").expectSuccess()
  }

  @Test func `--json prints what summary.json holds, in the contract's keys`() throws {
    let outcome = try folder.run("rule.yaml", "--json", "--out", "out")
    #expect(outcome.output == (try String(contentsOfFile: folder("out/summary.json"), encoding: .utf8)))
    let summary = try outcome.object()
    #expect(summary["scenario"] as? String == "rule")
    #expect((summary["run_id"] as? String)?.count == 16)
    let variant = try #require((summary["variants"] as? [[String: Any]])?.first)
    let contract: Set = [
      "name", "ticks", "decisions", "funnel", "orders", "fills", "final_equity", "total_return", "max_drawdown",
      "sharpe",
    ]
    #expect(contract.isSubset(of: variant.keys))
    let decisions = try #require(variant["decisions"] as? [String: Int])
    #expect(Set(decisions.keys) == ["buy", "sell", "hold"])
    let funnel = try #require(variant["funnel"] as? [String: Int])
    // 59 days of 24 hourly ticks.
    #expect(variant["ticks"] as? Int == 59 * 24)
    #expect(funnel.values.reduce(0, +) == 59 * 24)
  }

  @Test func `any key of the scenario can be overridden`() throws {
    let outcome = try folder.run(
      "rule.yaml", "--json", "--set", "strategy.kind=always-hold", "--set", "data.0.to=2018-02-01")
    let variant = try #require((try outcome.object()["variants"] as? [[String: Any]])?.first)
    #expect(variant["name"] as? String == "always-hold")
    #expect(variant["ticks"] as? Int == 31 * 24)
    #expect(variant["fills"] as? Int == 0)
  }

  @Test func `a seed on the command line is the run's seed`() throws {
    try folder.run("models.yaml", "--seed", "7", "--out", "out").expectSuccess()
    let manifest = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder("out/manifest.json"))))
        as? [String: Any])
    #expect(manifest["seed"] as? Int == 7)
  }

  @Test(arguments: [
    ("venue:", "venu:", "bad.yaml:8:1:", "venue"), ("fee: 5 bp", "fee: five", "bad.yaml:8:31:", "five"),
    ("sma-cross", "sma-crss", "bad.yaml:7:", "sma-cross"), ("BTCUSD 1h", "BTCUSD 7m", "bad.yaml:3:", "7m"),
    ("from: 2018-01-01", "from: 2019-01-01", "bad.yaml:6:", "2018-03-01"),
  ])
  func `a scenario with a fault is told by line and column`(
    found: String, fault: String, place: String, word: String
  ) throws {
    try folder.write(SampleScenarios.rule.replacingOccurrences(of: found, with: fault), to: "bad.yaml")
    try folder.run("bad.yaml").expectFailure(78, place, word)
    #expect(!FileManager.default.fileExists(atPath: folder("reports")))
    #expect(!FileManager.default.fileExists(atPath: folder("store.sqlite")))
  }

  @Test func `a format that the mock cannot store is refused before anything is done`() throws {
    try folder.write(SampleScenarios.models.replacingOccurrences(of: "q4_0 }", with: "q4_K_M }"), to: "bad.yaml")
    try folder.run("bad.yaml").expectFailure(78, "q4_K_M", "3B q4_0", "q8_0", "real server")
    #expect(!FileManager.default.fileExists(atPath: folder("store.sqlite")))
  }

  @Test func `a card that is not there is bad configuration`() throws {
    try folder.write(SampleScenarios.models.replacingOccurrences(of: "q4_0 }", with: "q9 }"), to: "bad.yaml")
    try folder.run("bad.yaml").expectFailure(78, "llama3.2-3b-instruct-q9", "llama3.2-3b-instruct-q4_0")
  }

  @Test func `failures that add up to more than all requests are refused`() throws {
    try folder.run("models.yaml", "--set", "models.failures.timeout=0.7", "--set", "models.failures.server_error=0.7")
      .expectFailure(78, "models.failures", "100")
  }

  @Test func `missing input is told apart from bad configuration`() throws {
    try folder.run("nowhere.yaml").expectFailure(66, "nowhere.yaml")
    try folder.run(".").expectFailure(66)
    try folder.write("", to: "empty.yaml")
    try folder.run("empty.yaml").expectFailure(78, "empty")
    try folder.write(SampleScenarios.rule.replacingOccurrences(of: "btcusd_1h", with: "nothing"), to: "bad.yaml")
    try folder.run("bad.yaml").expectFailure(66, "nothing.csv.gz", "BTCUSD 1h")
    try folder.write(SampleScenarios.rule.replacing(#/\ +files.*\n/#, with: ""), to: "bare.yaml")
    try folder.run("bare.yaml").expectFailure(66, "BTCUSD 1h", "files")
  }

  @Test func `a window without candles says where they are`() throws {
    try folder.run("rule.yaml", "--out", "first").expectSuccess()
    try folder.run("rule.yaml", "--set", "data.0.from=2030-01-01", "--set", "data.0.to=2030-02-01")
      .expectFailure(78, "2017-07-01T11:00:00Z", "2019-10-17T09:00:00Z")
  }

  @Test func `a store that is none is bad data`() throws {
    try folder.write("this is no store\n", to: "text.sqlite")
    try folder.tapedeck("run", "rule.yaml", "--store", "text.sqlite").expectFailure(65, "text.sqlite")
  }

  @Test func `an output folder that cannot be made is an I/O error`() throws {
    try folder.run("rule.yaml", "--out", "/dev/null/out").expectFailure(74, "/dev/null/out")
    try folder.run("rule.yaml", "--out", "/proc/out").expectFailure(74, "/proc/out")
  }

  @Test func `nothing but an older run is ever replaced`() throws {
    try folder.write("keep me", to: "letter.txt")
    try folder.run("rule.yaml", "--out", ".").expectFailure(64, "--out")
    try folder.run("rule.yaml", "--out", "letter.txt").expectFailure(64, "letter.txt", "--out")
    #expect(try String(contentsOfFile: folder("letter.txt"), encoding: .utf8) == "keep me")
    try FileManager.default.createDirectory(atPath: folder("empty"), withIntermediateDirectories: true)
    try folder.run("rule.yaml", "--out", "empty").expectSuccess()
    try folder.run("rule.yaml", "--out", "empty/").expectSuccess()
  }

  @Test func `no number of threads but a positive one is taken`() throws {
    try folder.run("rule.yaml", "--jobs", "0").expectFailure(64, "--jobs")
  }

  @Test func `overrides that cannot be are told with their key`() throws {
    try folder.run("rule.yaml", "--set", "seed").expectFailure(78, "KEY=VALUE")
    try folder.run("rule.yaml", "--set", "venue.fee=zzz").expectFailure(78, "venue.fee", "zzz")
    try folder.run("rule.yaml", "--set", "risk.dayly_trades=3").expectFailure(78, "daily_trades")
  }
}
