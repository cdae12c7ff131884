import Foundation

/// A CSV file of points: a header of keys, then a row a point; RFC 4180.
struct PointsTable {
  var keys: [String] = []
  var rows: [[String]] = []

  init(contentsOf path: String, named value: Value) throws(ScenarioError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw value.error("'\(path)' is not there or cannot be read. The path starts at the scenario's folder.")
    }
    var scanner = CSVScanner(bytes: Array(data), path: path)
    guard let header = try scanner.nextRow() else {
      throw scanner.fault("the file is empty. It needs a header of keys.")
    }
    keys = header
    if let twin = keys.indices.first(where: { keys[..<$0].contains(keys[$0]) }) {
      throw scanner.fault("the key '\(keys[twin].shortened)' stands twice in the header. Keep one.")
    }
    if keys.contains("") { throw scanner.fault("a key of the header is empty. Write it as in strategy.fast.") }
    while let row = try scanner.nextRow() {
      guard row.count == keys.count else {
        throw scanner.fault("the row has \(row.count) fields, the header \(keys.count). Write one a key.")
      }
      if let empty = row.firstIndex(of: "") {
        throw scanner.fault("the field of '\(keys[empty].shortened)' is empty. Write a value.")
      }
      rows.append(row)
    }
    guard !rows.isEmpty else { throw scanner.fault("there is a header, but no point. Add a row.") }
  }
}

/// Reads fields one row after the other.
private struct CSVScanner {
  let bytes: [UInt8]
  let path: String
  private var position = 0
  /// Line of the newest row's first byte, and of the next one's.
  private var line = 0
  private var nextLine = 1

  private static let (quote, comma) = (UInt8(ascii: "\""), UInt8(ascii: ","))
  private static let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))

  init(bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
    // Spreadsheets mark UTF-8 so.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  func fault(_ problem: String) -> ScenarioError {
    ScenarioError(file: path, line: max(line, 1), column: 1, key: "", problem: problem)
  }

  /// The next row's fields; nil at the end.
  mutating func nextRow() throws(ScenarioError) -> [String]? {
    guard position < bytes.count else { return nil }
    line = nextLine
    var fields: [String] = []
    while true {
      fields.append(try nextField())
      guard position < bytes.count else { return fields }
      let separator = bytes[position]
      position += 1
      if separator == Self.comma { continue }
      if separator == Self.carriageReturn, position < bytes.count, bytes[position] == Self.lineFeed { position += 1 }
      nextLine += 1
      return fields
    }
  }

  private mutating func nextField() throws(ScenarioError) -> String {
    guard position < bytes.count, bytes[position] == Self.quote else {
      let start = position
      while position < bytes.count, !isEnd(bytes[position]) {
        if bytes[position] == Self.quote { throw fault("a quote stands inside a field. Quote the whole field.") }
        position += 1
      }
      return try text(bytes[start..<position])
    }
    var field: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte != Self.quote {
        if byte == Self.lineFeed { nextLine += 1 }
        field.append(byte)
      } else if position < bytes.count, bytes[position] == Self.quote {
        field.append(byte)
        position += 1
      } else {
        guard position == bytes.count || isEnd(bytes[position]) else {
          throw fault("text stands behind a closing quote. Double the quotes inside a field.")
        }
        return try text(field[...])
      }
    }
    throw fault("a quoted field is never closed. Close it.")
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == Self.comma || byte == Self.lineFeed || byte == Self.carriageReturn
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(ScenarioError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw fault("the row is not UTF-8 text. Save the file as UTF-8.")
    }
    return text
  }
}
