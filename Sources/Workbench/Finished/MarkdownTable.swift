/// Tables and names in GitHub's Markdown.
enum MarkdownTable {
  /// The first `names` columns to the left, the others, numbers, to the right; cells are written as they are.
  static func text(_ header: [String], _ rows: [[String]], names: Int = 1) -> String {
    let rule = header.indices.map { $0 < names ? "---" : "---:" }
    return ([header, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// `text` as it stands, whatever characters of Markdown or HTML it holds.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", "`", "*", "[", "]", "|", "#", "~": result += "\\\(character)"
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      case _ where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
