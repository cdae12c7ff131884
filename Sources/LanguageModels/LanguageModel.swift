/// What a model is asked.
package struct CompletionRequest: Sendable {
  /// The whole prompt, UTF-8.
  package var prompt: [UInt8]
  /// The JSON schema that the reply is asked to follow; nil asks for free text.
  package var schema: String?
  /// Seed of the sampling; the same request with the same seed has the same answer.
  package var seed: UInt64
  package var sampling: Sampling
  /// Which request of its variant this is: the number of the tick. Planned failures are counted by it.
  package var ordinal: Int
  /// 0 for the first try of this ordinal, then 1, 2, …
  package var attempt: Int
  /// 0 to ask; 1 to ask the very same once more, which a recorded answer to the first is no answer to.
  package var repetition = 0

  package init(
    prompt: [UInt8], schema: String? = ReplyContract.schema, seed: UInt64, sampling: Sampling = Sampling(),
    ordinal: Int, attempt: Int = 0
  ) {
    (self.prompt, self.schema, self.seed, self.sampling) = (prompt, schema, seed, sampling)
    (self.ordinal, self.attempt) = (ordinal, attempt)
  }
}

/// How a model picks its words. Part of what a recorded answer is stored under.
package struct Sampling: Hashable, Sendable {
  /// 0 takes the likeliest word every time.
  package var temperature: Double = 0
  /// Tokens of the reply; a reply that needs more is cut off.
  package var maximumReply: Int = 512
  /// For how many words at each place the server is asked to tell how likely they were; 0 for none.
  package var likelihoods: Int = 20

  package init() {}
}

/// What a model answered.
package struct Completion: Hashable, Sendable {
  /// The reply as it came; ``ReplyContract`` says whether it is one.
  package var text: String
  /// From asking to the last word. Measured for servers, drawn from the model card for the mock.
  package var latencyMilliseconds: Int
  /// The model that answered, under the name it gave itself.
  package var answeredBy: String
  /// How likely each action was where the reply names its own; nil where that is not told.
  package var probabilities: ActionProbabilities?

  package init(
    text: String, latencyMilliseconds: Int, answeredBy: String, probabilities: ActionProbabilities? = nil
  ) {
    (self.text, self.latencyMilliseconds, self.answeredBy) = (text, latencyMilliseconds, answeredBy)
    self.probabilities = probabilities
  }
}

/// Text in, text out: a server, the mock, or something around either.
package protocol LanguageModel: Sendable {
  /// The model's name, as reports show it.
  var name: String { get }

  /// The answer to `request`. An answer is not yet a decision: it may be any text.
  ///
  /// Throws ``ModelError`` where there is none, which a replay notes and goes on from; any other error ends the replay.
  func complete(_ request: CompletionRequest) async throws -> Completion
}

/// A model that answers on the calling thread without waiting for anything: what a replay asks a million times.
package protocol ImmediateLanguageModel: LanguageModel {
  /// Replaces what is in `reply` by the answer to `prompt` (UTF-8). Returns the latency to be simulated, in
  /// milliseconds. `ordinal` and `attempt` are those of ``CompletionRequest``.
  func answer(
    _ prompt: [UInt8], seed: UInt64, ordinal: Int, attempt: Int, into reply: inout [UInt8]
  ) throws(ModelError) -> Int

  /// How likely it holds each action, asked `prompt`.
  func probabilities(_ prompt: [UInt8], seed: UInt64) throws(ModelError) -> ActionProbabilities
}

extension ImmediateLanguageModel {
  package func complete(_ request: CompletionRequest) async throws -> Completion {
    var reply: [UInt8] = []
    let latency = try answer(
      request.prompt, seed: request.seed, ordinal: request.ordinal, attempt: request.attempt, into: &reply)
    return Completion(
      text: String(decoding: reply, as: UTF8.self), latencyMilliseconds: latency, answeredBy: name,
      probabilities: try probabilities(request.prompt, seed: request.seed))
  }
}
