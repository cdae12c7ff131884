import Yams

extension Node {
  /// The value as YAML in one line, such as it could stand behind `--set KEY=`.
  var flowText: String { flowText(isInside: false) }

  private func flowText(isInside: Bool) -> String {
    switch self {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      return isPlain && !(isInside && scalar.string.needsQuotes) && !scalar.string.isEmpty
        ? scalar.string : scalar.string.quoted
    case .sequence(let elements):
      return "[" + elements.map { $0.flowText(isInside: true) }.joined(separator: ", ") + "]"
    case .mapping(let mapping):
      let entries = mapping.map { "\($0.key.flowText(isInside: true)): \($0.value.flowText(isInside: true))" }
      return entries.isEmpty ? "{}" : "{ \(entries.joined(separator: ", ")) }"
    case .alias(let alias):
      return "*\(alias.anchor.rawValue)"
    }
  }
}

extension String {
  /// Whether it would end, or begin something else, among other values.
  fileprivate var needsQuotes: Bool { contains { ",[]{}\n".contains($0) } || contains(": ") || contains(" #") }

  /// Double-quoted, as YAML escapes it.
  fileprivate var quoted: String {
    var text = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
