package import Market
import Mustache

extension String {
  /// Safe as the text of an HTML element and inside a quoted attribute.
  ///
  /// Works on bytes: `"` followed by a combining accent is one `Character` that equals no quote, and a browser still
  /// ends the attribute there. Control characters that HTML forbids become U+FFFD.
  package var escaped: String {
    func isHarmless(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x26, 0x3C, 0x3E, 0x22, 0x27, 0x60, 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F: false
      default: true
      }
    }
    if utf8.allSatisfy(isHarmless) { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count + 32)
    for byte in utf8 {
      switch byte {
      case 0x26: bytes.append(contentsOf: "&amp;".utf8)
      case 0x3C: bytes.append(contentsOf: "&lt;".utf8)
      case 0x3E: bytes.append(contentsOf: "&gt;".utf8)
      case 0x22: bytes.append(contentsOf: "&quot;".utf8)
      case 0x27: bytes.append(contentsOf: "&#39;".utf8)
      case 0x60: bytes.append(contentsOf: "&#96;".utf8)
      case _ where isHarmless(byte): bytes.append(byte)
      default: bytes.append(contentsOf: "\u{FFFD}".utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// JavaScript that means the same and may stand inside `<script>`: no `</script` and no `<!--` in its strings can
  /// end or disturb the element.
  package var insideScript: String {
    let source = Array(utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.count + 16)
    for (index, byte) in source.enumerated() {
      bytes.append(byte)
      guard byte == 0x3C else { continue }
      let next = source[(index + 1)...].prefix(7).map { $0 | 0x20 }
      // Inside a string or a regular expression `<\/` reads as `</` and `<\!` as `<!`; code has neither.
      if next.elementsEqual("/script".utf8) || next.starts(with: [0x21, 0x2D, 0x2D]) { bytes.append(0x5C) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The escaping of ``Swift/String/escaped``, for the templates: the library's own works on characters.
struct EscapedContent: MustacheContentType {
  func escapeText(_ text: String) -> String { text.escaped }

  /// What the templates call it, in their first line.
  static let name = "ESCAPED"
}

extension TextBuffer {
  /// A JSON string that may stand inside `<script>`: what could end the element, or a line of JavaScript, is written
  /// as `\u` escapes.
  package mutating func append(json text: String) {
    append(byte: 0x22)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "<", ">", "&", "'", "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}", "\u{7F}":
        append("\\u")
        for shift in [12, 8, 4, 0] as [UInt32] {
          let digit = UInt8(truncatingIfNeeded: scalar.value >> shift & 15)
          append(byte: digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
      default: for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte: byte) }
      }
    }
    append(byte: 0x22)
  }
}
