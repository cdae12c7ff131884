import Foundation

/// Figures as JSON: keys in snake case and sorted, so that the same figures give the same bytes.
enum JSON {
  static func line(_ value: some Encodable) throws -> Data {
    try encoder.encode(value) + Data("\n".utf8)
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return encoder
  }

  /// An object's keys and values for people: a row each, indented, without brackets and quotes.
  static func rows(_ value: some Encodable) throws -> String {
    let encoder = encoder
    encoder.outputFormatting.insert(.prettyPrinted)
    let lines = String(decoding: try encoder.encode(value), as: UTF8.self).split(separator: "\n")
    return lines.filter { $0.contains { $0.isLetter || $0.isNumber } }.map { line in
      String(line.filter { $0 != "\"" }).replacing(" : ", with: ": ").trimming(["{", "[", ",", " "])
    }.joined(separator: "\n")
  }
}

extension String {
  /// Without any of `characters` at the end.
  fileprivate func trimming(_ characters: [Character]) -> String {
    var text = self
    while let last = text.last, characters.contains(last) { text.removeLast() }
    return text
  }
}
