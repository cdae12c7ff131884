import Foundation
import TestSupport
import Testing
import Workbench

@Suite struct TablesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func isInstant(_ text: String) -> Bool {
    text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z/) != nil
  }

  @Test func `every table has an instrument, ISO times and shortest numbers`() async throws {
    let run = try await folder.play(.models)
    for name in try run.files() where name.hasSuffix(".csv") {
      let table = try run.table(name)
      #expect(table.columns.contains("instrument"), "\(name)")
      // Some figures are of all instruments together; no flip may have cost anything.
      #expect(Set(table["instrument"]).isSubset(of: ["BTCUSD", "all"]), "\(name)")
      for column in ["time", "day", "submitted", "arrives", "entry_time", "exit_time"]
      where table.columns.contains(column) {
        #expect(table[column].allSatisfy(isInstant), "\(name) \(column)")
      }
      for row in table.rows {
        for (column, text) in row where Double(text) != nil && column != "model" {
          #expect(isShortest(text), "\(name) \(column): \(text)")
        }
      }
    }
  }

  /// Whether a number has no digit that it could do without.
  private func isShortest(_ text: String) -> Bool {
    if text.contains("e") { return Double(text)?.description == text }
    let digits = text.drop { $0 == "-" }
    if digits.hasPrefix("0"), digits.count > 1, !digits.hasPrefix("0.") { return false }
    if text == "-0" { return false }
    return !text.contains(".") || !(text.hasSuffix("0") || text.hasSuffix("."))
  }

  @Test func `times go forward within each seed`() async throws {
    let run = try await folder.play(.models)
    for (name, column) in [("decisions", "time"), ("fills", "time"), ("equity", "day"), ("volatility", "time")] {
      let table = try run.table("3b-f16/\(name).csv")
      for seed in ["1", "2"] {
        let times = table.filtered { $0["seed"] == seed }[column]
        #expect(times == times.sorted() && !times.isEmpty, "\(name)")
      }
    }
  }

  /// Amounts are whole multiples of 1e-8, so sums of them are exact.
  @Test(arguments: [("models", "3b-f16"), ("models", "3b-q4_0"), ("rule", "sma-cross")])
  func `fills add up to the last cash of the account`(scenario: String, variant: String) async throws {
    let run = try await folder.play(scenario == "rule" ? .rule : .models)
    let fills = try run.table("\(variant)/fills.csv")
    let equity = try run.table("\(variant)/equity.csv")
    for seed in Set(equity["seed"]).sorted() {
      let own = fills.filtered { $0["seed"] == seed }
      var cash = Decimal(10_000)
      var quantity = Decimal(0)
      let (notionals, fees) = (try own.amounts("notional"), try own.amounts("fee"))
      let quantities = try own.amounts("quantity")
      for (index, side) in own["side"].enumerated() {
        cash += (side == "buy" ? -notionals[index] : notionals[index]) - fees[index]
        quantity += side == "buy" ? quantities[index] : -quantities[index]
      }
      let account = equity.filtered { $0["seed"] == seed }
      #expect(try account.amounts("cash").last == cash)
      #expect(try account.amounts("quantity").last == quantity)
      #expect(!own.rows.isEmpty)
    }
  }

  @Test func `notional is price times quantity and the fee its share`() async throws {
    let fills = try await folder.play(.rule).table("sma-cross/fills.csv")
    let (prices, quantities) = (try fills.amounts("price"), try fills.amounts("quantity"))
    let (notionals, fees) = (try fills.amounts("notional"), try fills.amounts("fee"))
    let unit = try #require(Decimal(string: "0.00000001"))
    let share = try #require(Decimal(string: "0.0005"))
    for index in fills.rows.indices {
      #expect(abs(prices[index] * quantities[index] - notionals[index]) <= unit / 2)
      #expect(abs(notionals[index] * share - fees[index]) <= unit / 2)
    }
  }

  @Test func `profits of all trades are what the account gained once it is flat`() async throws {
    let run = try await folder.play(.rule)
    let equity = try run.table("sma-cross/equity.csv")
    try #require(equity["quantity"].last == "0")
    let trades = try run.table("sma-cross/trades.csv")
    let gained = try trades.amounts("profit").reduce(0, +)
    #expect(try equity.amounts("equity").last == 10_000 + gained)
    let variant = try #require(run.summary.variants.first)
    #expect(variant.figures.trades == Double(trades.rows.count))
    #expect(variant.figures.finalEquity == Double("\(10_000 + gained)"))
    let fees = try run.table("sma-cross/fills.csv").amounts("fee").reduce(0, +)
    #expect(variant.figures.fees == Double("\(fees)"))
  }

  @Test(arguments: ["lean", "full"])
  func `there is a decision a tick, and the funnel counts them by stage`(log: String) async throws {
    let run = try await folder.play(.models, overrides: ["report.decision_log=\(log)"])
    for variant in run.summary.variants {
      let folder = variant.name == "3B f16" ? "3b-f16" : "3b-q4_0"
      let decisions = try run.table("\(folder)/decisions.csv")
      for seed in variant.seeds {
        let stages = decisions.filtered { $0["seed"] == "\(seed.seed)" }["stage"]
        var counts: [String: Double] = [:]
        for stage in stages { counts[stage, default: 0] += 1 }
        #expect(Double(stages.count) == seed.figures.ticks)
        #expect(counts == seed.figures.funnel)
        // 73 days of 6 ticks.
        #expect(stages.count == 73 * 6)
      }
    }
  }

  @Test func `a full log has everything on every row, a lean one where something changes`() async throws {
    let full = try await folder.play(.rule, overrides: ["report.decision_log=full"], out: "full")
      .table("sma-cross/decisions.csv")
    let lean = try await folder.play(.rule, out: "lean").table("sma-cross/decisions.csv")
    #expect(full.rows.allSatisfy { $0["equity"]?.isEmpty == false && $0["price"]?.isEmpty == false })
    #expect(full.rows.count == lean.rows.count)
    var previous = ("", "")
    for (own, whole) in zip(lean.rows, full.rows) {
      let now = (own["stage"] ?? "", own["action"] ?? "")
      if now != previous || now.0 == "ordered" {
        #expect(own == whole)
      } else {
        for column in ["price", "equity", "position"] { #expect(own[column] == "") }
        for column in ["time", "instrument", "stage", "action", "confidence", "reason"] {
          #expect(own[column] == whole[column])
        }
      }
      previous = now
    }
  }

  @Test func `no log is a header, and changes nothing else`() async throws {
    let none = try await folder.play(.models, overrides: ["report.decision_log=none"], out: "none")
    let lean = try await folder.play(.models, out: "lean")
    #expect(try none.table("3b-f16/decisions.csv").rows.isEmpty)
    for table in ["orders", "fills", "trades", "equity", "volatility"] {
      #expect(try none.bytes("3b-f16/\(table).csv") == lean.bytes("3b-f16/\(table).csv"))
    }
    #expect(none.summary.variants == lean.summary.variants)
  }

  @Test func `every order and every trade can be found among the fills`() async throws {
    let run = try await folder.play(.models)
    let orders = try run.table("3b-f16/orders.csv").filtered { $0["seed"] == "1" }
    let fills = try run.table("3b-f16/fills.csv").filtered { $0["seed"] == "1" }
    let trades = try run.table("3b-f16/trades.csv").filtered { $0["seed"] == "1" }
    let filled = orders.filtered { $0["status"] == "filled" }
    #expect(Set(filled["order_id"]).isSubset(of: fills["order_id"]))
    #expect(Set(fills["order_id"]).isSubset(of: orders["order_id"]))
    let times = Set(fills["time"])
    for trade in trades.rows {
      #expect(times.contains(trade["entry_time"] ?? "") && times.contains(trade["exit_time"] ?? ""))
    }
    #expect(orders.filtered { $0["purpose"] == "open" }["sizing_rule"].allSatisfy { !$0.isEmpty })
  }

  @Test func `comparison.csv has the summary's figures, a row a seed and one for the mean`() async throws {
    let run = try await folder.play(.models)
    let table = try run.table("comparison.csv")
    #expect(table["seed"] == ["1", "2", "mean", "1", "2", "mean"])
    #expect(table["variant"] == ["3B f16", "3B f16", "3B f16", "3B q4_0", "3B q4_0", "3B q4_0"])
    let second = try #require(run.summary.variants.last)
    #expect(table["final_equity"].last.flatMap(Double.init) == second.figures.finalEquity)
    #expect(table["probe_flip_rate"].last.flatMap(Double.init) == second.probe?.flipRate)
    #expect(table["sharpe"][3] == second.seeds[0].figures.sharpe?.description)
    #expect(table["probe_flip_rate"].dropLast().allSatisfy { $0.isEmpty })
  }
}
