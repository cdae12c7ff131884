import Foundation
package import LanguageModels

/// What a model answered, or why it did not.
package struct TapedAnswer: Hashable, Sendable {
  package var outcome: Outcome
  package var latencyMilliseconds: Int

  package enum Outcome: Hashable, Sendable {
    case reply(String, answeredBy: String, ActionProbabilities?)
    case failure(ModelError.Reason, String)
  }

  init(_ completion: Completion) {
    outcome = .reply(completion.text, answeredBy: completion.answeredBy, completion.probabilities)
    latencyMilliseconds = completion.latencyMilliseconds
  }

  init(_ error: ModelError) {
    outcome = .failure(error.reason, error.detail)
    latencyMilliseconds = error.latencyMilliseconds
  }

  /// As the model would give it.
  func given() throws(ModelError) -> Completion {
    switch outcome {
    case .reply(let text, let answeredBy, let probabilities):
      Completion(
        text: text, latencyMilliseconds: latencyMilliseconds, answeredBy: answeredBy, probabilities: probabilities)
    case .failure(let reason, let detail):
      throw ModelError(reason, detail, latencyMilliseconds: latencyMilliseconds)
    }
  }
}

/// A line of the tape's file but for its chain.
struct TapeEntry: Codable, Hashable {
  var key: String
  var model: String
  var latencyMs: Int
  var reply: String?
  var answeredBy: String?
  /// Of BUY and SELL, in parts of 10^9; HOLD has the rest.
  var billionths: [Int]?
  var failure: String?
  var detail: String?

  init(_ key: AnswerKey, model: String, _ answer: TapedAnswer) {
    self.key = key.text
    self.model = model
    latencyMs = answer.latencyMilliseconds
    switch answer.outcome {
    case .reply(let text, let name, let likely):
      (reply, answeredBy) = (text, name)
      billionths = likely?.billionths
    case .failure(let reason, let text):
      (failure, detail) = (reason.rawValue, text)
    }
  }

  /// Nil where the fields do not make an answer.
  var answer: TapedAnswer? {
    guard key.utf8.count == 64, latencyMs >= 0 else { return nil }
    if let reply, let answeredBy, failure == nil {
      let likely = billionths.map(ActionProbabilities.init(billionths:))
      // Written, but none.
      if case .some(.none) = likely { return nil }
      return TapedAnswer(
        Completion(text: reply, latencyMilliseconds: latencyMs, answeredBy: answeredBy, probabilities: likely ?? nil))
    }
    guard reply == nil, let reason = failure.flatMap(ModelError.Reason.init(rawValue:)) else { return nil }
    return TapedAnswer(ModelError(reason, detail ?? "", latencyMilliseconds: latencyMs))
  }
}
