import Foundation
import TestSupport
import Testing

@Suite struct InterruptedRunTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SampleScenarios.rule, to: "rule.yaml")
    // Long enough to be met at work.
    let long = SampleScenarios.models.replacing("from: 2018-01-01", with: "from: 2017-11-13")
      .replacing("to: 2018-03-15", with: "to: 2019-10-17").replacing("decide_every: 4", with: "decide_every: 1")
      .replacing("seeds: [1, 2]", with: "seeds: [1, 2, 3, 4, 5, 6, 7, 8]")
    try folder.write(long, to: "long.yaml")
  }

  private func hidden() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains(".partial") }
  }

  @Test func `a run that is killed leaves the older one whole, and the next one clears up`() throws {
    try folder.run("rule.yaml", "--out", "out").expectSuccess()
    let before = try folder.files(below: "out")
    let arguments = ["run", "long.yaml", "--store", "store.sqlite", "--models", Repository.models, "--out", "out"]
    let command = try Command(arguments, in: folder)
    // Killed when the first table of a variant is there.
    while command.isRunning {
      let partial = try hidden().first.map { "\(folder.path)/\($0)/3b-f16" }
      if let partial, FileManager.default.fileExists(atPath: partial) { break }
      usleep(500)
    }
    usleep(20_000)
    command.kill()
    #expect(try command.outcome().code == SIGKILL)
    #expect(try hidden().count == 1)
    #expect(try folder.files(below: "out") == before)
    try folder.run("rule.yaml", "--out", "out").expectSuccess()
    #expect(try hidden().isEmpty)
  }

  @Test func `a run that fails leaves the older one whole and nothing of its own`() throws {
    try folder.run("rule.yaml", "--out", "out").expectSuccess()
    let before = try folder.files(below: "out")
    try folder.run("rule.yaml", "--out", "out", "--set", "data.0.from=2030-01-01", "--set", "data.0.to=2030-02-01")
      .expectFailure(78)
    #expect(try folder.files(below: "out") == before)
    #expect(try hidden().isEmpty)
  }
}
