import Foundation
import LanguageModels
import Market
import Testing

/// How far the mock's variants are from each other, on prompts of ticks that training held out.
@Suite struct MockBandsTests {
  private static let prompts: [[UInt8]] = {
    let rows = (try? fixture("held_out_features.csv")) ?? []
    return rows.map { Array(PromptBuilder().prompt(for: PromptFacts(features: $0.map { Double($0) ?? 0 })).utf8) }
  }()

  private static func answers(
    _ weights: MockWeights, _ format: WeightFormat, seed: UInt64
  ) throws -> [ActionProbabilities] {
    let model = MockLanguageModel(name: "x", weights: weights, format: format, latency: nil)
    return try prompts.map { try model.probabilities($0, seed: seed) }
  }

  /// Share of prompts on which the action differs, in per cent.
  private static func flips(_ a: [ActionProbabilities], _ b: [ActionProbabilities]) -> Double {
    let flips = zip(a, b).filter { $0.decision.action != $1.decision.action }.count
    return 100 * Double(flips) / Double(a.count)
  }

  /// Mean Kullback-Leibler divergence of `other` from `reference`, in nats.
  private static func divergence(_ reference: [ActionProbabilities], _ other: [ActionProbabilities]) -> Double {
    let sum = zip(reference, other).reduce(0) { sum, pair in
      let (p, q) = pair
      return sum + p.buy * log(p.buy / q.buy) + p.sell * log(p.sell / q.sell) + p.hold * log(p.hold / q.hold)
    }
    return sum / Double(reference.count)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `formats flip as many decisions as promised, and lose as much`(seed: UInt64) throws {
    let weights = try MockWeights(path: "\(models.path)/mock/mock-3b.weights")
    let reference = try Self.answers(weights, .f32, seed: seed)
    let half = try Self.answers(weights, .f16, seed: seed)
    let eight = try Self.answers(weights, .q8, seed: seed)
    let four = try Self.answers(weights, .q4, seed: seed)
    let fourWithMinimum = try Self.answers(weights, .q4WithMinimum, seed: seed)
    #expect(Self.prompts.count == 1500)
    #expect((0.1...1.5).contains(Self.flips(half, eight)), "q8_0 flips \(Self.flips(half, eight)) %")
    #expect((2...8).contains(Self.flips(half, four)), "q4_0 flips \(Self.flips(half, four)) %")
    let losses = [half, eight, four, fourWithMinimum].map { Self.divergence(reference, $0) }
    #expect(losses[0] < losses[1])
    #expect(losses[1] < min(losses[2], losses[3]))
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `a smaller model differs more than a smaller format`(seed: UInt64) throws {
    let large = try MockWeights(path: "\(models.path)/mock/mock-3b.weights")
    let small = try MockWeights(path: "\(models.path)/mock/mock-1b.weights")
    let reference = try Self.answers(large, .f16, seed: seed)
    let flips = Self.flips(reference, try Self.answers(small, .q4, seed: seed))
    #expect((10...25).contains(flips), "1B flips \(flips) %")
    #expect(flips > Self.flips(reference, try Self.answers(large, .q4, seed: seed)))
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>, ["mock-3b", "mock-1b"])
  func `all three actions occur often, and a threshold can choose among them`(seed: UInt64, name: String) throws {
    let weights = try MockWeights(path: "\(models.path)/mock/\(name).weights")
    let decisions = try Self.answers(weights, .f16, seed: seed).map(\.decision)
    func share(_ condition: (Decision) -> Bool) -> Double {
      100 * Double(decisions.filter(condition).count) / Double(decisions.count)
    }
    #expect((15...35).contains(share { $0.action == .buy }))
    #expect((15...35).contains(share { $0.action == .sell }))
    let acting = (0...100).map { minimum in share { $0.action != .hold && Int($0.confidence) >= minimum } }
    // One per cent of confidence is a step of up to a factor of 1.8 here.
    #expect(acting.contains { (13...27).contains($0) }, "\(acting[33...50])")
  }

  @Test func `masking flips hardly a decision`() throws {
    let weights = try MockWeights(path: "\(models.path)/mock/mock-3b.weights")
    let model = MockLanguageModel(name: "x", weights: weights, format: .q4, latency: nil)
    let masked = PromptBuilder(isMasked: true)
    let rows = try fixture("held_out_features.csv")
    var flips = 0
    for (row, prompt) in zip(rows, Self.prompts) {
      let other = Array(masked.prompt(for: PromptFacts(features: row.map { Double($0) ?? 0 })).utf8)
      let (a, b) = (try model.probabilities(prompt, seed: 1), try model.probabilities(other, seed: 1))
      if a.decision.action != b.decision.action { flips += 1 }
    }
    // Only the last digit of a price differs: at most one decision in 200.
    #expect(flips <= rows.count / 200, "\(flips) flips")
  }
}
