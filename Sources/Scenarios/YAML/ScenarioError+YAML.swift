import Yams

extension ScenarioError {
  /// What the YAML library objects to in `text`, in one line.
  init(_ error: YamlError, in text: String, file: String) {
    let place: (line: Int, column: Int)
    let problem: String
    switch error {
    case .scanner(_, let found, let mark, _), .parser(_, let found, let mark, _), .composer(_, let found, let mark, _):
      place = (mark.line, mark.column)
      problem =
        Self.isTab(in: text, at: mark)
        ? "a tab stands here. Indent with spaces." : "not valid YAML: \(found). Correct it at or before this place."
    case .duplicatedKeysInMapping(let duplicates, let context):
      place = (context.mark.line, context.mark.column)
      problem = "the key '\(duplicates.joined(separator: "', '").shortened)' stands twice. Keep one."
    case .reader:
      place = Self.firstControlCharacter(in: text)
      problem = "a character stands here that YAML does not allow. Remove it."
    default:
      place = (1, 1)
      problem = "not readable as YAML: \(error)."
    }
    self.init(file: file, line: place.line, column: place.column, key: "", problem: problem)
  }

  private static func isTab(in text: String, at mark: Mark) -> Bool {
    let lines = text.unicodeScalars.split(separator: "\n", maxSplits: mark.line, omittingEmptySubsequences: false)
    return lines.indices.contains(mark.line - 1) && lines[mark.line - 1].dropFirst(mark.column - 1).first == "\t"
  }

  /// YAML allows tab, line ends and what can be printed (YAML 1.2.2, section 5.1).
  private static func firstControlCharacter(in text: String) -> (line: Int, column: Int) {
    var place = (line: 1, column: 1)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A: place = (place.line + 1, 0)
      case 0x09, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFFFD, 0x1_0000...: break
      default: return place
      }
      place.column += 1
    }
    return (1, 1)
  }
}
