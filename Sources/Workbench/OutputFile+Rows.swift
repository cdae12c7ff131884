import Market
import Reports

extension OutputFile {
  /// One line of RFC 4180.
  func row(_ fields: [String]) throws {
    write { text in
      for (index, field) in fields.enumerated() {
        if index > 0 { text.append(",") }
        text.append(csvField: field)
      }
      text.append("\n")
    }
    try flushIfLarge()
  }

  /// A whole table, header first.
  static func table(_ path: String, _ head: [TableCell], _ rows: [[TableCell]]) throws {
    let file = try OutputFile(path)
    for row in [head] + rows { try file.row(row.map(\.text)) }
    try file.close()
  }
}

/// A cell of a table: text as it is, numbers in full, nothing where there is none.
struct TableCell: ExpressibleByStringLiteral {
  let text: String

  init(_ text: String) { self.text = text }
  init(stringLiteral text: String) { self.text = text }
  init(_ value: Int?) { text = value.map(String.init) ?? "" }
  init(_ value: UInt64) { text = String(value) }
  init(_ value: Timestamp?) { text = value.map(\.description) ?? "" }

  /// Figures that are no number are left empty.
  init(_ value: Double?) { text = value.flatMap { $0.isFinite ? $0.shortest : nil } ?? "" }
}

extension Double {
  /// The shortest decimal that reads back to the same.
  var shortest: String {
    var text = TextBuffer()
    text.append(self)
    return text.string
  }
}
