import Foundation
import ModelServers
import Scenarios
import TestSupport
import Testing
import Workbench

/// Two quantizations of one model with random weights, each on a llama.cpp server of its own: what a scenario gets from
/// them, and what remains when they are gone.
@Suite(.serialized) struct ServedScenarioTests {
  private let folder: TemporaryFolder
  private static let tiny = "\(Repository.path)/models/tiny"

  init() throws { folder = try TemporaryFolder() }

  private func serve(_ format: String) throws -> PythonServer {
    let model = folder("\(format).gguf")
    try PythonServer.run("\(Self.tiny)/make_tiny_model.py", ["--type", format, "--out", model])
    return try PythonServer("\(Self.tiny)/serve.py", ["--model", model, "--alias", "tiny:\(format)", "--ctx", "4096"])
  }

  private func scenario(_ f16: String, _ q4: String, mode: String = "auto") -> ScenarioText {
    ScenarioText(
      text: """
        name: served
        data:
          - series: coinbase:BTCUSD 1h
            files: [\(Repository.hourlyBitcoin)]
            from: 2018-01-01
            to: 2018-01-20
        clock: { decide_every: 24 }
        strategy: { kind: language-model, prompt: { timeframes: [1h] } }
        models:
          retries: 0
          variants:
            - { name: f16, card: tiny-f16, server: { url: "\(f16)", kind: llama.cpp } }
            - { name: q4_0, card: tiny-q4_0, server: { url: "\(q4)", kind: llama.cpp } }
          tape: { file: tape.jsonl, mode: \(mode) }
          sampling: { likelihoods: 428 }
        pipeline: { minimum_confidence: 0 }
        volatility: { window: 250 }
        venue: { balance: 10000, fee: 5 bp }
        report: { attribution: off, null_traders: off }

        """)
  }

  @Test func `a run that asked servers is repeated from the tape without them, byte for byte`() async throws {
    let (f16, q4) = (try serve("f16"), try serve("q4_0"))
    let text = scenario(f16.url, q4.url)
    let asked = try await folder.play(text, out: "asked", jobs: 2)
    #expect(!asked.summary.isMock)
    #expect(asked.summary.asksServers == true)
    let variant = try #require(asked.summary.variants.last)
    #expect(variant.name == "q4_0")
    // Every reply keeps the contract: the server holds it to the schema.
    #expect(variant.figures.failures == [:])
    let probe = try #require(variant.probe)
    #expect(probe.ticks > 5)
    // With all words as candidates each action is among them.
    #expect(probe.divergence.map { $0 > 0 } == true)
    f16.stop()
    q4.stop()
    let tape = try Data(contentsOf: URL(filePath: folder("tape.jsonl")))
    let again = try await folder.play(text, out: "again", jobs: 1)
    for name in try asked.files() where name != "timings.json" {
      #expect(try asked.bytes(name) == again.bytes(name), "\(name)")
    }
    #expect(try Data(contentsOf: URL(filePath: folder("tape.jsonl"))) == tape)
    let inputs = try #require(try asked.object("manifest.json")["inputs"] as? [[String: Any]])
    #expect(inputs.contains { $0["kind"] as? String == "answers" && $0["name"] as? String == "tape.jsonl" })
    #expect(!inputs.contains { $0["kind"] as? String == "weights" })
    let page = try asked.text("report.html")
    #expect(page.contains("measured in this run"))
    #expect(!page.contains("MOCK MODEL"))

    // A seed of its own was never asked: the tape has no answer, the server is gone.
    await #expect(throws: ServerUnavailable.self) {
      try await folder.play(text, overrides: ["models.seeds=[9]"], out: "other")
    }
    await #expect(throws: DecisionTapeError.self) {
      try await folder.play(text, overrides: ["models.seeds=[9]", "models.tape.mode=replay"], out: "other")
    }
    #expect(!FileManager.default.fileExists(atPath: folder("other")))

    // Whoever explains the run asks nobody either, whatever the scenario's mode is.
    let (store, models) = (folder("store.sqlite"), Repository.models)
    let places = FinishedRun.Places(folder: folder("again"), scenario: folder("scenario.yaml")) { _ in
      store
    } models: { _ in
      models
    }
    _ = try FinishedRun(places, version: "1.2.3") { _ in }
    try FileManager.default.removeItem(atPath: folder("tape.jsonl"))
    #expect(throws: DecisionTapeError.missing(folder("tape.jsonl"))) {
      try FinishedRun(places, version: "1.2.3") { _ in }
    }
    #expect(!FileManager.default.fileExists(atPath: folder("tape.jsonl")))
  }

  @Test func `a server that dies in the middle ends the run and loses no answer`() async throws {
    let (f16, q4) = (try serve("f16"), try serve("q4_0"))
    let text = scenario(f16.url, q4.url)
    let run = Task { [folder] in try await folder.play(text, out: "run") }
    let path = folder("tape.jsonl")
    func lines() -> Int { (FileManager.default.contents(atPath: path) ?? Data()).split(separator: 0x0A).count }
    for _ in 0..<3_000 where lines() < 12 { try await Task.sleep(for: .milliseconds(100)) }
    q4.stop()
    await #expect(throws: ServerUnavailable.self) { try await run.value }
    let kept = lines()
    #expect(kept >= 12)
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
    // What was answered is there, and the next run goes on from it.
    _ = try DecisionTape(path: path, mode: .replay)
  }
}
