import LanguageModels
import Market
import Testing

@Suite struct MockLanguageModelTests {
  private static func mock(_ name: String) throws -> MockLanguageModel { try models.mock(of: models.card(named: name)) }

  private static func text(
    _ model: some ImmediateLanguageModel, _ prompt: [UInt8], seed: UInt64 = 1
  ) throws(ModelError) -> String {
    var reply: [UInt8] = []
    _ = try model.answer(prompt, seed: seed, ordinal: 0, attempt: 0, into: &reply)
    return String(decoding: reply, as: UTF8.self)
  }

  private static let prompts: [[UInt8]] = {
    let rows = (try? fixture("held_out_features.csv").prefix(300)) ?? []
    return rows.map { Array(PromptBuilder().prompt(for: PromptFacts(features: $0.map { Double($0) ?? 0 })).utf8) }
  }()

  @Test(arguments: [
    "llama3.2-3b-instruct-fp16", "llama3.2-3b-instruct-q8_0", "llama3.2-3b-instruct-q4_1",
    "llama3.2-3b-instruct-q4_0", "llama3.2-1b-instruct-q4_0",
  ])
  func `every answer keeps the contract and says why`(name: String) throws {
    let model = try Self.mock(name)
    #expect(model.name == "mock \(name)")
    for prompt in Self.prompts {
      let text = try Self.text(model, prompt)
      let reply = try ReplyContract.parse(text)
      // The likeliest of three is at least a third.
      #expect((33...100).contains(reply.decision.confidence))
      #expect(reply.amount == nil)
      #expect(reply.reasoning(in: Array(text.utf8)).hasPrefix("mock: "))
    }
  }

  @Test func `the same prompt and seed have the same answer, sooner or later`() throws {
    let model = try Self.mock("llama3.2-3b-instruct-q4_0")
    let first = try Self.prompts.map { try Self.text(model, $0) }
    let again = try Self.prompts.reversed().map { try Self.text(Self.mock("llama3.2-3b-instruct-q4_0"), $0) }
    #expect(first == again.reversed())
  }

  @Test func `the async answer is the immediate one`() async throws {
    let model = try Self.mock("llama3.2-3b-instruct-q8_0")
    let prompt = Self.prompts[0]
    let completion = try await model.complete(CompletionRequest(prompt: prompt, seed: 3, ordinal: 7))
    var reply: [UInt8] = []
    let latency = try model.answer(prompt, seed: 3, ordinal: 7, attempt: 0, into: &reply)
    #expect(completion.text == String(decoding: reply, as: UTF8.self))
    #expect(completion.latencyMilliseconds == latency)
    #expect(completion.answeredBy == "mock llama3.2-3b-instruct-q8_0")
  }

  @Test func `the seed picks one of five members`() throws {
    let model = try Self.mock("llama3.2-3b-instruct-fp16")
    let answers = try (0...10).map { seed in try Self.prompts.map { try Self.text(model, $0, seed: UInt64(seed)) } }
    #expect(Set(answers[1...5].map { $0.joined() }).count == 5)
    #expect(answers[6] == answers[1])
    #expect(answers[0] == answers[5])
    #expect(try Self.text(model, Self.prompts[0], seed: .max) == answers[5][0])
  }

  @Test func `latency is drawn from the card, per prompt and seed, alike for every variant`() throws {
    func latency(_ name: String, _ prompt: [UInt8], _ seed: UInt64) throws -> Int {
      var reply: [UInt8] = []
      return try Self.mock(name).answer(prompt, seed: seed, ordinal: 0, attempt: 0, into: &reply)
    }
    let all = try Self.prompts.prefix(50).map { try latency("llama3.2-3b-instruct-q4_0", $0, 1) }
    #expect(all.allSatisfy { (2000...5000).contains($0) })
    #expect(Set(all).count > 40)
    #expect(try latency("llama3.2-3b-instruct-fp16", Self.prompts[0], 1) == all[0])
    #expect(try latency("llama3.2-3b-instruct-q4_0", Self.prompts[0], 2) != all[0])
  }

  @Test func `digests tell weights and formats apart`() throws {
    let names = [
      "llama3.2-3b-instruct-fp16", "llama3.2-3b-instruct-q8_0", "llama3.2-3b-instruct-q4_0",
      "llama3.2-1b-instruct-q4_0",
    ]
    #expect(Set(try names.map { try Self.mock($0).digest }).count == 4)
  }

  @Test func `a prompt that it cannot read is an error`() throws {
    let model = try Self.mock("llama3.2-3b-instruct-q4_0")
    let error = try #require(throws: ModelError.self) { try Self.text(model, Array("Should I buy?".utf8)) }
    #expect(error.reason == .unreadablePrompt)
  }

  @Test func `a format without a faithful encoder cannot be mocked`() throws {
    let card = try models.card(named: "llama3.2-3b-instruct-q4_K_M")
    let error = try #require(throws: WeightFormatError.self) { try models.mock(of: card) }
    #expect(error.name == "q4_K_M")
  }
}
