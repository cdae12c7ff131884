import Foundation
import TestSupport
import Testing
import Workbench

@Suite struct RunComparisonTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func compare(_ runs: Run...) throws -> [String: Any] {
    let comparison = try RunComparison(try runs.map { try WrittenRun($0.path) })
    return try #require(try JSONSerialization.jsonObject(with: comparison.json()) as? [String: Any])
  }

  /// The difference of the second run, of the first variant.
  private func difference(_ object: [String: Any]) throws -> [String: Any] {
    let variant = try #require((object["variants"] as? [[String: Any]])?.first)
    let runs = try #require(variant["runs"] as? [[String: Any]])
    #expect(runs[0]["difference"] == nil)
    return try #require(runs[1]["difference"] as? [String: Any])
  }

  private func refusal(_ first: Run, _ other: Run) -> String {
    do {
      _ = try compare(first, other)
      return "not refused"
    } catch {
      return "\(error)"
    }
  }

  /// The formula of the definition, on the two final equities: 59 days, 365 to a year.
  @Test func `the annual difference is arithmetic, and the compound one stands beside it`() async throws {
    let cheap = try await folder.play(.rule, overrides: ["venue.fee=0"], out: "cheap")
    let dear = try await folder.play(.rule, out: "dear")
    let found = try difference(try compare(dear, cheap))
    func annual(_ run: Run) -> Double { pow(run.summary.variants[0].figures.finalEquity / 10_000, 365 / 59.0) - 1 }
    let bootstrap = try #require(found["bootstrap"] as? [String: Double])
    let value = try #require(bootstrap["annual_difference"])
    #expect(abs(value - (annual(cheap) - annual(dear))) < 1e-9)
    #expect(found["days"] as? Int == 59)
    #expect(found["identical"] as? Bool == false)
    // The arithmetic mean of daily differences, 365 times.
    let days = try zip(returns(dear), returns(cheap)).map { $1 - $0 }
    let mean = try #require(found["annual_difference"] as? Double)
    #expect(abs(mean - 365 * days.reduce(0, +) / 59) < 1e-12)
  }

  private func returns(_ run: Run) throws -> [Double] {
    let equity = try [10_000] + run.table("sma-cross/equity.csv")["equity"].compactMap(Double.init)
    return zip(equity, equity.dropFirst()).map { $1 / $0 - 1 }
  }

  @Test func `two runs of one variant each say what one run of both says`() async throws {
    let both = try await folder.play(.models, out: "both")
    let money = try #require(both.summary.variants.last?.money)
    let bootstrap = try #require(money.bootstrap)
    let first = "    - { name: 3B f16, card: llama3.2-3b-instruct-fp16 }\n"
    let second = "    - { name: 3B q4_0, card: llama3.2-3b-instruct-q4_0 }\n"
    let full = try await folder.play(ScenarioText.models.with(second, ""), out: "full")
    let small = try await folder.play(ScenarioText.models.with(first, ""), out: "small")
    let object = try compare(full, small)
    let found = try difference(object)
    // JSONSerialization may lose the last digit of 17.
    for (key, value) in [
      ("annual_difference", money.annualDifference), ("low", money.low), ("high", money.high),
      ("p_value", money.pValue), ("smallest_detectable", money.smallestDetectable),
      ("tracking_error", try #require(money.trackingError)),
    ] {
      let own = try #require(found[key] as? Double)
      #expect(abs(own - value) < 1e-15, "\(key)")
    }
    let resampled = try #require(found["bootstrap"] as? [String: Double])
    for (key, value) in [
      ("annual_difference", bootstrap.annualDifference), ("low", bootstrap.low), ("high", bootstrap.high),
    ] {
      let own = try #require(resampled[key])
      #expect(abs(own - value) < 1e-15, "\(key)")
    }
    #expect(found["days"] as? Int == money.days)
    #expect((object["variants"] as? [[String: Any]])?.first?["name"] as? String == "3B f16 / 3B q4_0")
  }

  @Test func `a run beside its twin is identical, and nothing is estimated of it`() async throws {
    let (one, two) = (try await folder.play(.rule, out: "one"), try await folder.play(.rule, out: "two"))
    let object = try compare(one, two)
    let found = try difference(object)
    #expect(found["identical"] as? Bool == true)
    #expect(found["annual_difference"] as? Double == 0)
    #expect((object["notes"] as? [String])?.first == "two is the same run as one: same inputs, same files.")
    let rows = ComparisonFiles(try RunComparison(try [one, two].map { try WrittenRun($0.path) })).rows
    #expect(Array(rows[2].suffix(3)) == ["identical", "-", "-"])
  }

  @Test func `runs that were not asked the same are refused, with the reason`() async throws {
    let run = try await folder.play(.rule, out: "run")
    func other(_ overrides: String..., text: ScenarioText = .rule) async throws -> String {
      refusal(run, try await folder.play(text, overrides: overrides, out: "other"))
    }
    let short = ScenarioText.rule.with("to: 2018-03-01", "to: 2018-02-01")
    #expect(try await other(text: short).contains("of coinbase:BTCUSD 1h it played 744 candles of 2018-01-01"))
    #expect(try await other("venue.balance=5000").contains("began with 5000.0 USD, the first's with 10000.0"))
    let fourHourly = ScenarioText(
      text: SampleScenarios.rule.replacing("BTCUSD 1h", with: "BTCUSD 4h")
        .replacing(Repository.hourlyBitcoin, with: Repository.fourHourlyBitcoin))
    #expect(try await other(text: fourHourly).contains("it trades on coinbase:BTCUSD 4h"))
    let models = try await folder.play(.models.with("to: 2018-03-15", "to: 2018-03-01"), out: "models")
    #expect(refusal(run, models).contains("no variant of the first: it has 3B f16, 3B q4_0, the first sma-cross"))
    let newer = try await folder.play(.rule, out: "newer") { $0.version = "2.0.0" }
    #expect(refusal(run, newer).contains("made by version 2.0.0, the first by 1.2.3"))
  }

  /// What a store with other candles, another currency or an older version would have left.
  @Test(arguments: [
    (
      "BTCUSD 1h\",\n      \"sha256\" : \"", "BTCUSD 1h\",\n      \"sha256\" : \"0",
      "candles of coinbase:BTCUSD 1h differ"
    ),
    ("\"currency\" : \"USD\"", "\"currency\" : \"EUR\"", "is in EUR, the first's in USD"),
    ("\"instrument\" : \"BTCUSD\"", "\"instrument\" : \"ETHUSD\"", "it trades ETHUSD, the first BTCUSD"),
    ("\"accounts\" :", "\"others\" :", "does not say what the accounts began with"),
  ])
  func `a manifest that differs where it matters is refused`(
    found: String, replacement: String, reason: String
  ) async throws {
    let (run, other) = (try await folder.play(.rule, out: "run"), try await folder.play(.rule, out: "other"))
    let manifest = try other.text("manifest.json")
    let changed = manifest.replacing(found, with: replacement)
    #expect(changed != manifest)
    try folder.write(changed, to: "other/manifest.json")
    #expect(refusal(run, other).contains(reason), "\(refusal(run, other))")
  }

  @Test func `the files hold a row for each run and seed, and a damaged table is told`() async throws {
    let (one, two) = (
      try await folder.play(.models, out: "one"),
      try await folder.play(.models, overrides: ["venue.fee=10 bp"], out: "two")
    )
    let runs = try [one, two].map { try WrittenRun($0.path) }
    try ComparisonFiles(try RunComparison(runs)).write(to: folder("compared"))
    let compared = Run(path: folder("compared"), summary: one.summary)
    #expect(try compared.files() == ["comparison.csv", "comparison.md", "summary.json"])
    let table = try compared.table("comparison.csv")
    #expect(table["run"] == ["one", "one", "one", "two", "two", "two", "one", "one", "one", "two", "two", "two"])
    #expect(table["seed"].prefix(3) == ["1", "2", "mean"])
    let known = table["annual_difference"].enumerated().filter { !$0.element.isEmpty }.map(\.offset)
    #expect(known == [5, 11])
    #expect(table["total_return"][0] == (try one.table("comparison.csv")["total_return"][0]))
    #expect(try compared.text("comparison.md").contains("| one | `\(one.summary.runId)` | models |"))
    let equity = try two.text("3b-q4_0/equity.csv")
    try folder.write(equity + "x", to: "two/3b-q4_0/equity.csv")
    #expect(refusal(one, two).contains("two/3b-q4_0/equity.csv' is damaged: its SHA-256"))
  }
}
