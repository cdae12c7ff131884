import Foundation

/// A Jupyter notebook, nbformat 4.5, without outputs: the same run gives the same bytes.
struct Notebook: Encodable {
  var cells: [Cell]
  var metadata = Metadata()
  var nbformat = 4
  var nbformatMinor = 5

  struct Metadata: Encodable {
    var kernelspec = ["display_name": "Python 3", "language": "python", "name": "python3"]
    var languageInfo = ["name": "python"]

    private enum CodingKeys: String, CodingKey {
      case kernelspec
      case languageInfo = "language_info"
    }
  }

  struct Cell: Encodable {
    var id: String
    var isMarkdown: Bool
    var text: String

    private enum Keys: String, CodingKey {
      case id, metadata, outputs, source
      case cellType = "cell_type"
      case executionCount = "execution_count"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(id, forKey: .id)
      try container.encode(isMarkdown ? "markdown" : "code", forKey: .cellType)
      try container.encode([String: String](), forKey: .metadata)
      try container.encode(lines, forKey: .source)
      guard !isMarkdown else { return }
      try container.encode([String](), forKey: .outputs)
      try container.encodeNil(forKey: .executionCount)
    }

    /// Every line with its end, but for the last: so notebooks are kept.
    private var lines: [String] {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return lines.enumerated().map { $0.offset + 1 < lines.count ? $0.element + "\n" : $0.element }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case cells, metadata, nbformat
    case nbformatMinor = "nbformat_minor"
  }

  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
