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
  let log = AnswerLog()
  private var ordinal: Int
  private var reply: [UInt8] = []

  /// `ordinal` is the number of its first question.
  init(_ model: any LanguageModel, seed: UInt64, retries: Int, ordinal: Int = 0) {
    self.model = model
    self.ordinal = ordinal
    immediate = model as? any ImmediateLanguageModel
    self.seed = seed
    self.retries = retries
  }

  func answer(to question: Question) async -> OutsideAnswer {
    defer { ordinal += 1 }
    var latency = 0
    var problem = ""
    for attempt in 0...retries {
      do throws(ModelError) {
        latency += try await ask(question.prompt, attempt: attempt)
      } catch {
        latency += error.latencyMilliseconds
        return fail("\(error)", counted: error.reason.rawValue, latency)
      }
      do throws(InvalidReply) {
        let parsed = try ReplyContract.parse(reply)
        log.append(
          AnswerLog.Answer(reason: parsed.reasoning(in: reply), answeredBy: model.name, latency: Int64(latency)))
        return OutsideAnswer(.decided(parsed.decision), latency: Int64(latency))
      } catch {
        problem = "\(error)"
      }
    }
    return fail(problem, counted: "unparseable", latency)
  }

  private func fail(_ reason: String, counted: String, _ latency: Int) -> OutsideAnswer {
    log.append(AnswerLog.Answer(reason: reason, answeredBy: model.name, latency: Int64(latency)))
    log.countFailure(counted)
    return OutsideAnswer(.failed, latency: Int64(latency))
  }

  /// Leaves the reply in `reply`, returns its latency.
  private func ask(_ prompt: [UInt8], attempt: Int) async throws(ModelError) -> Int {
    if let immediate {
      return try immediate.answer(prompt, seed: seed, ordinal: ordinal, attempt: attempt, into: &reply)
    }
    let request = CompletionRequest(prompt: prompt, seed: seed, ordinal: ordinal, attempt: attempt)
    let completion = try await model.complete(request)
    reply = Array(completion.text.utf8)
    return completion.latencyMilliseconds
  }
}

/// Answers for the reference, and puts every question of its to all variants: the probe.
///
/// The probe asks the models themselves, without the failures that a scenario injects: it measures what they decide.
final class ProbingRespondent: Respondent {
  private let reference: ModelRespondent
  private let variants: [MockLanguageModel]
  private let place: Int
  /// The reference again, loaded anew.
  private let restarted: MockLanguageModel
  private let seed: UInt64
  private(set) var record: ProbeRecord

  init(
    _ reference: ModelRespondent, variants: [MockLanguageModel], reference place: Int, restarted: MockLanguageModel,
    seed: UInt64
  ) {
    self.reference = reference
    self.variants = variants
    self.place = place
    self.restarted = restarted
    self.seed = seed
    record = ProbeRecord(variants: variants.count)
  }

  func answer(to question: Question) async throws -> OutsideAnswer {
    try probe(question)
    return await reference.answer(to: question)
  }

  private func probe(_ question: Question) throws {
    var reply: [UInt8] = []
    func decision(_ model: MockLanguageModel, _ prompt: [UInt8]) throws -> Decision {
      _ = try model.answer(prompt, seed: seed, ordinal: 0, attempt: 0, into: &reply)
      return try ReplyContract.parse(reply).decision
    }
    let expected = try distribution(variants[place], question.prompt)
    let (reworded, shifted) = (question.paraphrase(), question.shifted(seed: seed))
    record.times.append(question.time)
    for (index, model) in variants.enumerated() {
      let answer = try decision(model, question.prompt)
      record.answers[index].append(answer.action)
      record.confidences[index].append(answer.confidence)
      let found = index == place ? expected : try distribution(model, question.prompt)
      record.probabilities[index].append(found)
      record.reworded[index].append(try decision(model, reworded).action)
      record.shifted[index].append(try decision(model, shifted).action)
      if index != place {
        record.addDivergence(expected.flatMap { expected in found.map { expected.divergence(to: $0) } }, of: index)
      }
    }
    record.reference.append(record.answers[place][record.times.count - 1])
    record.restarted.append(try decision(restarted, question.prompt).action)
    record.paraphrased.append(record.reworded[place][record.times.count - 1])
  }

  private func distribution(_ model: MockLanguageModel, _ prompt: [UInt8]) throws -> AnswerDistribution? {
    let probabilities = try model.probabilities(prompt, seed: seed)
    return AnswerDistribution(hold: probabilities.hold, buy: probabilities.buy, sell: probabilities.sell)
  }
}
