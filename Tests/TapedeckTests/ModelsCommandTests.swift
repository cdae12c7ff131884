import Foundation
import TestSupport
import Testing

@Suite struct ModelsCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Bits a weight of GGML's blocks: q4_0 packs 32 weights in 18 bytes.
  @Test func `the cards are listed with what is known of them`() throws {
    let outcome = try folder.tapedeck("models", "list", "--models", Repository.models, "--json")
    outcome.expectSuccess()
    let cards = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    let names = cards.compactMap { $0["name"] as? String }
    #expect(names == names.sorted())
    let small = try #require(cards.first { $0["name"] as? String == "llama3.2-3b-instruct-q4_0" })
    #expect(small["bits_per_weight"] as? Double == 4.5)
    #expect(small["mock"] as? Bool == true)
    #expect((small["file_size_source"] as? String)?.isEmpty == false)
    let refused = try #require(cards.first { $0["name"] as? String == "llama3.2-3b-instruct-q4_K_M" })
    #expect(refused["mock"] as? Bool == false)
  }

  @Test func `a folder that is not there is missing input`() throws {
    try folder.tapedeck("models", "list").expectFailure(66, "models")
  }

  @Test func `a card with an unknown key is bad configuration, told by line`() throws {
    try folder.write("name: a\nformat: q4_0\ncolour: blue\n", to: "a.yaml")
    try folder.tapedeck("models", "list", "--models", ".").expectFailure(78, "a.yaml:3", "colour")
  }

  @Test func `the mock's training data is a row a tick`() throws {
    try folder.write(SampleScenarios.models, to: "models.yaml")
    let outcome = try folder.tapedeck(
      "models", "features", "models.yaml", "--out", "features.csv", "--store", "s.sqlite")
    outcome.expectSuccess()
    let lines = try String(contentsOfFile: folder("features.csv"), encoding: .utf8).split(separator: "\n")
    #expect(outcome.output.hasPrefix("\(lines.count - 1) ticks"))
    #expect(lines.count > 50)
    #expect(lines.allSatisfy { $0.split(separator: ",").count == 3 + 32 + 1 })
  }
}
