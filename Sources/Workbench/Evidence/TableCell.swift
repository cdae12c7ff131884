import Market
import Reports

/// A cell of a table: text as it is, numbers in full, nothing where there is none.
struct TableCell: ExpressibleByStringLiteral {
  let text: String

  init(_ text: String) { self.text = text }
  init(stringLiteral text: String) { self.text = text }
  init(_ value: Int?) { text = value.map(String.init) ?? "" }
  init(_ value: UInt64) { text = String(value) }
  init(_ value: Timestamp?) { text = value.map(\.description) ?? "" }

  /// Figures that are no number are left empty.
  init(_ value: Double?) {
    var buffer = TextBuffer()
    if let value, value.isFinite { buffer.append(value) }
    text = buffer.string
  }
}

extension OutputFile {
  /// One line of RFC 4180.
  func line(_ cells: [TableCell]) throws {
    write { text in
      for (index, cell) in cells.enumerated() {
        if index > 0 { text.append(",") }
        text.append(csvField: cell.text)
      }
      text.append("\n")
    }
    try flushIfLarge()
  }

  static func table(_ path: String, _ head: [TableCell], _ rows: [[TableCell]]) throws {
    let file = try OutputFile(path)
    try file.line(head)
    for row in rows { try file.line(row) }
    try file.close()
  }
}
