/// Sections of HTML in which the first mention of each term leads to the glossary.
///
/// First in its section, and where a section has several views, of which a reader sees one, first in each view. Text that
/// is a link, a button, a heading, code or a picture already is left as it is, and so are sections of what others wrote.
package struct GlossaryLinks {
  package let html: String
  /// What is mentioned, in the glossary's order.
  package let entries: [Glossary.Entry]

  private static let closed: Set<String> = [
    "a", "button", "code", "fieldset", "h1", "h2", "h3", "nav", "noscript", "pre", "script", "style", "summary", "svg",
  ]
  private static let closedBoxes = ["id=\"assumptions\"", "id=\"inputs\"", "id=\"data\"", "aria-hidden=\"true\""]
  private static let void: Set<String> = ["br", "hr", "img", "input", "link", "meta"]

  private struct Element {
    let name: String
    let isClosed: Bool
    /// What was mentioned before a section or view began: there it counts again from the start.
    let mentionedBefore: Set<Int>?
  }

  /// `text` must be well-formed: what our templates make.
  package init(_ text: String) {
    var scanner = Scanner(bytes: Array(text.utf8))
    scanner.run()
    html = String(decoding: scanner.output, as: UTF8.self)
    entries = Glossary.entries.indices.filter(scanner.mentioned.contains).map { Glossary.entries[$0] }
  }

  private struct Scanner {
    let bytes: [UInt8]
    var output: [UInt8] = []
    var mentioned: Set<Int> = []
    private var inPlace: Set<Int> = []
    private var open: [Element] = []
    private let forms = FormTable()

    init(bytes: [UInt8]) {
      self.bytes = bytes
      output.reserveCapacity(bytes.count + 16_384)
    }

    mutating func run() {
      var index = 0
      while index < bytes.count {
        let isTag = bytes[index] == UInt8(ascii: "<")
        let end = isTag ? endOfTag(index) : bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        if isTag {
          output += bytes[index..<end]
          take(tag: index..<end)
        } else if open.isEmpty || open.contains(where: \.isClosed) {
          output += bytes[index..<end]
        } else {
          link(index..<end)
        }
        index = end
      }
    }

    /// After the `>` that is in no attribute.
    private func endOfTag(_ start: Int) -> Int {
      var isQuoted = false
      var index = start
      while index < bytes.count {
        if bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
        if bytes[index] == UInt8(ascii: ">"), !isQuoted { return index + 1 }
        index += 1
      }
      return bytes.count
    }

    private mutating func take(tag range: Range<Int>) {
      let isEnd = bytes[range.lowerBound + 1] == UInt8(ascii: "/")
      let name = String(
        decoding: bytes[(range.lowerBound + (isEnd ? 2 : 1))..<range.upperBound].prefix(while: \.isInWord),
        as: UTF8.self)
      if isEnd {
        guard let place = open.lastIndex(where: { $0.name == name }) else { return }
        if let before = open[place].mentionedBefore { inPlace = before }
        open.removeSubrange(place...)
      } else if bytes[range.upperBound - 2] != UInt8(ascii: "/"), !void.contains(name) {
        // Only these have attributes that matter here.
        let isBox = name == "section" || name == "div" || name == "figure"
        let tag = isBox ? String(decoding: bytes[range], as: UTF8.self) : ""
        let isPlace = name == "section" || tag.contains("class=\"view")
        open.append(
          Element(
            name: name, isClosed: closed.contains(name) || closedBoxes.contains(where: tag.contains),
            mentionedBefore: isPlace ? inPlace : nil))
        if name == "section" { inPlace = [] }
      }
    }

    private mutating func link(_ range: Range<Int>) {
      var index = range.lowerBound
      var written = index
      while index < range.upperBound {
        let isStart = index == range.lowerBound || !bytes[index - 1].isInWord
        if isStart, let (entry, length) = forms.match(bytes[index..<range.upperBound]), !inPlace.contains(entry) {
          output += bytes[written..<index]
          output += "<a class=\"term\" href=\"#\(Glossary.entries[entry].anchor)\">".utf8
          output += bytes[index..<index + length]
          output += "</a>".utf8
          inPlace.insert(entry)
          mentioned.insert(entry)
          index += length
          written = index
        } else {
          index += 1
        }
      }
      output += bytes[written..<range.upperBound]
    }
  }

  /// All forms of all entries, by the letter that they begin with, the longest first.
  private struct FormTable {
    private var byLetter: [[(entry: Int, form: [UInt8])]] = Array(repeating: [], count: 128)

    init() {
      for (entry, own) in Glossary.entries.enumerated() {
        for form in own.forms {
          let bytes = Array(form.utf8)
          byLetter[Int(bytes[0].lowercased)].append((entry, bytes))
        }
      }
      for letter in byLetter.indices { byLetter[letter].sort { $0.form.count > $1.form.count } }
    }

    /// The entry that `text` begins with as a whole word, and how many bytes that is.
    func match(_ text: ArraySlice<UInt8>) -> (entry: Int, length: Int)? {
      guard let first = text.first, first < 128 else { return nil }
      for (entry, form) in byLetter[Int(first.lowercased)] where text.count >= form.count {
        let end = text.startIndex + form.count
        guard end == text.endIndex || !text[end].isInWord else { continue }
        let isShouted = !form.contains { (0x61...0x7A).contains($0) }
        let found = text[..<end]
        let isSame =
          isShouted ? found.elementsEqual(form) : zip(found, form).allSatisfy { $0.lowercased == $1.lowercased }
        if isSame { return (entry, form.count) }
      }
      return nil
    }
  }
}

extension UInt8 {
  fileprivate var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }

  /// Letters, digits, `-` and `_`.
  fileprivate var isInWord: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
    default: false
    }
  }
}
