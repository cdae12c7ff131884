import LanguageModels
import Testing

@Suite struct FailingModelTests {
  /// Answers the same text after 2,500 ms.
  private struct Parrot: ImmediateLanguageModel {
    let name = "parrot"
    var text = #"{"action": "BUY", "confidence": 60, "reasoning": "because é"}"#
    func answer(
      _ prompt: [UInt8], seed: UInt64, ordinal: Int, attempt: Int, into reply: inout [UInt8]
    ) throws(ModelError) -> Int {
      reply = Array(text.utf8)
      return 2500
    }
    func probabilities(_ prompt: [UInt8], seed: UInt64) -> ActionProbabilities { ActionProbabilities(weights: 6, 1, 3) }
  }

  /// Answers through `complete` only, as a server's client does.
  private struct Remote: LanguageModel {
    let name = "remote"
    func complete(_ request: CompletionRequest) async throws(ModelError) -> Completion {
      Completion(
        text: #"{"action": "HOLD", "confidence": 1, "reasoning": ""}"#, latencyMilliseconds: 9, answeredBy: name)
    }
  }

  private static func failing(_ kind: FailureKind) throws -> FailingModel<Parrot> {
    FailingModel(Parrot(), schedule: try FailureSchedule(planned: [1: kind], timeoutMilliseconds: 20_000))
  }

  @Test(arguments: [
    (FailureKind.timeout, ModelError.Reason.timeout, "20000", 20_000), (.serverError, .serverError, "500", 0),
    (.cudaError, .serverError, "CUDA error", 0),
  ])
  func `a planned failure is the error that a server's would be`(
    kind: FailureKind, reason: ModelError.Reason, word: String, latency: Int
  ) async throws {
    let model = try Self.failing(kind)
    #expect(model.name == "parrot")
    let error = try await #require(throws: ModelError.self) {
      try await model.complete(CompletionRequest(prompt: [], seed: 1, ordinal: 1))
    }
    #expect(error.reason == reason)
    #expect(error.detail.contains(word))
    #expect(error.latencyMilliseconds == latency)
    let completion = try await model.complete(CompletionRequest(prompt: [], seed: 1, ordinal: 2))
    #expect(completion.text == Parrot().text)
  }

  @Test func `broken JSON is an answer that the contract refuses`() async throws {
    let model = try Self.failing(.brokenJSON)
    let completion = try await model.complete(CompletionRequest(prompt: [], seed: 1, ordinal: 1))
    #expect(invalidity(completion.text) == .truncated)
    #expect(completion.latencyMilliseconds == 2500)
    var reply: [UInt8] = []
    #expect(try model.answer([], seed: 1, ordinal: 1, attempt: 0, into: &reply) == 2500)
    #expect(String(decoding: reply, as: UTF8.self) == completion.text)
  }

  @Test func `a model that only answers asynchronously can fail as well`() async throws {
    let schedule = try FailureSchedule(planned: [1: .brokenJSON, 2: .timeout])
    let model = FailingModel(Remote(), schedule: schedule)
    let completion = try await model.complete(CompletionRequest(prompt: [], seed: 1, ordinal: 1))
    #expect(invalidity(completion.text) == .truncated)
    await #expect(throws: ModelError.self) {
      try await model.complete(CompletionRequest(prompt: [], seed: 1, ordinal: 2))
    }
  }

  @Test func `reason codes are those of the documentation`() {
    let codes = ModelError.Reason.allCases.map(\.rawValue)
    #expect(
      codes == [
        "timeout", "server_error", "auth", "rate_limited", "unknown_model", "bad_request", "unreachable",
        "protocol_violation", "unreadable_prompt",
      ])
  }
}
