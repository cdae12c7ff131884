import LanguageModels
import Market
import Replay
import Reports

/// Puts a question to two models and composes one answer: some of its parts are the candidate's, the others the
/// reference's.
///
/// Each model sees the prompt of this very replay. One that owns nothing is not asked.
final class HybridRespondent: Respondent {
  private let reference: Side
  private let candidate: Side
  /// The causes that are the candidate's.
  private let taken: Set<AttributionCause>
  private let asks: (reference: Bool, candidate: Bool)

  /// One of the two models: as a run asks it, and without the failures that a scenario injects.
  private final class Side {
    private let asked: ModelRespondent
    private let plain: ModelRespondent

    init(_ model: VariantModel, seed: UInt64) {
      asked = model.respondent(seed: seed)
      var unfailing = model
      unfailing.failures = nil
      plain = unfailing.respondent(seed: seed)
    }

    func answer(to question: Question) async throws -> OutsideAnswer {
      defer { asked.log.discard() }
      return try await asked.answer(to: question)
    }

    /// What it decides where `answer` of its own failed and nobody else's did.
    func decision(_ answer: OutsideAnswer, of question: Question) async throws -> Decision? {
      if case .decided(let decision) = answer.outcome { return decision }
      defer { plain.log.discard() }
      guard case .decided(let decision) = try await plain.answer(to: question).outcome else { return nil }
      return decision
    }
  }

  /// `mask` has a bit for each of `causes`, set where it is the candidate's. Where failures are no cause, an answer
  /// fails with its action.
  init(
    _ reference: VariantModel, _ candidate: VariantModel, causes: [AttributionCause], mask: Int, seed: UInt64
  ) {
    self.reference = Side(reference, seed: seed)
    self.candidate = Side(candidate, seed: seed)
    var taken = Set(causes.indices.filter { mask >> $0 & 1 == 1 }.map { causes[$0] })
    if !causes.contains(.failures), taken.contains(.action) { taken.insert(.failures) }
    self.taken = taken
    asks = (taken.count < AttributionCause.allCases.count, !taken.isEmpty)
  }

  func answer(to question: Question) async throws -> OutsideAnswer {
    let failed = OutsideAnswer(.failed, latency: 0)
    let own = asks.reference ? try await reference.answer(to: question) : failed
    let other = asks.candidate ? try await candidate.answer(to: question) : failed
    func answer(_ cause: AttributionCause) -> OutsideAnswer { taken.contains(cause) ? other : own }
    func decision(_ cause: AttributionCause) async throws -> Decision? {
      try await (taken.contains(cause) ? candidate : reference).decision(answer(cause), of: question)
    }
    let latency = answer(.latency).latency
    guard answer(.failures).outcome != .failed, let action = try await decision(.action),
      let confidence = try await decision(.confidence)
    else { return OutsideAnswer(.failed, latency: latency) }
    return OutsideAnswer(.decided(Decision(action.action, confidence: confidence.confidence)), latency: latency)
  }
}
