import Foundation
import TestSupport
import Testing
import Workbench

@Suite struct WrittenRunTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What is said of the run once `change` has been at its files.
  private func complaint(about run: Run, of file: String = "summary.json") -> String {
    do {
      _ = try WrittenRun(run.path).bytes(file)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func `a folder without a manifest is no run`() throws {
    #expect(throws: FinishedRunError.missing(folder("nowhere"))) { try WrittenRun(folder("nowhere")) }
  }

  @Test func `a file that is cut, changed or gone is named, with what to do`() async throws {
    let run = try await folder.play(.rule)
    #expect(complaint(about: run).isEmpty)
    let summary = try run.text("summary.json")
    try folder.write(String(summary.dropLast(10)), to: "out/summary.json")
    let cut = complaint(about: run)
    #expect(cut.contains("out/summary.json' is damaged: its SHA-256 is ") && cut.contains("Run the scenario again."))
    try FileManager.default.removeItem(atPath: "\(run.path)/summary.json")
    #expect(complaint(about: run).contains("out/summary.json' is damaged: it is not there"))
    try folder.write(summary, to: "out/summary.json")
    #expect(complaint(about: run, of: "other.csv").contains("manifest.json' is damaged: it does not list other.csv"))
    try FileManager.default.removeItem(atPath: "\(run.path)/comparison.csv")
    #expect(complaint(about: run, of: "comparison.csv").contains("comparison.csv' is damaged: it is not there"))
    try folder.write("{", to: "out/manifest.json")
    #expect(complaint(about: run).contains("manifest.json' is damaged: it is not a manifest"))
  }

  /// The manifest is made to fit, as a run of another version might be.
  @Test func `a summary that is whole but not as it should be is told with the key`() async throws {
    let run = try await folder.play(.rule)
    func rewrite(_ change: (String) -> String) throws -> String {
      let (manifest, summary) = (try run.text("manifest.json"), try run.text("summary.json"))
      let changed = change(summary)
      #expect(changed != summary)
      try folder.write(changed, to: "out/summary.json")
      let hashes = [summary, changed].map { sha256($0) }
      try folder.write(manifest.replacing(hashes[0], with: hashes[1]), to: "out/manifest.json")
      let found = complaint(about: run)
      try folder.write(summary, to: "out/summary.json")
      try folder.write(manifest, to: "out/manifest.json")
      return found
    }
    #expect(try rewrite { $0.replacing("\"is_mock\"", with: "\"was_mock\"") }.contains("it has no isMock"))
    #expect(
      try rewrite { $0.replacing("\"instrument\" : \"BTCUSD\"", with: "\"instrument\" : 5") }
        .contains("variants[0].instrument is not what it should be"))
    #expect(try rewrite { _ in "[]" }.contains("it is not a summary"))
    let id = "0123456789abcdef"
    #expect(try rewrite { $0.replacing(run.summary.runId, with: id) }.contains("it is of run \(id)"))
  }
}
