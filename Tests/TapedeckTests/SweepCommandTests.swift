import Foundation
import TestSupport
import Testing

@Suite struct SweepCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SampleScenarios.rule + "sweep: { grid: { strategy.fast: [5, 10, 60] } }\n", to: "sweep.yaml")
  }

  @Test func `points that failed are told in one line, and the rest is there`() throws {
    let outcome = try folder.run("sweep.yaml", "--out", "out", "--json")
    #expect(outcome.code == 1)
    #expect(
      outcome.complaint.split(separator: "\n").last
        == "tapedeck: 1 of 3 trials failed; the column 'error' of out/trials.csv says why.")
    #expect(outcome.output == (try String(contentsOfFile: folder("out/summary.json"), encoding: .utf8)))
    let trials = try #require(try outcome.object()["trials"] as? [String: Any])
    #expect(trials["count"] as? Int == 3)
    #expect(trials["failed"] as? Int == 1)
    #expect((trials["best"] as? [String: Any])?["values"] is [String: String])
  }

  @Test func `a sweep without a fault ends well, and says what the run was picked from`() throws {
    let outcome = try folder.run("sweep.yaml", "--out", "out", "--set", "sweep.grid={ strategy.fast: [5, 10] }")
    outcome.expectSuccess()
    #expect(outcome.output.contains("best of 2 points by sharpe: strategy.fast="))
    #expect(try hidden().isEmpty)
  }

  @Test func `a sweep in which nothing can be read does not begin`() throws {
    try folder.run("sweep.yaml", "--set", "sweep.grid={ strategy.fast: [60, 70] }")
      .expectFailure(78, "fast (60) must be shorter than slow (50)")
  }

  /// Journals and half-made run directories.
  private func hidden() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".out.") }.sorted()
  }

  @Test(arguments: [false, true])
  func `a sweep that is killed goes on where it stood and ends with the same bytes`(
    sharesAccount: Bool
  ) throws {
    // Each point asks a mock thousands of times, so that the sweep can be met at work.
    var long =
      SampleScenarios.models.replacing("decide_every: 4", with: "decide_every: 1")
      .replacing("    - { name: 3B q4_0, card: llama3.2-3b-instruct-q4_0 }\n", with: "")
      .replacing("seeds: [1, 2]", with: "seeds: [1, 2, 3, 4]")
      + "sweep: { random: { count: 40, keys: { pipeline.minimum_confidence: { from: 30, to: 80, draw: integer } } } }\n"
    if sharesAccount {
      long = long.replacing(
        "clock:",
        with: """
            - series: coinbase:ETHUSD 1h
              files: ["\(Repository.path)/datasets/coinbase/ethusd_1h.csv.gz"]
              from: 2018-01-01
              to: 2018-03-15
          clock:
          """
      ).replacing("venue: {", with: "venue: { accounts: shared,")
    }
    try folder.write(long, to: "long.yaml")
    try folder.run("long.yaml", "--out", "whole").expectSuccess()
    let arguments = ["run", "long.yaml", "--store", "store.sqlite", "--models", Repository.models, "--out", "out"]
    let command = try Command(arguments, in: folder)
    let journal = folder(".out.trials.jsonl")
    func lines() -> Int {
      (FileManager.default.contents(atPath: journal) ?? Data()).count { $0 == UInt8(ascii: "\n") }
    }
    while command.isRunning, lines() < 3 { usleep(500) }
    command.kill()
    #expect(try command.outcome().code == SIGKILL)
    let finished = lines()
    try #require((3..<40).contains(finished), "killed too late: \(finished)")
    let second = try Command(arguments, in: folder).outcome()
    second.expectSuccess()
    #expect(second.complaint.contains("going on: \(finished) of 40 trials were played before"))
    let (whole, resumed) = (try folder.files(below: "whole"), try folder.files(below: "out"))
    #expect(Set(whole.keys) == Set(resumed.keys))
    for name in whole.keys where name != "timings.json" { #expect(whole[name] == resumed[name], "\(name)") }
    #expect(try hidden().isEmpty)
  }

  @Test func `what was played with other settings is not taken up`() throws {
    let points = "{ random: { count: 30, keys: { strategy.fast: { from: 2, to: 49, draw: integer } } } }"
    try folder.write(SampleScenarios.rule + "sweep: \(points)\n", to: "long.yaml")
    try leaveJournal(of: "long.yaml")
    let same = try folder.run("long.yaml", "--out", "out")
    same.expectSuccess()
    #expect(same.complaint.contains("going on"))
    try leaveJournal(of: "long.yaml")
    let other = try folder.run("long.yaml", "--out", "out", "--set", "venue.fee=7 bp")
    other.expectSuccess()
    #expect(!other.complaint.contains("going on"))
  }

  /// Leaves a journal as a kill does: a copy taken while the sweep played.
  private func leaveJournal(of scenario: String) throws {
    let journal = folder(".out.trials.jsonl")
    let command = try Command(
      ["run", scenario, "--store", "store.sqlite", "--models", Repository.models, "--out", "out", "--jobs", "1"],
      in: folder)
    var copy = Data()
    while command.isRunning {
      if let data = FileManager.default.contents(atPath: journal), data.count > copy.count { copy = data }
      usleep(200)
    }
    try command.outcome().expectSuccess()
    try #require(copy.contains(UInt8(ascii: "\n")))
    try copy.write(to: URL(filePath: journal))
  }
}
