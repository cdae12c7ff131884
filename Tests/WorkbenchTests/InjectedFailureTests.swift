import Foundation
import TestSupport
import Testing
import Workbench

/// A model that fails becomes HOLD with its reason; it never becomes a guess.
@Suite struct InjectedFailureTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  struct Kind: Sendable, CustomTestStringConvertible {
    var key: String
    /// What the reason in `decisions.csv` begins with.
    var reason: String
    /// Under which it is counted.
    var counted: String
    var testDescription: String { key }
  }

  static let kinds = [
    Kind(key: "timeout", reason: "timeout: no answer within 30000 ms", counted: "timeout"),
    Kind(key: "broken_reply", reason: "unparseable: ", counted: "unparseable"),
    Kind(key: "server_error", reason: "server_error: HTTP 500: internal server error", counted: "server_error"),
    Kind(key: "device_error", reason: "server_error: HTTP 500: CUDA error", counted: "server_error"),
  ]

  @Test(arguments: kinds)
  func `a model that always fails never trades, and every tick says why`(kind: Kind) async throws {
    let run = try await folder.play(
      .models, overrides: ["models.failures.\(kind.key)=1", "report.decision_log=full"])
    let decisions = try run.table("3b-q4_0/decisions.csv")
    let failed = decisions.filtered { $0["stage"] == "model_failure" }
    let others = Set(decisions.filtered { $0["stage"] != "model_failure" }["stage"])
    #expect(others.isSubset(of: ["warming_up", "frozen"]))
    #expect(failed.rows.count > 100)
    for row in failed.rows {
      #expect(row["action"] == "HOLD" && row["confidence"] == "0")
      #expect(row["reason"]?.hasPrefix(kind.reason) == true, "\(row)")
      #expect(row["model"] == "llama3.2-3b-instruct-q4_0" || row["model"] == "mock llama3.2-3b-instruct-q4_0")
    }
    #expect(try run.table("3b-q4_0/orders.csv").rows.isEmpty)
    let figures = try #require(run.summary.variants.last).figures
    #expect(figures.failures.keys.sorted() == [kind.counted])
    #expect(figures.failures[kind.counted] == figures.funnel["model_failure"])
    #expect(figures.finalEquity == 10_000)
    #expect(try run.text("report.html").contains(kind.counted))
  }

  @Test func `failures of all kinds are counted by reason, and the rest answers as before`() async throws {
    let failing = try await folder.play(
      .models,
      overrides: [
        "models.retries=0", "models.failures.timeout=0.1", "models.failures.broken_reply=0.1",
        "models.failures.server_error=0.1", "models.failures.device_error=0.1",
      ], out: "failing")
    let decisions = try failing.table("3b-f16/decisions.csv")
    for variant in failing.summary.variants {
      for seed in variant.seeds {
        #expect(seed.figures.failures.values.reduce(0, +) == seed.figures.funnel["model_failure"])
        #expect(seed.figures.failures.keys.sorted() == ["server_error", "timeout", "unparseable"])
      }
    }
    let reasons = decisions.filtered { $0["stage"] == "model_failure" }["reason"]
    for kind in Self.kinds {
      // 0.1 of some 700 questions: 0.05 to 0.15 leaves four standard deviations.
      let share = Double(reasons.count { $0.hasPrefix(kind.reason) }) / Double(asked(decisions))
      #expect((0.05...0.15).contains(share), "\(kind.key): \(share)")
    }
  }

  private func asked(_ decisions: Table) -> Int {
    decisions.rows.count { !["warming_up", "frozen"].contains($0["stage"]) }
  }

  @Test func `asking again rescues most of the broken replies, and costs its time`() async throws {
    func play(retries: Int) async throws -> (failures: Double, latency: Int) {
      let run = try await folder.play(
        .models,
        overrides: [
          "models.retries=\(retries)", "models.failures.broken_reply=0.3", "report.decision_log=full",
        ], out: "retries-\(retries)")
      let figures = try #require(run.summary.variants.first).figures
      let latencies = try run.table("3b-f16/decisions.csv")["latency_ms"].compactMap(Int.init)
      return (figures.failures["unparseable"] ?? 0, latencies.max() ?? 0)
    }
    let (never, once) = (try await play(retries: 0), try await play(retries: 1))
    // 0.3 of the questions against 0.3 x 0.3 of them.
    #expect(once.failures < 0.5 * never.failures)
    // The card's latency ends at 5 seconds: two answers may take longer.
    #expect(never.latency <= 5_000)
    #expect((5_001...10_000).contains(once.latency))
  }

  @Test func `injected failures do not reach the probe`() async throws {
    let plain = try await folder.play(
      .models.with("[1, 2]", "[1]"), overrides: ["models.failures.timeout=0"], out: "plain")
    let failing = try await folder.play(
      .models.with("[1, 2]", "[1]"), overrides: ["models.failures.timeout=1"], out: "failing")
    let (own, other) = (plain.summary.variants.last?.probe, failing.summary.variants.last?.probe)
    // The prompts tell of the account, so they differ; what is asked is as much.
    #expect(own?.ticks == other?.ticks)
    #expect((other?.flipRate ?? 1) < 0.2)
  }
}
