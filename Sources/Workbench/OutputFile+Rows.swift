import Market
import Reports

extension OutputFile {
  /// One line of RFC 4180.
  func row(_ fields: [String]) {
    write { text in
      for (index, field) in fields.enumerated() {
        if index > 0 { text.append(",") }
        text.append(csvField: field)
      }
      text.append("\n")
    }
  }
}

extension Double {
  /// The shortest decimal that reads back to the same.
  var shortest: String {
    var text = TextBuffer()
    text.append(self)
    return text.string
  }
}
