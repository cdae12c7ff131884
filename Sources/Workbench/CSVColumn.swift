import Foundation

/// One column of numbers of a CSV file with a header.
package enum CSVColumn {
  /// Reads the column called `name`; every row must have a number there.
  package static func read(_ name: String, of path: String) throws -> [Double] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CSVColumnError(file: path, line: 0, problem: "there is no such file, or it cannot be read.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw CSVColumnError(file: path, line: 0, problem: "the file is not UTF-8 text.")
    }
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    let header = fields(lines.first ?? "")
    guard let column = header.firstIndex(of: name) else {
      throw CSVColumnError(
        file: path, line: 1, problem: "there is no column '\(name)'. Columns: \(header.joined(separator: ", ")).")
    }
    var values: [Double] = []
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let row = fields(line)
      guard row.count > column, let value = Double(row[column]), value.isFinite else {
        let found = row.count > column ? "'\(row[column])'" : "nothing"
        throw CSVColumnError(
          file: path, line: index + 1, problem: "expected a number in column '\(name)', found \(found).")
      }
      values.append(value)
    }
    return values
  }

  private static func fields(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map { field in
      var text = field.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("\""), text.hasSuffix("\""), text.count > 1 { text = String(text.dropFirst().dropLast()) }
      return text
    }
  }
}

/// Why a column cannot be read.
package struct CSVColumnError: Error, Equatable, CustomStringConvertible {
  package var file: String
  /// From 1; zero for the file as a whole.
  package var line: Int
  package var problem: String

  package var description: String { line > 0 ? "\(file):\(line): \(problem)" : "\(file): \(problem)" }
}
