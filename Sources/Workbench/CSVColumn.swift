import Foundation

/// One column of numbers of a CSV file with a header.
package enum CSVColumn {
  /// Reads the column called `name`; every row must have a number there.
  package static func read(_ name: String, of path: String) throws(CSVColumnError) -> [Double] {
    guard let data = FileManager.default.contents(atPath: path) else { throw .missing(file: path) }
    guard String(validating: data, as: UTF8.self) != nil else {
      throw .line(file: path, line: 1, problem: "the file is not UTF-8 text. Save it as UTF-8.")
    }
    var rows = CSVRows(data)
    let header = rows.next()?.fields ?? []
    guard let column = header.firstIndex(of: name) else {
      throw .line(
        file: path, line: 1, problem: "there is no column '\(name)'. Columns: \(header.joined(separator: ", ")).")
    }
    var values: [Double] = []
    while let (line, row) = rows.next() {
      guard row.count > column, let value = Double(row[column]), value.isFinite else {
        let found = row.count > column ? "'\(row[column])'" : "nothing"
        throw .line(
          file: path, line: line,
          problem: "expected a number in column '\(name)', found \(found). Correct it, or leave the row out.")
      }
      values.append(value)
    }
    return values
  }
}

/// Why a column cannot be read.
package enum CSVColumnError: Error, Equatable, CustomStringConvertible {
  case missing(file: String)
  /// `line` counts from 1.
  case line(file: String, line: Int, problem: String)

  package var description: String {
    switch self {
    case .missing(let file): "There is no file \(file), or it cannot be read. Check the path."
    case .line(let file, let line, let problem): "\(file):\(line): \(problem)"
    }
  }
}

/// The rows of RFC 4180: fields may be quoted, and then hold commas, line breaks and doubled quotes. Spaces around a
/// field and empty lines are passed over.
struct CSVRows {
  private let bytes: [UInt8]
  private var position = 0
  /// From 1.
  private var line = 1

  init(_ data: Data) {
    bytes = Array(data)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next row that is not empty, and the line that it starts in.
  mutating func next() -> (line: Int, fields: [String])? {
    while position < bytes.count {
      let start = line
      let fields = row()
      if fields != [""] { return (start, fields) }
    }
    return nil
  }

  private mutating func row() -> [String] {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && position < bytes.count && bytes[position] == byte:
        field.append(byte)
        position += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted:
        fields.append(Self.text(field))
        field = []
      case UInt8(ascii: "\n") where !isQuoted: return fields + [Self.text(field)]
      default: field.append(byte)
      }
    }
    return fields + [Self.text(field)]
  }

  private static func text(_ field: [UInt8]) -> String {
    String(decoding: field, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
