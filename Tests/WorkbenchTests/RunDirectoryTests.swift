import Crypto
import Foundation
import TestSupport
import Testing
import Workbench

@Suite struct RunDirectoryTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let tables = ["decisions", "equity", "fills", "orders", "trades", "volatility"]

  @Test func `a run directory holds what the contract lists and nothing else`() async throws {
    let run = try await folder.play(.models)
    let variants = ["3b-f16", "3b-q4_0"].flatMap { name in Self.tables.map { "\(name)/\($0).csv" } }
    let pages = [
      "accounting.csv", "agreement.csv", "attribution.csv", "calibration.csv", "comparison.csv", "costliest_flips.csv",
      "deepest_drawdowns.csv", "directions.csv", "drawdowns.csv", "latency.csv", "manifest.json", "memorisation.csv",
      "months.csv", "null_traders.csv", "paths.csv", "probe.csv", "replications.csv", "report.html", "risk.csv",
      "summary.json", "timings.json", "trade_distribution.csv",
    ]
    #expect(try run.files() == (variants + pages).sorted())
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".") } == [])
  }

  @Test func `the manifest hashes every input and every output`() async throws {
    let run = try await folder.play(.models)
    let manifest = try run.object("manifest.json")
    func entries(_ key: String) throws -> [[String: String]] { try #require(manifest[key] as? [[String: String]]) }
    let outputs = try entries("outputs")
    #expect(
      outputs.compactMap { $0["name"] } == (try run.files()).filter { $0 != "manifest.json" && $0 != "timings.json" })
    for output in outputs {
      #expect(output["sha256"] == hash(try run.bytes(try #require(output["name"]))))
    }
    let inputs = try entries("inputs")
    func input(_ kind: String) -> [[String: String]] { inputs.filter { $0["kind"] == kind } }
    #expect(input("scenario").first?["sha256"] == hash(try Data(contentsOf: URL(filePath: folder("scenario.yaml")))))
    #expect(input("candles").map { $0["name"] } == ["coinbase:BTCUSD 1h"])
    // 73 days of 24 hours.
    #expect(input("candles").first?["detail"]?.hasPrefix("1752 candles of 2018-01-01T00:00:00Z") == true)
    #expect(input("model card").count == 2)
    for card in input("model card") {
      let path = "\(Repository.models)/\(try #require(card["name"]))"
      #expect(card["sha256"] == hash(try Data(contentsOf: URL(filePath: path))))
    }
    #expect(input("weights").map { $0["name"] } == ["mock/mock-3b.weights"])
    #expect(manifest["run_id"] as? String == run.summary.runId)
    #expect(manifest["version"] as? String == "1.2.3")
    #expect(manifest["seeds"] as? [Int] == [1, 2])
  }

  private func hash(_ data: Data) -> String {
    SHA256.hash(data: data).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  @Test func `threads change nothing but the times`() async throws {
    let one = try await folder.play(.models, out: "one", jobs: 1)
    let four = try await folder.play(.models, out: "four", jobs: 4)
    for name in try one.files() where name != "timings.json" {
      #expect(try one.bytes(name) == four.bytes(name), "\(name)")
    }
  }

  @Test func `a variant must not have the name of a file of the run directory`() async throws {
    let scenario = ScenarioText.models.with("name: 3B q4_0", "name: summary.json")
    await #expect(throws: WorkbenchError.self) { try await folder.play(scenario) }
  }

  @Test func `a prompt cannot ask for candles shorter than the series`() async throws {
    let scenario = ScenarioText.models.with("[1h, 4h]", "[5m, 1h]")
    await #expect(throws: WorkbenchError.self) { try await folder.play(scenario) }
    #expect(!FileManager.default.fileExists(atPath: folder("out")))
  }
}
