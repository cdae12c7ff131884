import LanguageModels

/// One variant's model: its card, who answers for it, and how that is made to fail.
struct VariantModel: Sendable {
  var name: String
  var card: ModelCard
  var cardPath: String
  /// A server's model, or the mock that stands in for it.
  var model: any LanguageModel
  /// The same: made from its files once more, or asked once more.
  var again: any LanguageModel
  var isMock: Bool
  /// Tells the model's weights from all others.
  var digest: String
  /// What a server is asked with.
  var sampling = Sampling()
  /// How often a reply that breaks the contract is asked for again.
  var retries: Int
  /// Nil where nothing shall fail.
  var failures: FailureSchedule?
  /// What a server's answers took in this run.
  var measured: LatencyDistribution?

  /// The model as a run asks it, failures included.
  var asked: any LanguageModel {
    func failing(_ model: some LanguageModel, _ schedule: FailureSchedule) -> any LanguageModel {
      FailingModel(model, schedule: schedule)
    }
    return failures.map { failing(model, $0) } ?? model
  }

  /// Who answers for it in a replay; `ordinal` is the number of the first question.
  func respondent(seed: UInt64, ordinal: Int = 0) -> ModelRespondent {
    ModelRespondent(asked, seed: seed, retries: retries, sampling: sampling, ordinal: ordinal)
  }

  /// How long its answers take: as measured in this run, else as its card says.
  var latency: LatencyDistribution? { measured ?? card.latency?.value }

  /// Tells a model that answers alike from all others: its weights, what it is asked with, and the card that the mock's
  /// latency is drawn by.
  var fingerprint: String { "\(digest) \(sampling) \(card)" }
}
