import Foundation
import Scenarios
import TestSupport
import Testing
import Workbench

/// The same candles, rules and costs in vectorbt 1.2.0 and backtesting.py 0.6.6: Benchmarks/peers/make_agreement.py wrote
/// what they filled, Documentation/peers.md tells what makes the assumptions equal.
@Suite struct PeerAgreementTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let candles = ["btcusd_1h", "eurusd_1h", "spy_1d"]
  static let strategies = [
    "{ kind: sma-cross, fast: 10, slow: 50 }", "{ kind: breakout, lookback: 20 }",
    "{ kind: rsi-reversion, period: 14, oversold: 30, overbought: 70 }",
  ]
  static let peers = ["vectorbt", "backtesting.py"]

  private static let fixtures = "\(Repository.path)/Tests/WorkbenchTests/Fixtures/peers"
  private static let scenarios = "\(Repository.path)/Benchmarks/peers/scenarios"

  @Test(arguments: candles, strategies)
  func `fills are equal, and final equity to 1e-9`(candles: String, strategy: String) async throws {
    let run = try await play(candles, strategy)
    let figures = try #require(run.summary.variants.first)
    let fills = try run.table("\(figures.name)/fills.csv")
    let ends = try table("final_equity.csv")
    for peer in Self.peers {
      let end = try #require(
        ends.rows.first { $0["data"] == candles && $0["strategy"] == figures.name && $0["peer"] == peer })
      let equity = try #require(end["final_equity"].flatMap(Double.init))
      #expect(abs(figures.figures.finalEquity / equity - 1) <= 1e-9, "\(peer): \(equity)")
      let name = peer == "vectorbt" ? peer : "backtesting"
      try expectEqual(fills, try table("\(candles)-\(figures.name)-\(name).csv"), peer)
      #expect(end["fills"] == "\(fills.rows.count)", "\(peer)")
    }
  }

  private func expectEqual(_ own: Table, _ theirs: Table, _ peer: String) throws {
    #expect(!own.rows.isEmpty)
    #expect(own["time"] == theirs["time"], "\(peer)")
    #expect(own["side"] == theirs["side"], "\(peer)")
    #expect(try own.amounts("quantity") == theirs.amounts("quantity"), "\(peer)")
    let prices = try zip(own["price"], theirs["price"]).map { own, their in
      (try #require(Double(own)), try #require(Double(their)))
    }
    // backtesting.py trades fractions of a coin by scaling prices, and scales them back: the last bit may differ.
    for (own, their) in prices { #expect(abs(own / their - 1) <= 1e-15, "\(peer): \(their)") }
  }

  private func table(_ name: String) throws -> Table {
    try Table(String(contentsOfFile: "\(Self.fixtures)/\(name)", encoding: .utf8))
  }

  private func play(_ candles: String, _ strategy: String) async throws -> Run {
    let file = "\(Self.scenarios)/\(candles).yaml"
    let overrides = ["strategy=\(strategy)"]
    var directory = RunDirectory(
      scenarioFile: file, storePath: folder("store.sqlite"), modelFolder: Repository.models, chartsPath: nil,
      output: folder("out"), version: "1.2.3", command: "tapedeck run \(file)")
    directory.overrides = overrides
    let summary = try await directory.make(try Scenario(contentsOf: file, overrides: overrides)) { _ in }
    return Run(path: folder("out"), summary: summary)
  }
}
