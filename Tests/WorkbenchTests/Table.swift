import Foundation
import Testing

/// A CSV file read as strictly as RFC 4180 is written, with LF for line ends: any departure fails the test.
struct Table {
  let columns: [String]
  let rows: [[String: String]]

  init(_ text: String) throws {
    #expect(!text.utf8.contains(UInt8(ascii: "\r")))
    #expect(text.hasSuffix("\n"))
    var lines = try Self.records(text)
    columns = try #require(lines.first)
    #expect(Set(columns).count == columns.count)
    lines.removeFirst()
    var rows: [[String: String]] = []
    for line in lines {
      try #require(line.count == columns.count, "\(line)")
      rows.append(Dictionary(uniqueKeysWithValues: zip(columns, line)))
    }
    self.rows = rows
  }

  /// The values of a column.
  subscript(_ column: String) -> [String] { rows.map { $0[column] ?? "?" } }

  /// The exact amounts of a column.
  func amounts(_ column: String) throws -> [Decimal] {
    try self[column].map { text in try #require(Decimal(string: text), "\(column): \(text)") }
  }

  func filtered(_ isKept: ([String: String]) -> Bool) -> Table { Table(columns: columns, rows: rows.filter(isKept)) }

  private init(columns: [String], rows: [[String: String]]) { (self.columns, self.rows) = (columns, rows) }

  private static func records(_ text: String) throws -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      var field = ""
      if rest.first == "\"" {
        rest.removeFirst()
        while true {
          let next = rest.popFirst()
          let character = try #require(next, "a quote is not closed")
          guard character == "\"" else {
            field.append(character)
            continue
          }
          guard rest.first == "\"" else { break }
          field.append("\"")
          rest.removeFirst()
        }
      } else {
        while let character = rest.first, character != ",", character != "\n" {
          try #require(character != "\"", "a quote inside a plain field")
          field.append(rest.removeFirst())
        }
      }
      record.append(field)
      let next = rest.popFirst()
      let end = try #require(next)
      switch end {
      case ",": continue
      case "\n":
        records.append(record)
        record = []
      default: Issue.record("'\(end)' after a field")
      }
    }
    #expect(record.isEmpty)
    return records
  }
}
