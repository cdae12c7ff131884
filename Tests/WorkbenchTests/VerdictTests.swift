import Foundation
import TestSupport
import Testing
import Workbench

/// What a run says of each variant, as a user reads it.
@Suite struct VerdictTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func candidate(_ run: Run) throws -> RunSummary.Variant {
    try #require(run.summary.variants.first { $0.probe != nil })
  }

  @Test func `a variant with the reference's own weights is identical, which is tested first`() async throws {
    let run = try await folder.play(.models.with("card: llama3.2-3b-instruct-q4_0", "card: llama3.2-3b-instruct-fp16"))
    let same = try candidate(run)
    #expect(same.probe?.verdict == "identical")
    #expect(same.money?.verdict == "identical")
    #expect(try #require(same.sentence).contains("IDENTICAL in decisions (0"))
  }

  @Test(arguments: [("0.01 %", "different"), ("90 %", "equivalent")])
  func `the margin that was registered decides between different and equivalent`(
    margin: String, verdict: String
  ) async throws {
    let run = try await folder.play(.models, overrides: ["report.margins.flips=\(margin)"])
    let probe = try #require(try candidate(run).probe)
    #expect(probe.flips > 0)
    #expect(try #require(probe.low) > 0)
    #expect(probe.verdict == verdict)
    let manifest = try run.object("manifest.json")
    let margins = try #require(manifest["margins"] as? [String: Double])
    #expect(abs(try #require(margins["flips"]) - (margin == "90 %" ? 0.9 : 0.0001)) < 1e-12)
  }

  /// A share of 12 in 100 between 12 and 13 would be an interval that its estimate does not lie in.
  @Test func `a sentence keeps a decimal where flips are many`() async throws {
    let run = try await folder.play(.models.with("card: llama3.2-3b-instruct-q4_0", "card: llama3.2-1b-instruct-q4_0"))
    let variant = try candidate(run)
    #expect(try #require(variant.probe).flipRate >= 0.0995)
    let sentence = try #require(variant.sentence).replacing("\u{A0}", with: " ")
    let decisions = #/\(\d\d\.\d % flip \[\d+\.\d, \d+\.\d\], floor 0 %(, \d+\.\d % by another seed alone)?, margin/#
    #expect(sentence.contains(decisions), "\(sentence)")
    #expect(sentence.contains(#/\([+−]?\d+\.\d %/y \[[+−]?\d+\.\d, [+−]?\d+\.\d\], margin 2 %/#), "\(sentence)")
  }

  /// Two per cent a year cannot be told on a few weeks.
  @Test func `money that no test can tell apart is undecided, never the same`() async throws {
    let run = try await folder.play(.models, overrides: ["report.margins.annual_return=0.01 %"])
    let money = try #require(try candidate(run).money)
    #expect(money.low < 0 && money.high > 0)
    #expect(money.verdict == "undecided")
  }

  @Test func `groups and directions add up to the flips of the probe`() async throws {
    let run = try await folder.play(.models)
    let probe = try #require(try candidate(run).probe)
    let agreement = try run.table("agreement.csv")
    for by in Set(agreement["by"]) {
      let rows = agreement["by"].indices.filter { agreement["by"][$0] == by }
      #expect(rows.compactMap { Int(agreement["ticks"][$0]) }.reduce(0, +) == probe.ticks, "\(by)")
      #expect(rows.compactMap { Int(agreement["flips"][$0]) }.reduce(0, +) == probe.flips, "\(by)")
    }
    #expect(try run.table("directions.csv")["ticks"].compactMap { Int($0) }.reduce(0, +) == probe.flips)
  }

  /// The seeds' flips, and the windows', are the probe's; the whole is nothing that a part could not have been.
  @Test func `each seed and each quarter of the run is judged alone, and together they are the run`() async throws {
    let run = try await folder.play(.models)
    let probe = try #require(try candidate(run).probe)
    let table = try run.table("replications.csv")
    #expect(Set(table["by"]) == ["seed", "window"])
    for (by, count) in [("seed", 2), ("window", 4)] {
      let rows = table["by"].indices.filter { table["by"][$0] == by }
      #expect(rows.count == count)
      #expect(rows.compactMap { Int(table["ticks"][$0]) }.reduce(0, +) == probe.ticks, "\(by)")
      #expect(rows.compactMap { Int(table["flips"][$0]) }.reduce(0, +) == probe.flips, "\(by)")
    }
    #expect(table["part"].prefix(2) == ["1", "2"])
    #expect(table["part"][2] == "2018-01-01 to 2018-01-19")
    // Daily differences of quarters, put together, are those of the whole: their mean, weighted by days, is its mean.
    let windows = table["by"].indices.filter { table["by"][$0] == "window" }
    let days = try windows.map { try #require(Double(table["days"][$0])) }
    let money = try windows.map { try #require(Double(table["annual_difference"][$0])) }
    let whole = try #require(try candidate(run).money?.annualDifference)
    let mean = zip(days, money).map(*).reduce(0, +) / days.reduce(0, +)
    #expect(abs(mean - whole) < 1e-12)
    // Two seeds' accounts are not one account.
    #expect(table["annual_difference"][0] != table["annual_difference"][1])
  }

  /// Two orders cost more than there is.
  @Test func `an account that loses everything has no verdict on money, and the rest is told all the same`()
    async throws
  {
    let costly = "venue: { balance: 10000, fee: { per_order: 6000 } }"
    let run = try await folder.play(.models.with("venue: { balance: 10000, fee: 5 bp }", costly))
    let variant = try candidate(run)
    #expect(variant.money == nil)
    #expect(try #require(variant.probe).flips > 0)
    #expect(try #require(variant.sentence).contains("money not compared: an account of 3B q4_0 had nothing left"))
    let table = try run.table("replications.csv")
    #expect(table["annual_difference"].prefix(2) == ["", ""] && table["flips"].prefix(2).allSatisfy { $0 != "" })
    #expect(table["annual_difference"].last == "")
  }

  /// The last tick lies behind the last candle, and the last day ends after it.
  @Test func `a run that ends within a day and hears late is whole in its parts too`() async throws {
    let run = try await folder.play(
      .models.with("to: 2018-03-15", "to: 2018-03-15T12:00:00Z"), overrides: ["pipeline.feed.delay=2m"])
    let variant = try candidate(run)
    let (probe, money) = (try #require(variant.probe), try #require(variant.money))
    let table = try run.table("replications.csv")
    for by in ["seed", "window"] {
      let rows = table["by"].indices.filter { table["by"][$0] == by }
      #expect(rows.compactMap { Int(table["ticks"][$0]) }.reduce(0, +) == probe.ticks, "\(by)")
      let days = rows.compactMap { Int(table["days"][$0]) }
      #expect(by == "seed" ? days == [money.days, money.days] : days.reduce(0, +) == money.days, "\(by)")
    }
  }

  @Test func `a run of one variant has no verdict and no tables of one`() async throws {
    let run = try await folder.play(.rule)
    #expect(run.summary.margins == nil)
    #expect(run.summary.variants.allSatisfy { $0.sentence == nil })
    #expect(try !run.files().contains("agreement.csv"))
    #expect(try !run.files().contains("replications.csv"))
  }
}
