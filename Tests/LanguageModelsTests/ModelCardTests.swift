import Foundation
import LanguageModels
import Market
import Testing

@Suite struct ModelCardTests {
  private static let good = """
    name: tiny
    format: q4_0
    parameters:
      value: 1.5e6
      source: counted
    latency_seconds:
      quantiles: {0: 0.1, 0.5: 0.2, 1: 2}
      source: measured
    knowledge_cutoff:
      value: 2023-12
      source: its makers

    """

  private static func error(_ yaml: String, file: String = "models/tiny.yaml") -> ModelCardError? {
    do throws(ModelCardError) {
      _ = try ModelCard(yaml: yaml, file: file)
      return nil
    } catch { return error }
  }

  @Test func `a card gives its figures with their sources`() throws {
    let card = try ModelCard(yaml: Self.good, file: "models/tiny.yaml")
    #expect(card.name == "tiny")
    #expect(card.parameters?.value == 1_500_000)
    #expect(card.parameters?.source == "counted")
    #expect(card.latency?.value.milliseconds(share: 0.5) == 200)
    #expect(card.knowledgeCutoff?.value == Timestamp(year: 2024, month: 1, day: 1))
    #expect(card.fileSizeGB == nil)
    #expect(card.mockWeights == nil)
  }

  @Test func `ticks before the end of the cutoff month may be remembered`() throws {
    let card = try ModelCard(yaml: Self.good, file: "tiny.yaml")
    #expect(card.mayRemember(Timestamp(year: 2023, month: 12, day: 31, hour: 23)))
    #expect(!card.mayRemember(Timestamp(year: 2024, month: 1, day: 1)))
    let unknown = try ModelCard(yaml: "name: tiny\nformat: f16\n", file: "tiny.yaml")
    #expect(!unknown.mayRemember(.distantPast))
  }

  @Test(
    arguments: [
      (good + "sise: 3\n", 12, "unknown key \"sise\""),
      (good + "file_size: 3\n", 12, "the nearest known one is \"file_size_gb\""),
      (good.replacing("  source: counted\n", with: ""), 4, "\"source\" is missing"),
      (good.replacing("source: counted", with: "sorce: counted"), 5, "nearest known one is \"source\""),
      (good.replacing("value: 1.5e6", with: "value: many"), 4, "\"many\" is not a number above 0"),
      (good.replacing("value: 1.5e6", with: "value: -1"), 4, "\"-1\" is not a number above 0"),
      (good.replacing("value: 1.5e6", with: "value: .nan"), 4, "is not a number above 0"),
      (good.replacing("value: 1.5e6", with: "value: [1]"), 4, "\"value\" must be a text"),
      (good.replacing("parameters:\n  value: 1.5e6\n  source: counted", with: "parameters: 3"), 3, "keys and values"),
      (good.replacing("2023-12", with: "2023-13"), 10, "not a month"),
      (good.replacing("2023-12", with: "December"), 10, "not a month"),
      (good.replacing("0.5: 0.2", with: "0.5: 9"), 7, "must not fall"),
      (good.replacing("0.5: 0.2", with: "half: 1"), 7, "a quantile is"),
      (good.replacing("name: tiny\n", with: ""), 1, "\"name\" is missing"),
      (good.replacing("name: tiny", with: "name: other"), 1, "its file \"tiny.yaml\""),
      (good.replacing("format: q4_0", with: "format:"), 2, "\"format\" must be a text"),
      (good + "name: again\n", 1, "a key stands twice"),
      ("- a\n- b\n", 1, "keys and values"),
    ] as [(String, Int, String)])
  func `a damaged card is refused with the line and the reason`(yaml: String, line: Int, words: String) throws {
    let error = try #require(Self.error(yaml))
    #expect(error.line == line, "\(error)")
    #expect(error.problem.contains(words), "\(error)")
    #expect(error.description.hasPrefix("models/tiny.yaml:\(line):"))
  }

  @Test(arguments: ["name: tiny\n\tformat: x\n", "name: [tiny\n", "a: b: c\n", "name: 'tiny\n", "\u{0}", "%YAML 9\n"])
  func `what is not YAML is refused`(yaml: String) {
    #expect(Self.error(yaml) != nil)
  }

  @Test func `an empty card is refused`() {
    #expect(Self.error("")?.problem == "the card is empty")
  }

  @Test func `a card cut off anywhere is refused or sound, never a crash`() {
    for length in 0..<Self.good.count {
      if let error = Self.error(String(Self.good.prefix(length))) { #expect(!error.problem.isEmpty) }
    }
  }

  // Sizes: Ollama library, llama3.2 tags. Bits: ggml's block layouts.
  @Test(
    arguments: [
      ("llama3.2-3b-instruct-fp16", 6.43, 16), ("llama3.2-3b-instruct-q8_0", 3.42, 8.5),
      ("llama3.2-3b-instruct-q4_1", nil, 5), ("llama3.2-3b-instruct-q4_K_M", 2.02, nil),
      ("llama3.2-3b-instruct-q4_0", 1.92, 4.5), ("llama3.2-1b-instruct-q4_0", 0.77, 4.5),
    ] as [(String, Double?, Double?)])
  func `the shipped cards hold what is known`(name: String, size: Double?, bits: Double?) throws {
    let card = try models.card(named: name)
    #expect(card.fileSizeGB?.value == size)
    #expect(card.bitsPerWeight?.value == bits)
    #expect(card.servedAs == name.replacing("llama3.2-", with: "llama3.2:"))
    #expect(card.latency?.value.milliseconds(share: 0) == 2000)
    #expect(card.latency?.value.milliseconds(share: 1) == 5000)
    #expect(card.knowledgeCutoff?.value == Timestamp(year: 2024, month: 1, day: 1))
    if let format = try? WeightFormat(mockable: card.format) { #expect(format.bitsPerWeight == bits) }
  }

  @Test func `every card of the folder can be read`() throws {
    #expect(
      try models.all().map(\.name) == [
        "llama3.2-1b-instruct-q4_0", "llama3.2-3b-instruct-fp16", "llama3.2-3b-instruct-q4_0",
        "llama3.2-3b-instruct-q4_1", "llama3.2-3b-instruct-q4_K_M", "llama3.2-3b-instruct-q8_0",
        "tiny-f16", "tiny-q4_0", "tiny-q8_0",
      ])
  }

  @Test func `a card that does not exist is an error that names those that do`() throws {
    let error = try #require(throws: ModelCardError.self) { try models.card(named: "gpt") }
    #expect(error.description.contains("llama3.2-3b-instruct-q8_0"))
  }
}
