/// A model that fails on schedule, and answers as its base otherwise.
package struct FailingModel<Base: LanguageModel>: LanguageModel {
  package let base: Base
  package let schedule: FailureSchedule

  package init(_ base: Base, schedule: FailureSchedule) { (self.base, self.schedule) = (base, schedule) }

  package var name: String { base.name }

  package func complete(_ request: CompletionRequest) async throws -> Completion {
    let failure = schedule.failure(seed: request.seed, ordinal: request.ordinal, attempt: request.attempt)
    if let error = failure.flatMap(error(for:)) { throw error }
    var completion = try await base.complete(request)
    if failure == .brokenJSON {
      var text = Array(completion.text.utf8)
      breakOff(&text)
      completion.text = String(decoding: text, as: UTF8.self)
    }
    return completion
  }

  /// The error that takes the place of an answer; nil for a failure that is itself an answer.
  private func error(for failure: FailureKind) -> ModelError? {
    switch failure {
    case .timeout:
      ModelError(
        .timeout, "no answer within \(schedule.timeoutMilliseconds) ms (planned)",
        latencyMilliseconds: schedule.timeoutMilliseconds)
    case .serverError: ModelError(.serverError, "HTTP 500: internal server error (planned)")
    case .cudaError: ModelError(.serverError, "HTTP 500: CUDA error: out of memory (planned)")
    case .brokenJSON: nil
    }
  }

  /// Cuts the reply in the middle, at a character's start.
  private func breakOff(_ reply: inout [UInt8]) {
    var end = reply.count / 2
    while end > 0, reply[end] & 0xC0 == 0x80 { end -= 1 }
    reply.removeSubrange(end...)
  }
}

extension FailingModel: ImmediateLanguageModel where Base: ImmediateLanguageModel {
  package func answer(
    _ prompt: [UInt8], seed: UInt64, ordinal: Int, attempt: Int, into reply: inout [UInt8]
  ) throws(ModelError) -> Int {
    let failure = schedule.failure(seed: seed, ordinal: ordinal, attempt: attempt)
    if let error = failure.flatMap(error(for:)) { throw error }
    let latency = try base.answer(prompt, seed: seed, ordinal: ordinal, attempt: attempt, into: &reply)
    if failure == .brokenJSON { breakOff(&reply) }
    return latency
  }
  package func probabilities(_ prompt: [UInt8], seed: UInt64) throws(ModelError) -> ActionProbabilities {
    try base.probabilities(prompt, seed: seed)
  }
}
