import ArgumentParser
import CandleStore
import Foundation
import LanguageModels
import Scenarios
import Workbench

struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Model cards, and what the mock is trained on.",
    subcommands: [List.self, Features.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the model cards.")

    @Option(help: "Folder of model cards.") var models = "models"
    @Flag(help: "Print a JSON array.") var json = false

    func run() throws {
      let cards = try ModelCardFolder(path: models).all().map(Card.init)
      if json {
        try Terminal.write(JSON.line(cards))
        return
      }
      func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "-" }
      let rows = cards.map {
        [$0.name, $0.format, text($0.fileSizeGb), text($0.bitsPerWeight), $0.mock ? "yes" : "no"]
      }
      try Terminal.say(Terminal.table([["card", "format", "GB", "bits a weight", "mock"]] + rows))
    }

    private struct Card: Encodable {
      var name: String
      var format: String
      var fileSizeGb: Double?
      var fileSizeSource: String?
      var bitsPerWeight: Double?
      var mock: Bool

      init(_ card: ModelCard) {
        name = card.name
        format = card.format
        fileSizeGb = card.fileSizeGB?.value
        fileSizeSource = card.fileSizeGB?.source
        bitsPerWeight = card.bitsPerWeight?.value
        mock = card.mockWeights != nil && (try? WeightFormat(mockable: card.format)) != nil
      }
    }
  }

  struct Features: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write what the mock reads from each prompt of a scenario, with what the market did next, as CSV.",
      discussion: "This is the input of models/train/train_mock.py.")

    @Argument(help: "The scenario file; its strategy must be a language model.") var scenario: String
    @Option(help: "The CSV file to write.") var out: String
    @OptionGroup var store: StoreOption

    func run() async throws {
      let scenario = try Scenario(contentsOf: scenario)
      let store = try CandleStore(path: store.path(beside: self.scenario), creating: true)
      try Stocking.fill(store, for: scenario, file: self.scenario) { Terminal.complain($0) }
      let rows = try await TrainingFeatures(scenario: scenario, store: store).write(to: out)
      try Terminal.say("\(rows) ticks written to \(out)")
    }
  }
}
