import LanguageModels
import Scenarios

/// One variant's model: its card, the mock that stands in for it, and how that is made to fail.
struct VariantModel: Sendable {
  var name: String
  var card: ModelCard
  var cardPath: String
  var model: MockLanguageModel
  /// The same, made from the files once more.
  var again: MockLanguageModel
  /// Nil where nothing shall fail.
  var failures: FailureSchedule?

  /// The model as a run asks it, failures included.
  var asked: any LanguageModel {
    if let failures { return FailingModel(model, schedule: failures) }
    return model
  }

  /// Tells a model that answers alike from all others: the weights' hash, and the card that its latency is drawn by.
  var fingerprint: String { "\(model.digest) \(card)" }

  /// The models of all variants of `scenario`, from the cards in `folder`; none where a rule decides.
  static func load(_ scenario: Scenario, from folder: String) throws -> [VariantModel] {
    guard let settings = scenario.models else { return [] }
    let rates = settings.failures.rates
    let failures = rates.isEmpty ? nil : try FailureSchedule(rates: rates)
    let cards = ModelCardFolder(path: folder)
    return try settings.variants.map { variant in
      let card = try cards.card(named: variant.card)
      do {
        return VariantModel(
          name: variant.name, card: card, cardPath: "\(folder)/\(variant.card).yaml", model: try cards.mock(of: card),
          again: try cards.mock(of: card), failures: failures)
      } catch let error as WeightFormatError {
        throw WorkbenchError.cannotMock(variant: variant.name, card: variant.card, error)
      }
    }
  }
}

extension ModelsSettings.FailureRates {
  fileprivate var rates: [FailureSchedule.Rate] {
    [
      FailureSchedule.Rate(.timeout, share: timeout), FailureSchedule.Rate(.brokenJSON, share: brokenReply),
      FailureSchedule.Rate(.serverError, share: serverError), FailureSchedule.Rate(.cudaError, share: deviceError),
    ].filter { $0.share > 0 }
  }
}
