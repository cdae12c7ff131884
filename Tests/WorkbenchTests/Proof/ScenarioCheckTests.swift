import Foundation
import FoundationXML
import Market
import Scenarios
import TestSupport
import Testing
import Workbench

/// A drift is planted by changing one setting: the check has to name where it begins, and by which link.
@Suite struct ScenarioCheckTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func check(
    _ text: String, _ overrides: [String] = [], jobs: Int = 1
  ) throws -> (ScenarioCheck, Scenario) {
    let file = try folder.write(text, to: "scenario.yaml")
    var directory = RunDirectory(
      scenarioFile: file, storePath: folder("store.sqlite"), modelFolder: Repository.models, chartsPath: nil,
      output: "", version: "1.2.3", command: "")
    directory.overrides = overrides
    directory.jobs = jobs
    let scenario = try Scenario(contentsOf: file, overrides: overrides)
    return (ScenarioCheck(directory, baselineFolder: folder("baselines/\(scenario.name)")), scenario)
  }

  @discardableResult
  private func update(_ text: String, _ overrides: [String] = []) async throws -> ScenarioCheck.Result? {
    let (check, scenario) = try check(text, overrides)
    return try await check.update(scenario) { _ in }
  }

  private func compare(_ text: String, _ overrides: [String] = [], jobs: Int = 1) async throws -> ScenarioCheck.Result {
    let (check, scenario) = try check(text, overrides, jobs: jobs)
    return try await check.compare(scenario) { _ in }
  }

  private func file(_ name: String) -> String { folder("baselines/rule/\(name)") }

  @Test func `the same scenario is as its baseline, on any number of threads`() async throws {
    #expect(try await update(SampleScenarios.models) == nil)
    let result = try await compare(SampleScenarios.models, jobs: 2)
    #expect(!result.hasDrifted)
    #expect(result.variants.map(\.variant) == ["3B f16", "3B q4_0"])
    #expect(result.variants.map(\.sessions) == [2, 2])
    #expect(result.inputs.isEmpty)
    #expect(CheckReport.text(result).isEmpty)
  }

  /// What each setting changes first.
  @Test(arguments: [
    ("strategy.fast=11", "readings"), ("risk.daily_trades=1", "gate"), ("sizing.risk=0.5 %", "order"),
    ("venue.slippage=3 bp", "fill"), ("strategy.kind=buy-and-hold", "session"),
  ])
  func `a planted drift is named by its first link`(setting: String, event: String) async throws {
    let text = SampleScenarios.rule
    try await update(text)
    let result = try await compare(text, [setting])
    #expect(result.hasDrifted)
    let drift = try #require(result.first?.drift)
    #expect(drift.event == event)
    #expect(result.inputs == ["override \(setting)"])
    guard event != "session" else { return }
    #expect(
      drift.chain.map(\.name) == [
        "candle", "readings", "forecast", "prompt", "decision", "gate", "order", "fill",
      ])
    let place = try #require(drift.chain.firstIndex { $0.name == event })
    if event == "readings" {
      // Fifty closes make the slow average ready; the two fast ones differ at once, what is done about it later.
      #expect(drift.instant == Timestamp("2018-01-03T02:00:00Z"))
      #expect((drift.outcome ?? 0) > drift.time)
    }
    #expect(drift.chain[..<place].allSatisfy { $0.isEqual })
    #expect(!drift.chain[place].isEqual)
    #expect(drift.chain[place].baseline != drift.chain[place].found)
  }

  /// What an order is sized on and pays come later, in the same page of the log.
  @Test func `a charge that differs is named before the order that it makes another`() async throws {
    let financed = "venue: { balance: 10000, fee: 5 bp, financing: { calendar: every_8_hours, long: 5 %, short: 5 % } }"
    let text = SampleScenarios.rule.replacing("venue: { balance: 10000, fee: 5 bp }", with: financed)
      .replacing("{ kind: sma-cross }", with: "{ kind: sma-cross, positions: long_short }")
    try await update(text)
    let drift = try #require(try await compare(text, ["venue.financing.long=9 %"]).first?.drift)
    #expect(drift.event == "charge")
    #expect(drift.chain.map(\.name) == ["charge"])
    #expect(drift.chain[0].baseline != drift.chain[0].found)
  }

  @Test func `a model's drift is named by variant, instrument, seed and prompt`() async throws {
    try await update(SampleScenarios.models)
    let result = try await compare(SampleScenarios.models, ["strategy.prompt.masked=true"])
    let first = try #require(result.first)
    let drift = try #require(first.drift)
    #expect(drift.event == "prompt")
    #expect(drift.instrument == "BTCUSD")
    #expect(drift.seed == 1)
    #expect(first.variant == "3B f16")
    // The pulse is the same, only its words are others.
    #expect(drift.chain.first { $0.name == "readings" }?.isEqual == true)
  }

  private static let walkForward =
    SampleScenarios.rule + "walk_forward: { train: 25d, test: 10d }\n"
    + "sweep: { grid: { strategy.fast: [5, 10], strategy.slow: [30, 60] }, sort_by: total_return }\n"

  @Test func `a walk-forward is as its baseline, fold by fold`() async throws {
    try await update(Self.walkForward)
    let result = try await compare(Self.walkForward, jobs: 2)
    #expect(!result.hasDrifted)
    #expect(result.variants.map(\.sessions) == [3])
  }

  @Test(arguments: [("venue.slippage=3 bp", "fill"), ("sizing.risk=0.5 %", "order")])
  func `a walk-forward's drift is named by its fold and its first link`(setting: String, event: String) async throws {
    try await update(Self.walkForward)
    let result = try await compare(Self.walkForward, [setting])
    let drift = try #require(result.first?.drift)
    #expect(drift.fold == 1)
    // The choice is the same, or its readings would be the first event.
    #expect(drift.event == event)
    #expect(CheckReport.text(result).contains("seed 1, fold 1, 2018-01-"))
  }

  /// The last fold begins on 15 February: what changes after that changes no other.
  @Test func `a drift in a later fold is named by that fold`() async throws {
    try await update(Self.walkForward)
    let result = try await compare(
      Self.walkForward, ["pipeline.feed.outages=[{ from: 2018-02-20T00:00Z, to: 2018-02-20T06:00Z }]"])
    let drift = try #require(result.first?.drift)
    #expect(drift.fold == 3)
    #expect(drift.instant.description.hasPrefix("2018-02-20T0"))
    #expect(result.variants[0].drifted == 1)
  }

  @Test func `evidence, null traders and attribution are compared`() async throws {
    let text = SampleScenarios.models.replacing("seeds: [1, 2]", with: "seeds: [1]")
    try await update(text, ["report.null_traders=3"])
    let result = try await compare(text, ["report.null_traders=4", "report.label_horizon=12"])
    let paths = result.figures.map(\.figure)
    #expect(paths.contains { $0.hasPrefix("evidence null_traders 3B f16 BTCUSD ") })
    #expect(paths.contains { $0.hasPrefix("evidence calibration 3B q4_0 ") })
    // No decision hangs on either.
    #expect(result.first == nil)
    let figures = try String(contentsOfFile: folder("baselines/models/summary.json"), encoding: .utf8)
    #expect(figures.contains("\"attribution\""))
  }

  @Test func `one other candle is the first event, and the tick is the one that saw it`() async throws {
    let text = SampleScenarios.rule
    try await update(text)
    // Another series under the same name: its first day is cut off.
    let result = try await compare(text, ["data.0.from=2018-01-02"])
    #expect(result.first?.drift?.event == "candle")
    #expect(result.first?.drift?.instant == Timestamp("2018-01-01T01:00:00Z"))
    #expect(result.inputs.contains("candles coinbase:BTCUSD 1h"))
  }

  @Test func `an update is accepted, and tells what changed`() async throws {
    try await update(SampleScenarios.rule)
    #expect(try await update(SampleScenarios.rule)?.hasDrifted == false)
    let other = try #require(try await update(SampleScenarios.rule, ["venue.slippage=3 bp"]))
    #expect(other.first?.drift?.event == "fill")
    #expect(try await !compare(SampleScenarios.rule, ["venue.slippage=3 bp"]).hasDrifted)
    #expect(try await compare(SampleScenarios.rule).hasDrifted)
  }

  @Test func `figures may move as far as the tolerances say`() async throws {
    try await update(SampleScenarios.rule)
    let setting = ["venue.slippage=0.01 bp"]
    let strict = try await compare(SampleScenarios.rule, setting)
    #expect(!strict.figures.isEmpty)
    let names = Set(strict.figures.map { String($0.figure.split(separator: " ").last ?? "") })
    let metrics = names.sorted().map { "\"\($0)\": 1000" }.joined(separator: ", ")
    try folder.write("{\"events\": \"explain\", \"metrics\": {\(metrics)}}", to: "baselines/rule/tolerances.json")
    let loose = try await compare(SampleScenarios.rule, setting)
    #expect(!loose.hasDrifted)
    #expect(loose.first?.drift?.event == "fill")
    try folder.write("{\"metrics\": {\(metrics)}}", to: "baselines/rule/tolerances.json")
    let exact = try await compare(SampleScenarios.rule, setting)
    #expect(exact.hasDrifted)
    #expect(exact.figures.isEmpty)
    // Accepting keeps the tolerances.
    try await update(SampleScenarios.rule, setting)
    #expect(FileManager.default.fileExists(atPath: file("tolerances.json")))
  }

  @Test func `a baseline that is not there is missing`() async throws {
    await #expect(throws: BaselineError.missing(folder("baselines/rule"))) { try await compare(SampleScenarios.rule) }
  }

  @Test(arguments: ["sma-cross.trace.gz", "summary.json", "inputs.json", "tolerances.json"])
  func `a damaged baseline is one clear error that names the file`(name: String) async throws {
    try await update(SampleScenarios.rule)
    try folder.write("{\"events\": \"exact\"}", to: "baselines/rule/tolerances.json")
    let data = try Data(contentsOf: URL(filePath: file(name)))
    for damage in [data.prefix(data.count / 2), Data(), Data("[1".utf8)] {
      try Data(damage).write(to: URL(filePath: file(name)))
      let error = try #require(await #expect(throws: BaselineError.self) { try await compare(SampleScenarios.rule) })
      #expect("\(error)".contains(name))
      #expect(!"\(error)".contains("\n"))
    }
  }

  @Test func `the JUnit file is valid and holds the chain`() async throws {
    try await update(SampleScenarios.rule)
    let good = try await compare(SampleScenarios.rule)
    var bad = try await compare(SampleScenarios.rule, ["venue.slippage=3 bp"])
    bad.scenario = "<\"&\u{1}>"
    let document = try JUnit(CheckReport.junit([good, bad]))
    #expect(document.suites == ["rule", "<\"&?>"])
    #expect(document.cases == ["sma-cross", "figures", "sma-cross", "figures"])
    #expect(document.failures.count == 2)
    #expect(document.failures.first?.contains("fill       DIFFERENT") == true)
  }

  @Test func `an annotation is one line with its file`() async throws {
    try await update(SampleScenarios.rule)
    let text = CheckReport.annotation(try await compare(SampleScenarios.rule, ["venue.slippage=3 bp"]))
    #expect(text.hasPrefix("::error file="))
    #expect(!text.contains("\n"))
    #expect(text.contains("%0A"))
    #expect(text.contains("title=rule drifted::"))
  }
}

/// What a JUnit file says; throws where it is no XML.
private final class JUnit: NSObject, XMLParserDelegate {
  private(set) var suites: [String] = []
  private(set) var cases: [String] = []
  private(set) var failures: [String] = []
  private var isInFailure = false

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    if name == "testsuite" { suites.append(attributes["name"] ?? "") }
    if name == "testcase" { cases.append(attributes["name"] ?? "") }
    if name == "failure" { failures.append("") }
    isInFailure = name == "failure"
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if isInFailure, !failures.isEmpty { failures[failures.count - 1] += text }
  }
}
