import Foundation
import TestSupport
import Testing
import Workbench

/// How a run's results came about, as its files tell it.
@Suite struct CourseTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func numbers(_ table: Table, _ column: String) throws -> [Double] {
    try table[column].map { try #require(Double($0), "\(column): \($0)") }
  }

  /// By day: the mean over the seeds, as `equity.csv` has them; the balance before the first.
  private func equity(_ run: Run, _ variant: String) throws -> [(day: String, value: Double)] {
    let table = try run.table("\(variant)/equity.csv")
    let days = Set(table["day"]).sorted()
    return [("", 10_000)]
      + (try days.map { day in
        let own = try numbers(table.filtered { $0["day"] == day }, "equity")
        return (day, own.reduce(0, +) / Double(own.count))
      })
  }

  @Test func `months compound to what the mean account brought`() async throws {
    let run = try await folder.play(.models)
    let table = try run.table("months.csv")
    for (name, path) in [("3B f16", "3b-f16"), ("3B q4_0", "3b-q4_0")] {
      let own = table.filtered { $0["variant"] == name }
      #expect(own["month"] == ["1", "2", "3", ""] && own["year"].allSatisfy { $0 == "2018" })
      // From 1 January up to 15 March.
      #expect(own["days"] == ["31", "28", "14", "73"] && own["part"] == ["", "", "part", "part"])
      let curve = try equity(run, path)
      let returns = try numbers(own, "return")
      let january = try #require(curve.last { $0.day < "2018-02" }).value
      #expect(abs(returns[0] - (january / 10_000 - 1)) < 1e-9)
      let total = try #require(curve.last).value / 10_000 - 1
      #expect(abs(returns[3] - total) < 1e-9)
      #expect(abs(returns.prefix(3).reduce(1) { $0 * (1 + $1) } - 1 - total) < 1e-9)
    }
    #expect(table["difference"].prefix(4).allSatisfy { $0 == "" })
    let returns = try numbers(table, "return")
    for (row, difference) in try numbers(table.filtered { $0["variant"] == "3B q4_0" }, "difference").enumerated() {
      #expect(abs(difference - (returns[row + 4] - returns[row])) < 1e-12)
    }
  }

  @Test func `the deepest drawdowns are those of the mean account, five at most`() async throws {
    let run = try await folder.play(.models)
    let table = try run.table("deepest_drawdowns.csv").filtered { $0["variant"] == "3B q4_0" }
    let depths = try numbers(table, "depth")
    #expect(table["rank"] == (1...depths.count).map(String.init) && (2...5).contains(depths.count))
    #expect(depths == depths.sorted(by: >))
    let curve = try equity(run, "3b-q4_0")
    var (peak, deepest) = (0.0, 0.0)
    for point in curve {
      peak = max(peak, point.value)
      deepest = max(deepest, 1 - point.value / peak)
    }
    #expect(abs(depths[0] - deepest) < 1e-9)
    for row in table.rows {
      let (peak, trough) = (try #require(row["peak"]), try #require(row["trough"]))
      let recovery = try #require(row["recovery"])
      #expect(peak < trough && (recovery.isEmpty || trough < recovery))
    }
  }

  @Test func `the rolling Sharpe ratio of a run as long as its window is the run's own`() async throws {
    // January to March: 90 days.
    let run = try await folder.play(.rule, overrides: ["data.0.to=2018-04-01"])
    let table = try run.table("rolling_sharpe.csv")
    #expect(table["time"] == ["2018-04-01T00:00:00Z"])
    #expect(table["sharpe"] == (try run.table("comparison.csv").filtered { $0["seed"] != "mean" })["sharpe"])
    let short = try await folder.play(.rule, overrides: ["data.0.to=2018-03-31"], out: "short")
    #expect(try !short.files().contains("rolling_sharpe.csv"))
    #expect(try short.text("report.html").contains("the account has 89 days with returns, fewer than the 90"))
  }

  @Test func `the distribution is of all trades of all seeds`() async throws {
    let run = try await folder.play(.models)
    let table = try run.table("trade_distribution.csv").filtered { $0["variant"] == "3B q4_0" }
    let trades = try run.table("3b-q4_0/trades.csv")
    let returns = try numbers(trades, "return").sorted()
    let all = try #require(table.rows.first)
    func figure(_ name: String) throws -> Double { try #require(all[name].flatMap(Double.init), "\(name)") }
    #expect(all["bin"] == "all" && Set(trades["seed"]) == ["1", "2"])
    #expect(try figure("trades") == Double(returns.count))
    #expect(abs(try figure("mean_bp") - returns.reduce(0, +) / Double(returns.count) * 1e4) < 1e-9)
    #expect(abs(try figure("hit_rate") - Double(returns.count { $0 > 0 }) / Double(returns.count)) < 1e-12)
    let bins = table.filtered { $0["bin"] != "all" }
    #expect(try numbers(bins, "trades").reduce(0, +) == Double(returns.count))
    #expect(abs(try numbers(bins, "share").reduce(0, +) - 1) < 1e-12)
    for row in bins.rows {
      let from = row["from_bp"].flatMap(Double.init) ?? -.infinity
      let to = row["to_bp"].flatMap(Double.init) ?? .infinity
      #expect(row["trades"] == String(returns.count { from <= $0 * 1e4 && $0 * 1e4 < to }))
    }
  }

  @Test func `the page shows months and trades after equity`() async throws {
    let page = try await folder.play(.models).text("report.html")
    let places = ["id=\"equity\"", "id=\"months\"", "id=\"outcomes\"", "id=\"metrics\""].map {
      page.range(of: $0)?.lowerBound
    }
    #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self) == places.compactMap(\.self).sorted())
    #expect(page.contains("the mean of 2 seeds’ accounts") && page.contains("the trades of all 2 seeds together"))
  }
}
