import Foundation
import TestSupport
import Testing
import Workbench

/// Sweeps and walk-forwards of accounts that several instruments share, of finer candles, and in other currencies.
@Suite struct AccountTrialsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let datasets = "\(Repository.path)/datasets"

  /// Two coins on one account; the one that comes first by name stands second.
  private static let shared = """
    name: account
    data:
      - series: coinbase:ETHUSD 1h
        files: [\(datasets)/coinbase/ethusd_1h.csv.gz]
        from: 2018-01-01
        to: 2018-03-01
      - series: coinbase:BTCUSD 1h
        files: [\(Repository.hourlyBitcoin)]
        from: 2018-01-01
        to: 2018-03-01
    strategy: { kind: sma-cross }
    risk: { drawdown: off, kill_switch: off }
    venue: { balance: 10000, fee: 5 bp, accounts: shared }

    """

  /// Candles of four hours with the hours inside, and a stop near enough to be met there.
  private static let finer = """
    name: finer
    data:
      - series: coinbase:BTCUSD 4h
        files: [\(Repository.fourHourlyBitcoin)]
        from: 2018-01-01
        to: 2018-03-01
        finer: { series: coinbase:BTCUSD 1h, files: [\(Repository.hourlyBitcoin)] }
    strategy: { kind: sma-cross, fast: 3, slow: 8 }
    risk: { drawdown: off, kill_switch: off }
    sizing: { stop: 1 % }
    venue: { balance: 10000, fee: 5 bp }

    """

  /// Pounds and dollars in an account of euros.
  private static let exchanged = """
    name: exchanged
    data:
      - series: oanda:GBPUSD 1d
        files: [\(datasets)/oanda/gbpusd_1d.csv.gz]
        from: 2008-01-01
        to: 2010-01-01
        exchange: { series: oanda:EURUSD 1d, files: [\(datasets)/oanda/eurusd_1d.csv.gz] }
    strategy: { kind: breakout, lookback: 20, positions: long_short }
    clock: { grid: new_york_17 }
    risk: { drawdown: off, kill_switch: off }
    volatility: { model: none }
    venue: { balance: 10000, currency: EUR }

    """

  private static let cases = [
    (shared, "strategy.fast", "[5, 10, 20]"), (finer, "strategy.fast", "[2, 3, 5]"),
    (exchanged, "strategy.lookback", "[10, 20, 40]"),
  ]

  @Test(arguments: cases) func `every row is what a run of that point alone says`(
    text: String, key: String, values: String
  ) async throws {
    let sweep = try await folder.play(ScenarioText(text: text + "sweep: { grid: { \(key): \(values) } }\n"), jobs: 2)
    let trials = try sweep.table("trials.csv")
    #expect(trials["status"] == ["ok", "ok", "ok"])
    #expect(Set(trials["final_equity"]).count == 3)
    for row in trials.rows {
      let alone = try await folder.play(ScenarioText(text: text), overrides: ["\(key)=\(row[key] ?? "")"], out: "alone")
      let own = try #require(try alone.table("comparison.csv").rows.first)
      for column in ["ticks", "fills", "trades", "final_equity", "sharpe", "max_drawdown", "fees"] {
        #expect(row[column] == own[column], "\(column)")
      }
    }
    // Its own series, and those beside it, are named once.
    let inputs = try #require(try sweep.object("manifest.json")["inputs"] as? [[String: String]])
    #expect(inputs.filter { $0["kind"] == "candles" }.count == 2)
  }

  /// Points may decide whether the account is shared: each is played as its own settings say.
  @Test func `points that share the account stand beside those that do not`() async throws {
    let sweep = try await folder.play(
      ScenarioText(text: Self.shared + "sweep: { grid: { venue.accounts: [shared, separate] }, sort_by: fees }\n"))
    for row in try sweep.table("trials.csv").rows {
      let alone = try await folder.play(
        ScenarioText(text: Self.shared), overrides: ["venue.accounts=\(row["venue.accounts"] ?? "")"], out: "alone")
      let own = try alone.table("comparison.csv")["fees"].compactMap(Double.init)
      #expect(row["fees"].flatMap(Double.init) == own.reduce(0, +) / Double(own.count))
    }
  }

  @Test(arguments: cases) func `threads change nothing but the times`(text: String, key: String, values: String)
    async throws
  {
    let walk = text == Self.exchanged ? "{ train: 240d, test: 120d }" : "{ train: 20d, test: 10d, embargo: 1d }"
    let scenario = ScenarioText(text: text + "walk_forward: \(walk)\nsweep: { grid: { \(key): \(values) } }\n")
    let one = try await folder.play(scenario, out: "one", jobs: 1)
    let four = try await folder.play(scenario, out: "four", jobs: 4)
    for name in try one.files() where name != "timings.json" {
      #expect(try one.bytes(name) == four.bytes(name), "\(name)")
    }
    #expect(try one.table("folds.csv").rows.count >= 3)
  }

  /// 59 days: three folds. The account is one, and so are its days.
  @Test func `a shared account is carried from fold to fold`() async throws {
    let run = try await folder.play(
      ScenarioText(
        text: Self.shared + "walk_forward: { train: 25d, test: 10d }\nsweep: { grid: { strategy.fast: [5, 20] } }\n"))
    let (folds, days) = (try run.table("folds.csv"), try run.table("out_of_sample.csv"))
    #expect(folds.rows.count == 3)
    #expect(Set(days["instrument"]) == ["BTCUSD+ETHUSD"])
    let ticks = try run.table("walk-forward/decisions.csv")
    var balance = 10_000.0
    for fold in folds.rows {
      // It begins flat, with what the fold before it was worth at its end.
      let first = try #require(ticks.rows.first { ($0["time"] ?? "") > (fold["test_from"] ?? "") })
      #expect(first["equity"].flatMap(Double.init) == balance)
      let final = try #require(fold["test_final_equity"].flatMap(Double.init))
      let own = try #require(fold["test_return"].flatMap(Double.init))
      #expect(abs(final / balance - 1 - own) < 1e-9)
      // A day that two folds share ends with the later one: the last full day of a fold is its end.
      let last = try #require(days.filtered { $0["fold"] == fold["fold"] }["equity"].last.flatMap(Double.init))
      #expect(last == final)
      balance = final
    }
    #expect(run.summary.variants.map(\.instrument) == ["BTCUSD+ETHUSD"])
    #expect(run.summary.variants[0].figures.finalEquity == balance)
    // Both trade, each in orders of its own.
    #expect(Set(try run.table("walk-forward/fills.csv")["instrument"]) == ["BTCUSD", "ETHUSD"])
  }

  /// What comes after a fold's test changes neither its choice nor its test, on any of the instruments.
  @Test func `a fold of a shared account knows nothing of what comes after it`() async throws {
    let text = ScenarioText(
      text: Self.shared + "walk_forward: { train: 25d, test: 10d }\nsweep: { grid: { strategy.fast: [5, 20] } }\n")
    let whole = try await folder.play(text)
    let cut = try await folder.play(text, overrides: ["data.0.to=2018-02-06", "data.1.to=2018-02-06"], out: "cut")
    #expect(try cut.table("folds.csv").rows == Array(whole.table("folds.csv").rows.prefix(1)))
  }

  /// The whole tape as one fold's training and test: without a choice, its test is the run from there on.
  @Test func `finer candles fill the stops of a walk-forward`() async throws {
    let walk = "walk_forward: { train: 20d, test: 39d, lead_in: 20d }\n"
    let fine = try await folder.play(ScenarioText(text: Self.finer + walk))
    let coarse = try await folder.play(
      ScenarioText(text: Self.finer + walk).with(
        "    finer: { series: coinbase:BTCUSD 1h, files: [\(Repository.hourlyBitcoin)] }\n", ""), out: "coarse")
    let times = try fine.table("walk-forward/fills.csv")["time"]
    // Hours that no candle of four hours begins or ends at.
    #expect(times.contains { !["00", "04", "08", "12", "16", "20"].contains($0.dropFirst(11).prefix(2)) })
    #expect(try coarse.table("walk-forward/fills.csv")["time"] != times)
  }

  @Test(arguments: ["shuffled", "exposure-matched"])
  func `a null trader of finer candles is made of the rule as it played there`(kind: String) async throws {
    let null = try await folder.play(
      ScenarioText(text: Self.finer), overrides: ["strategy={ kind: \(kind), of: { kind: breakout } }"])
    #expect(null.summary.variants[0].figures.fills > 0)
  }

  /// What is held from the start is its own null trader: as much of it is bought, in an account of euros too.
  @Test func `an exposure-matched trader has as much invested in another currency`() async throws {
    func bought(_ strategy: String, _ out: String) async throws -> Double {
      let run = try await folder.play(
        ScenarioText(text: Self.exchanged),
        overrides: ["strategy=\(strategy)", "sizing={ rule: fixed_fraction, fraction: 50 %, stop: off }"], out: out)
      let fills = try run.table("\(run.summary.variants[0].name)/fills.csv")
      return try #require(fills["quantity"].first.flatMap(Double.init))
    }
    let rule = try await bought("{ kind: buy-and-hold }", "rule")
    let null = try await bought("{ kind: exposure-matched, of: { kind: buy-and-hold } }", "null")
    #expect(abs(null / rule - 1) < 0.05)
  }
}
