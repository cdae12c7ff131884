import Comparison
import LanguageModels
import Market
import Replay
import Reports

/// Puts each question to a model, judges the reply, and logs what came of it.
///
/// A reply that breaks the contract is asked for again, as often as the scenario says, and then is no decision; a model
/// that fails is not asked twice. Neither ever becomes a guess.
final class ModelRespondent: Respondent {
  private let model: any LanguageModel
  /// The same model, where it answers at once.
  private let immediate: (any ImmediateLanguageModel)?
  private let seed: UInt64
  private let retries: Int
  private let sampling: Sampling
  let log = AnswerLog()
  /// Milliseconds of every answer that was waited for, those of a model that answers at once left out.
  private(set) var measured: [Int] = []
  private var ordinal: Int
  private var reply: [UInt8] = []

  /// `ordinal` is the number of its first question.
  init(_ model: any LanguageModel, seed: UInt64, retries: Int, sampling: Sampling = Sampling(), ordinal: Int = 0) {
    self.model = model
    self.sampling = sampling
    self.ordinal = ordinal
    immediate = model as? any ImmediateLanguageModel
    self.seed = seed
    self.retries = retries
  }

  func answer(to question: Question) async throws -> OutsideAnswer {
    defer { ordinal += 1 }
    var latency = 0
    var problem = ""
    for attempt in 0...retries {
      do {
        latency += try await ask(question.prompt, attempt: attempt)
      } catch let error as ModelError {
        latency += error.latencyMilliseconds
        return fail("\(error)", counted: error.reason.rawValue, latency)
      }
      do throws(InvalidReply) {
        let parsed = try ReplyContract.parse(reply)
        note(parsed.reasoning(in: reply), latency)
        return OutsideAnswer(.decided(parsed.decision), latency: Int64(latency))
      } catch {
        problem = "\(error)"
      }
    }
    return fail(problem, counted: "unparseable", latency)
  }

  private func fail(_ reason: String, counted: String, _ latency: Int) -> OutsideAnswer {
    note(reason, latency)
    log.countFailure(counted)
    return OutsideAnswer(.failed, latency: Int64(latency))
  }

  private func note(_ reason: String, _ latency: Int) {
    log.append(AnswerLog.Answer(reason: reason, answeredBy: model.name, latency: Int64(latency)))
    if immediate == nil { measured.append(latency) }
  }

  /// Leaves the reply in `reply`, returns its latency.
  private func ask(_ prompt: [UInt8], attempt: Int) async throws -> Int {
    if let immediate {
      return try immediate.answer(prompt, seed: seed, ordinal: ordinal, attempt: attempt, into: &reply)
    }
    let request = CompletionRequest(
      prompt: prompt, seed: seed, sampling: sampling, ordinal: ordinal, attempt: attempt)
    let completion = try await model.complete(request)
    reply = Array(completion.text.utf8)
    return completion.latencyMilliseconds
  }
}
