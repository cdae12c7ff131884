import Comparison
import LanguageModels
import Market
import Replay

/// Answers for the reference, and puts every question of its to all variants: the probe.
///
/// The probe asks the models themselves, without the failures that a scenario injects: it measures what they decide. A
/// model that does not answer all the same is noted as having failed, and its answer as the HOLD that becomes of it.
final class ProbingRespondent: Respondent {
  private let reference: ModelRespondent
  private let variants: [VariantModel]
  private let place: Int
  private let seed: UInt64
  private let sampling: Sampling
  private(set) var record: ProbeRecord
  private var reply: [UInt8] = []

  init(
    _ reference: ModelRespondent, variants: [VariantModel], reference place: Int, seed: UInt64, sampling: Sampling
  ) {
    self.reference = reference
    self.variants = variants
    self.place = place
    self.seed = seed
    self.sampling = sampling
    record = ProbeRecord(variants: variants.count)
  }

  func answer(to question: Question) async throws -> OutsideAnswer {
    try await probe(question)
    return try await reference.answer(to: question)
  }

  private struct Answer {
    /// Nil where there was none.
    var decision: Decision?
    var distribution: AnswerDistribution?

    var action: Action { decision?.action ?? .hold }
  }

  private func probe(_ question: Question) async throws {
    let expected = try await ask(variants[place].model, question.prompt, forDistribution: true)
    let (reworded, shifted) = (question.paraphrase(), question.shifted(seed: seed))
    record.times.append(question.time)
    for (index, variant) in variants.enumerated() {
      let answer =
        index == place ? expected : try await ask(variant.model, question.prompt, forDistribution: true)
      record.answers[index].append(answer.action)
      record.confidences[index].append(answer.decision?.confidence ?? 0)
      record.failed[index].append(answer.decision == nil)
      record.probabilities[index].append(answer.distribution)
      record.reworded[index].append(try await ask(variant.model, reworded).action)
      record.shifted[index].append(try await ask(variant.model, shifted).action)
      if index != place {
        record.addDivergence(
          expected.distribution.flatMap { own in answer.distribution.map { own.divergence(to: $0) } }, of: index)
      }
    }
    record.reference.append(expected.action)
    record.restarted.append(try await ask(variants[place].again, question.prompt, repetition: 1).action)
    record.reseeded.append(try await ask(variants[place].model, question.prompt, seed: seed &+ 1).action)
    record.paraphrased.append(record.reworded[place][record.times.count - 1])
  }

  private func ask(
    _ model: any LanguageModel, _ prompt: [UInt8], seed: UInt64? = nil, forDistribution: Bool = false,
    repetition: Int = 0
  ) async throws -> Answer {
    let seed = seed ?? self.seed
    do {
      if let model = model as? any ImmediateLanguageModel {
        _ = try model.answer(prompt, seed: seed, ordinal: 0, attempt: 0, into: &reply)
        let likely = forDistribution ? try model.probabilities(prompt, seed: seed) : nil
        return Answer(decision: try ReplyContract.parse(reply).decision, distribution: likely?.distribution)
      }
      var request = CompletionRequest(prompt: prompt, seed: seed, sampling: sampling, ordinal: 0)
      request.repetition = repetition
      let completion = try await model.complete(request)
      return Answer(
        decision: try ReplyContract.parse(completion.text).decision,
        distribution: completion.probabilities?.distribution)
    } catch is ModelError {
      return Answer()
    } catch is InvalidReply {
      return Answer()
    }
  }
}

extension ActionProbabilities {
  fileprivate var distribution: AnswerDistribution? { AnswerDistribution(hold: hold, buy: buy, sell: sell) }
}
