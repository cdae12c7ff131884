import CandleStore
import Foundation
import Market
import Replay
import Scenarios
import TestSupport
import Testing
import Workbench

/// What went wrong in the program that this one replaces, each named after the fault that must not come back.
@Suite struct OriginDefectsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `answers are kept by model: two variants with equal prompts are each asked for themselves`() async throws {
    // Every HOLD leaves the account as it was, so that until the first trade both variants see the same prompts.
    let run = try await folder.play(
      .models, overrides: ["pipeline.minimum_confidence=100", "report.decision_log=full", "models.seeds=[1]"])
    let own = try run.table("3b-q4_0/decisions.csv").filtered { !($0["model"] ?? "").isEmpty }
    let other = try run.table("3b-f16/decisions.csv").filtered { !($0["model"] ?? "").isEmpty }
    #expect(own.rows.count > 150 && own.rows.count == other.rows.count)
    #expect(Set(own["model"]).isDisjoint(with: Set(other["model"])))
    #expect(zip(own["confidence"], other["confidence"]).contains { $0 != $1 })
  }

  @Test func `latency is drawn from the seed: the same run takes the same time, another seed another`() async throws {
    let overrides = ["report.decision_log=full"]
    let first = try await folder.play(.models, overrides: overrides, out: "first").table("3b-q4_0/decisions.csv")
    let again = try await folder.play(.models, overrides: overrides, out: "again").table("3b-q4_0/decisions.csv")
    #expect(first["latency_ms"] == again["latency_ms"])
    func latencies(_ seed: String) -> [String] {
      first.filtered { $0["seed"] == seed && !($0["latency_ms"] ?? "").isEmpty }["latency_ms"].map { $0 }
    }
    #expect(Set(latencies("1")).count > 50)
    #expect(latencies("1") != latencies("2"))
  }

  @Test func `one tick looked at alone meets the same thresholds and gets the same size as in a replay`() async throws {
    let overrides = ["models.seeds=[1]", "report.decision_log=full"]
    let run = try await folder.play(.models, overrides: overrides)
    let scenario = try Scenario(contentsOf: folder("scenario.yaml"), overrides: overrides)
    let decisions = try run.table("3b-q4_0/decisions.csv")
    let tick = try #require(decisions.rows.first { $0["stage"] == "ordered" })
    let order = try #require(try run.table("3b-q4_0/orders.csv").rows.first)
    guard case .languageModel(let prompt) = scenario.strategy else {
      Issue.record("a model decides")
      return
    }
    let time = try #require(tick["time"].flatMap { Timestamp($0) })
    let alone = try await TickExplanation(
      scenario.panels[0], prompt: prompt, at: time, card: "llama3.2-3b-instruct-q4_0",
      modelFolder: Repository.models, store: try CandleStore(path: folder("store.sqlite")))
    #expect(alone.row.stage.name == tick["stage"] && alone.row.action.name == tick["action"])
    #expect(String(alone.row.confidence) == tick["confidence"])
    // What went before is another account's: the size is the same share of what each has.
    let sizing = try #require(alone.order?.sizing)
    let equity = try #require(order["sizing_equity"].flatMap(Double.init))
    let quantity = try #require(order["quantity"].flatMap(Double.init))
    #expect(order["sizing_price"].flatMap(Double.init) == sizing.price && sizing.rule.rawValue == order["sizing_rule"])
    #expect((sizing.quantity.doubleValue / sizing.equity - quantity / equity).magnitude < 1e-6 * quantity / equity)
  }

  @Test func `staleness is not skipped in a replay`() async throws {
    let outage = "pipeline.feed.outages=[{ from: 2018-01-20T00:00Z, to: 2018-01-20T12:00Z }]"
    let run = try await folder.play(.rule, overrides: [outage, "report.decision_log=full"])
    let stale = try run.table("sma-cross/decisions.csv").filtered { $0["stage"] == "stale" }
    // From the third hour without a candle on: two hours are still fresh.
    #expect(stale["time"].first == "2018-01-20T02:00:00Z" || stale["time"].first == "2018-01-20T03:00:00Z")
    #expect(stale.rows.count >= 9)
    #expect(stale.rows.allSatisfy { $0["action"] == "HOLD" && $0["confidence"] == "100" })
  }

  @Test func `nothing fills at the close that it was decided on`() async throws {
    // In this file a candle does not open where the one before it closed.
    let run = try await folder.play(
      .rule,
      overrides: [
        "sizing.stop=off", "data.0.series=coinbase:BTCUSD 4h", "data.0.files=[\(Repository.fourHourlyBitcoin)]",
        "data.0.to=2019-01-01",
      ])
    let ordered = try run.table("sma-cross/decisions.csv").filtered { $0["stage"] == "ordered" }
    let fills = try run.table("sma-cross/fills.csv")
    #expect(fills.rows.count == ordered.rows.count && fills.rows.count > 20)
    let different = zip(fills.rows, ordered.rows).count { $0["price"] != $1["price"] }
    #expect(different * 4 > fills.rows.count)
    for (fill, tick) in zip(fills.rows, ordered.rows) { #expect((fill["time"] ?? "") >= (tick["time"] ?? "~")) }
  }

  @Test func `a pulse moves on by its own timeframe, not by that of the decisions`() {
    var pulse = Pulse(base: .oneHour, timeframes: [.oneHour, .fourHours])
    var generator = SeededGenerator(seed: 5)
    var readings: [[Double]] = []
    let start = Timestamp(year: 2024, month: 1, day: 1)
    for hour in 0..<400 {
      let open = start + .seconds(hour * 3_600)
      let close = 100 + Double.random(in: -1...1, using: &generator)
      pulse.learn(
        Candle(
          openTime: open, closeTime: open + .seconds(3_600), open: 100, high: 101.5, low: 98.5, close: close, volume: 1)
      )
      if let own = pulse.reading(of: .oneHour), let long = pulse.reading(of: .fourHours), hour >= 160 {
        readings.append([own.close, long.close])
      }
    }
    #expect(zip(readings, readings.dropFirst()).allSatisfy { $0[0] != $1[0] })
    let longMoves = zip(readings, readings.dropFirst()).count { $0[1] != $1[1] }
    #expect((longMoves - readings.count / 4).magnitude <= 1)
  }

  @Test func `volatility and returns are annualised by the instrument's own calendar`() {
    // 24 hours of 365 days; five days of 24 hours in 52 weeks; 252 sessions of six and a half hours.
    #expect(TradingCalendar.alwaysOpen.daysPerYear == 365)
    #expect(TradingCalendar.forex.daysPerYear == 260)
    #expect(TradingCalendar.usEquities.daysPerYear == 252)
    #expect(TradingCalendar.alwaysOpen.periodsPerYear(of: .oneHour) == 8_760)
    #expect(TradingCalendar.forex.periodsPerYear(of: .oneHour) == 6_240)
    #expect(TradingCalendar.usEquities.periodsPerYear(of: .oneDay) == 252)
  }

  @Test func `equity is known at every tick, not only when a trade closes`() async throws {
    let run = try await folder.play(.rule, overrides: ["report.decision_log=full", "sizing.stop=off"])
    let held = try run.table("sma-cross/decisions.csv").filtered { $0["position"] == "1" }
    #expect(held.rows.count > 400)
    let moves = zip(held["equity"], held["equity"].dropFirst()).count { $0 != $1 }
    #expect(Double(moves) > 0.9 * Double(held.rows.count))
  }

  @Test func `shorts are possible, and gain what the market falls`() async throws {
    // Bitcoin halved in the first weeks of 2018.
    let run = try await folder.play(
      .rule,
      overrides: ["strategy.positions=long_short", "sizing.stop=off", "risk.drawdown=off", "risk.kill_switch=off"])
    let shorts = try run.table("sma-cross/trades.csv").filtered { $0["side"] == "short" }
    #expect(shorts.rows.count > 5)
    let gains = shorts.rows.filter { row in
      let prices = ["entry_price", "exit_price"].compactMap { row[$0].flatMap(Double.init) }
      return prices.count == 2 && prices[1] < prices[0] * 0.99
    }
    #expect(!gains.isEmpty)
    #expect(gains.allSatisfy { ($0["profit"].flatMap(Double.init) ?? -1) > 0 })
  }
}
