import LanguageModels
import Market
import Testing

/// What the mock sees of a prompt.
@Suite struct PromptReaderTests {
  private static func features(_ text: String) throws(ModelError) -> SIMD32<Float> {
    try MockLanguageModel.features(Array(text.utf8)).values
  }

  private static func largestDifference(_ a: SIMD32<Float>, _ b: SIMD32<Float>) -> Float {
    (0..<32).reduce(0) { max($0, (a[$1] - b[$1]).magnitude) }
  }

  @Test func `features are read from the text, up to its digits`() throws {
    var expected = [Double](repeating: 0, count: 32)
    for index in expected.indices { expected[index] = Double((index * 5) % 13 - 6) / 10 }
    (expected[29], expected[31]) = (-1, -0.42)
    let read = try Self.features(PromptBuilder().prompt(for: PromptFacts(features: expected)))
    for index in 0..<32 { #expect(abs(Double(read[index]) - expected[index]) < 1e-3, "feature \(index)") }
  }

  @Test func `masked and unmasked prompts have the same features`() throws {
    for row in try fixture("held_out_features.csv").prefix(200) {
      let numbers = row.map { Double($0) ?? .nan }
      for close in [0.8712, 1.3456, 250, 6543.21] {
        let facts = PromptFacts(features: numbers, close: close)
        let plain = try Self.features(PromptBuilder().prompt(for: facts))
        let masked = try Self.features(PromptBuilder(isMasked: true).prompt(for: facts))
        #expect(Self.largestDifference(plain, masked) < 2e-3)
      }
    }
  }

  @Test func `the price level does not change the features`() throws {
    let numbers = [Double](repeating: 0.3, count: 32)
    let builder = PromptBuilder()
    let low = try Self.features(builder.prompt(for: PromptFacts(features: numbers, close: 1.1)))
    let high = try Self.features(builder.prompt(for: PromptFacts(features: numbers, close: 60_000)))
    #expect(Self.largestDifference(low, high) < 2e-3)
  }

  @Test func `lines may stand in any order, and unknown ones do no harm`() throws {
    let text = PromptBuilder().prompt(for: .ordinary)
    var lines = text.split(separator: "\n")
    let pulses = lines.filter { $0.hasPrefix("Pulse") }
    lines.removeAll { $0.hasPrefix("Pulse") }
    let shuffled = (["Dear model,", "Vexing: 1", "Price of tea: 2"] + lines.reversed() + pulses).joined(separator: "\n")
    #expect(try Self.features(shuffled) == Self.features(text))
  }

  @Test func `a missing timeframe, volume or forecast reads as zero`() throws {
    var facts = PromptFacts.ordinary
    facts.pulses.removeLast()
    facts.relativeVolume = nil
    facts.forecastVolatility = nil
    let read = try Self.features(PromptBuilder().prompt(for: facts))
    for index in 16..<24 { #expect(read[index] == 0) }
    #expect(read[27] == 0)
    #expect(read[28] == 0)
  }

  @Test func `features are cut off at three, and a market that stands still has none`() throws {
    var facts = PromptFacts.ordinary
    facts.change24 = 1e6
    facts.pulses[0].averageTrueRange = 0
    facts.pulses[0].macd = 0
    facts.pulses[0].simpleMovingAverage = facts.price
    facts.pulses[0].macdHistogram = 1
    let read = try Self.features(PromptBuilder().prompt(for: facts))
    #expect(read[26] == 3)
    #expect(read[1] == 0)
    #expect(read[3] == 0)
  }

  @Test(arguments: ["Decision timeframe", "Change", "Pulse 1h", "Volatility", "Position", "Last decisions"])
  func `a prompt without a fact that is needed is an error`(name: String) {
    var facts = PromptFacts.ordinary
    facts.pulses.removeLast(2)
    let lines = PromptBuilder().prompt(for: facts).split(separator: "\n").filter { !$0.hasPrefix(name) }
    let error = #expect(throws: ModelError.self) { try Self.features(lines.joined(separator: "\n")) }
    #expect(error?.reason == .unreadablePrompt)
  }

  @Test(arguments: ["Decision timeframe", "Change", "Volume", "Volatility", "Position", "Last decisions"])
  func `a fact that stands twice is an error`(name: String) throws {
    let lines = PromptBuilder().prompt(for: .ordinary).split(separator: "\n")
    let line = try #require(lines.first { $0.hasPrefix("\(name):") })
    let error = #expect(throws: ModelError.self) { try Self.features((lines + [line]).joined(separator: "\n")) }
    #expect(error?.reason == .unreadablePrompt)
  }

  @Test(arguments: [
    ("rsi14 ", "rsi14 x"), ("macd_signal", "macd signal"), ("Decision timeframe: 1h", "Decision timeframe: 2h"),
    ("1 bar ", "1 bar n/a "), ("long from", "wide from"), ("forecast 3.0000", "forecast 0.0000"), ("BUY 55", "WAIT 55"),
    ("atr14 65.432", "atr14 6543200000000000000000"),
  ])
  func `a damaged fact is an error, never a guess`(whole: String, damaged: String) {
    let text = PromptBuilder().prompt(for: .ordinary)
    #expect(text.contains(whole))
    let broken = text.replacing(whole, with: damaged)
    let error = #expect(throws: ModelError.self) { try Self.features(broken) }
    #expect(error?.reason == .unreadablePrompt)
  }

  @Test func `a prompt cut off anywhere is an error or complete`() throws {
    let text = Array(PromptBuilder().prompt(for: .ordinary).utf8)
    let whole = try MockLanguageModel.features(text)
    let lastFact = "Last decisions: BUY 5".utf8.count
    for length in 0..<text.count - lastFact {
      #expect(throws: ModelError.self) { try MockLanguageModel.features(Array(text[..<length])) }
    }
    #expect(try MockLanguageModel.features(Array(text.dropLast())) == whole)
  }
}
