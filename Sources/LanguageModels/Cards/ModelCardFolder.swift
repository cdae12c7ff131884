import Foundation

/// The model cards of a project: the files `*.yaml` of one folder.
package struct ModelCardFolder: Hashable, Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// The card called `name`.
  package func card(named name: String) throws(ModelCardError) -> ModelCard {
    let file = "\(path)/\(name).yaml"
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: file)) } catch {
      let known = try names().joined(separator: ", ")
      throw failure(file, "there is no such model card; known: \(known)")
    }
    guard let text = String(validating: data, as: UTF8.self) else { throw failure(file, "the card is not UTF-8") }
    return try ModelCard(yaml: text, file: file)
  }

  /// All cards, by name.
  package func all() throws(ModelCardError) -> [ModelCard] {
    var cards: [ModelCard] = []
    for name in try names() { cards.append(try card(named: name)) }
    return cards
  }

  /// The mock that stands in for `card`'s model, with its weights in the card's format.
  package func mock(of card: ModelCard) throws -> MockLanguageModel {
    let format = try WeightFormat(mockable: card.format)
    guard let weights = card.mockWeights else {
      throw failure("\(path)/\(card.name).yaml", "the card names no mock_weights, so the model cannot be mocked")
    }
    return MockLanguageModel(
      name: card.name, weights: try MockWeights(path: "\(path)/\(weights)"), format: format,
      latency: card.latency?.value)
  }

  private func names() throws(ModelCardError) -> [String] {
    let files: [String]
    do { files = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw failure(path, "the folder of model cards cannot be read")
    }
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  private func failure(_ file: String, _ problem: String) -> ModelCardError {
    ModelCardError(file: file, line: nil, column: nil, problem: problem)
  }
}
