import Foundation
import LanguageModels
import ModelServers
import Reports
import Scenarios
import Synchronization

/// Where the models of a run come from: cards, mocks, servers and tapes, each opened once.
final class ModelLibrary: Sendable {
  private let cards: ModelCardFolder
  private let scenarioFile: String
  /// Whether answers are taken from tapes alone, whatever the scenario says.
  private let asksNobody: Bool
  private let opened = Mutex(Opened())

  private struct Opened {
    var tapes: [String: DecisionTape] = [:]
    var servers: [ModelsSettings.Server: ModelServer] = [:]
  }

  /// Cards are in `folder`, the files that a scenario names beside `scenarioFile`.
  init(folder: String, scenarioFile: String, asksNobody: Bool = false) {
    cards = ModelCardFolder(path: folder)
    self.scenarioFile = scenarioFile
    self.asksNobody = asksNobody
  }

  /// The models of all variants of `scenario`; none where a rule decides.
  func models(of scenario: Scenario) throws -> [VariantModel] {
    guard let settings = scenario.models else { return [] }
    let rates = settings.failures.rates
    let failures = rates.isEmpty ? nil : try FailureSchedule(rates: rates)
    return try settings.variants.map { variant in
      let card = try cards.card(named: variant.card)
      var model =
        try variant.server.map { try served(variant, card, at: $0, settings) } ?? mocked(variant, card, settings)
      model.failures = failures
      return model
    }
  }

  /// The recorded answers that were taken so far, as an input of the run: which, not what else its tape holds.
  func usedAnswers(of scenario: Scenario) -> [Manifest.Entry] {
    guard let name = scenario.models?.tape?.file, let tape = opened.withLock({ $0.tapes[name] }) else { return [] }
    let (count, hash) = tape.used
    return [Manifest.Entry(name: name, kind: "answers", sha256: hash, detail: "\(count) recorded answers")]
  }

  private func mocked(
    _ variant: ModelsSettings.Variant, _ card: ModelCard, _ settings: ModelsSettings
  ) throws -> VariantModel {
    do {
      let mock = try cards.mock(of: card)
      return VariantModel(
        name: variant.name, card: card, cardPath: path(card), model: mock, again: try cards.mock(of: card),
        isMock: true, digest: mock.digest, retries: settings.retries)
    } catch let error as WeightFormatError {
      throw WorkbenchError.cannotMock(variant: variant.name, card: variant.card, error)
    }
  }

  private func served(
    _ variant: ModelsSettings.Variant, _ card: ModelCard, at place: ModelsSettings.Server, _ settings: ModelsSettings
  ) throws -> VariantModel {
    guard let servedAs = card.servedAs, let digest = card.digest else {
      throw WorkbenchError.cannotServe(
        variant: variant.name, card: path(card), missing: card.servedAs == nil ? "served_as" : "digest")
    }
    guard let tape = settings.tape else { preconditionFailure("a scenario with a server has a tape") }
    let model = TapedModel(
      ServerModel(name: card.name, servedAs: servedAs, on: server(place, settings.sampling)),
      digest: "\(servedAs) \(digest)", tape: try open(tape))
    return VariantModel(
      name: variant.name, card: card, cardPath: path(card), model: model, again: model, isMock: false,
      digest: model.digest, sampling: Sampling(settings.sampling), retries: settings.retries)
  }

  private func open(_ settings: ModelsSettings.Tape) throws -> DecisionTape {
    try opened.withLock { opened in
      if let tape = opened.tapes[settings.file] { return tape }
      let tape = try DecisionTape(
        path: Path.neighbour(settings.file, of: scenarioFile), mode: asksNobody ? .replay : settings.mode)
      opened.tapes[settings.file] = tape
      return tape
    }
  }

  private func server(_ place: ModelsSettings.Server, _ sampling: ModelsSettings.Sampling) -> ModelServer {
    opened.withLock { opened in
      if let server = opened.servers[place] { return server }
      let key = place.keyVariable.flatMap { ProcessInfo.processInfo.environment[$0] }
      let server = ModelServer(
        place.address, kind: place.kind, key: key, timeout: .milliseconds(sampling.timeout))
      opened.servers[place] = server
      return server
    }
  }

  private func path(_ card: ModelCard) -> String { "\(cards.path)/\(card.name).yaml" }
}

extension Sampling {
  init(_ settings: ModelsSettings.Sampling) {
    self.init()
    temperature = settings.temperature
    maximumReply = settings.maximumReply
    likelihoods = settings.likelihoods
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
