import Foundation
import TestSupport
import Testing
import Workbench

@Suite struct EvidenceTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The shipped cards, the knowledge of all of them ending with a month.
  private func cards(until month: String) throws -> String {
    let copy = folder("models-\(month)")
    try FileManager.default.copyItem(atPath: Repository.models, toPath: copy)
    for name in try FileManager.default.contentsOfDirectory(atPath: copy) where name.hasSuffix(".yaml") {
      let text = try String(contentsOfFile: "\(copy)/\(name)", encoding: .utf8)
      let changed = text.replacing("value: 2023-12", with: "value: \(month)")
      try changed.write(toFile: "\(copy)/\(name)", atomically: true, encoding: .utf8)
    }
    return copy
  }

  @Test func `calibration has a row of scores and one for each bin, which add up`() async throws {
    let run = try await folder.play(.models)
    let table = try run.table("calibration.csv")
    let all = table.filtered { $0["bin"] == "all" && $0["instrument"] == "all" && $0["label"] == "barrier" }
    #expect(all["variant"] == ["3B f16", "3B q4_0"])
    for row in all.rows {
      func value(_ name: String) throws -> Double { try #require(row[name].flatMap(Double.init)) }
      let bins = table.filtered {
        $0["bin"] != "all" && $0["instrument"] == "all" && $0["label"] == "barrier" && $0["variant"] == row["variant"]
      }
      let counts = bins["answers"].compactMap(Double.init)
      let answers = try value("answers")
      #expect(counts.reduce(0, +) == answers)
      let hits = zip(counts, bins["hit_rate"].compactMap(Double.init)).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(hits / answers - (try value("hit_rate"))) < 1e-12)
      let split =
        try value("reliability") - value("resolution") + value("uncertainty") + value("within_bin_variance")
        - value("within_bin_covariance")
      #expect(abs(split - (try value("brier"))) < 1e-12)
      #expect(abs(try value("mean_confidence") - value("hit_rate") - value("overconfidence")) < 1e-12)
    }
    let seeds = table.filtered { $0["bin"] == "all" && $0["seed"] != "all" && $0["variant"] == "3B f16" }
    #expect(seeds["seed"] == ["1", "2"])
    #expect(
      try seeds["answers"].reduce(0) { $0 + (try #require(Int($1))) } == Int(try #require(all["answers"].first)))
  }

  @Test func `a longer horizon leaves more answers without a label`() async throws {
    func unlabelled(_ horizon: Int) async throws -> Int {
      let run = try await folder.play(.models, overrides: ["report.label_horizon=\(horizon)"], out: "out-\(horizon)")
      return try #require(Int(try run.table("calibration.csv")["unlabelled"][0]))
    }
    // Two seeds, a tick every four hours: the last 24 hours hold six of them, and one stands at the end itself.
    let (day, week) = (try await unlabelled(24), try await unlabelled(168))
    #expect(week - day == 2 * (168 - 24) / 4)
  }

  @Test func `a cutoff inside the data parts the ticks, and no warning stands`() async throws {
    let run = try await folder.play(.models, models: try cards(until: "2018-02"))
    let row = try #require(try run.table("memorisation.csv").rows.last)
    #expect(row["variant"] == "3B q4_0" && row["window"] == "across")
    #expect(row["knowledge_cutoff"] == "2018-03-01T00:00:00Z")
    func count(_ name: String) throws -> Int { try #require(row[name].flatMap(Int.init)) }
    #expect(try count("before_answers") + count("after_answers") == count("answers"))
    // To the end of 14 March: 14 days of six ticks, two seeds.
    #expect(try count("after_answers") == 2 * 14 * 6 + 2)
    let flips = try #require(row["before_flip_rate"].flatMap(Double.init))
    #expect(flips > 0 && flips < 0.3)
    let page = try run.text("report.html")
    #expect(page.contains("flips before") && !page.contains("Not a test of foresight"))
  }

  @Test func `a window before the cutoff is warned of, one after it is not`() async throws {
    let before = try await folder.play(.models)
    #expect(try before.table("memorisation.csv")["window"] == ["before", "before"])
    #expect(try before.text("report.html").contains("Not a test of foresight"))
    let after = try await folder.play(.models, out: "after", models: try cards(until: "2016-01"))
    #expect(try after.table("memorisation.csv")["window"] == ["after", "after"])
    #expect(try !after.text("report.html").contains("Not a test of foresight"))
    #expect(try after.table("memorisation.csv")["before_answers"] == ["", ""])
  }

  @Test func `the reference's flips under the other form are the noise floor`() async throws {
    let run = try await folder.play(.models)
    let rate = try #require(Double(try run.table("memorisation.csv")["reworded_flip_rate"][0]))
    #expect(run.summary.noiseFloor?.paraphrased == rate)
  }

  /// The mock's seeds are networks that were trained apart.
  @Test func `the reference loaded again says the same, with another seed it does not`() async throws {
    let summary = try await folder.play(.models).summary
    let floor = try #require(summary.noiseFloor)
    #expect(floor.restarted == 0)
    let variant = try #require(summary.variants.last)
    #expect(try #require(floor.reseeded) > (try #require(variant.probe).flipRate))
    // That is told, as it is more than the variant does.
    #expect(try #require(variant.sentence).contains("by another seed alone, margin"))
  }

  @Test func `drawdowns are those of the accounts, and lie where the resamples put them`() async throws {
    let run = try await folder.play(.models)
    let table = try run.table("drawdowns.csv")
    let comparison = try run.table("comparison.csv").filtered { $0["seed"] != "mean" }
    let (own, account) = (
      table["max_drawdown"].compactMap(Double.init), comparison["max_drawdown"].compactMap(Double.init)
    )
    // Compounded from returns, not read from the curve: the last digits differ.
    #expect(own.count == 4 && zip(own, account).allSatisfy { abs($0 - $1) < 1e-12 })
    for row in table.rows {
      let depths = try ["p5", "p25", "p50", "p75", "p95"].map { try #require(row[$0].flatMap(Double.init)) }
      #expect(depths == depths.sorted())
    }
  }

  @Test func `a rule has drawdowns and neither calibration nor memory`() async throws {
    let run = try await folder.play(.rule)
    let files = try run.files()
    #expect(files.contains("drawdowns.csv") && !files.contains("calibration.csv"))
    #expect(!files.contains("memorisation.csv"))
    let page = try run.text("report.html")
    #expect(page.contains("id=\"risk\"") && !page.contains("id=\"calibration\"") && !page.contains("id=\"memory\""))
  }
}
