import Market

/// Reads one reply from its first byte to its last. JSON as in RFC 8259; keys are compared after resolving escapes.
struct ReplyScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func reply() throws(InvalidReply) -> Reply {
    skipWhitespace()
    guard position < bytes.count else { throw failure(.empty) }
    guard bytes[position] == UInt8(ascii: "{") else { throw failure(.notAnObject) }
    position += 1
    var action: Action?
    var confidence: UInt8?
    var amount: Double?
    var reasoning: Range<Int>?
    var sawAmount = false
    skipWhitespace()
    if peek() == UInt8(ascii: "}") { throw failure(.missingKey) }
    while true {
      let start = position
      let key = try key()
      skipWhitespace()
      try expect(UInt8(ascii: ":"))
      skipWhitespace()
      switch key {
      case .action:
        guard action == nil else { throw InvalidReply(.duplicateKey, at: start) }
        action = try actionValue()
      case .confidence:
        guard confidence == nil else { throw InvalidReply(.duplicateKey, at: start) }
        confidence = try confidenceValue()
      case .reasoning:
        guard reasoning == nil else { throw InvalidReply(.duplicateKey, at: start) }
        guard try isString() else { throw failure(.wrongType) }
        reasoning = try string()
      case .amount:
        guard !sawAmount else { throw InvalidReply(.duplicateKey, at: start) }
        sawAmount = true
        amount = try amountValue()
      }
      skipWhitespace()
      guard let next = peek() else { throw failure(.truncated) }
      position += 1
      if next == UInt8(ascii: "}") { break }
      guard next == UInt8(ascii: ",") else { throw InvalidReply(.invalidJSON, at: position - 1) }
      skipWhitespace()
    }
    skipWhitespace()
    guard position == bytes.count else { throw failure(.trailingText) }
    guard let action, let confidence, let reasoning else { throw failure(.missingKey) }
    return Reply(decision: Decision(action, confidence: confidence), amount: amount, reasoningRange: reasoning)
  }

  // MARK: values

  private enum Key { case action, confidence, reasoning, amount }

  private mutating func key() throws(InvalidReply) -> Key {
    let start = position
    guard let quote = peek() else { throw failure(.truncated) }
    guard quote == UInt8(ascii: "\"") else { throw failure(.invalidJSON) }
    let name = try string()
    if matches(name, "action") { return .action }
    if matches(name, "confidence") { return .confidence }
    if matches(name, "reasoning") { return .reasoning }
    if matches(name, "amount") { return .amount }
    throw InvalidReply(.unknownKey, at: start)
  }

  private mutating func actionValue() throws(InvalidReply) -> Action {
    let start = position
    guard try isString() else { throw failure(.wrongType) }
    let name = try string()
    if matches(name, "HOLD") { return .hold }
    if matches(name, "BUY") { return .buy }
    if matches(name, "SELL") { return .sell }
    throw InvalidReply(.unknownAction, at: start)
  }

  private mutating func confidenceValue() throws(InvalidReply) -> UInt8 {
    let start = position
    guard try isNumber() else { throw failure(.wrongType) }
    let (range, isInteger) = try number()
    guard isInteger else { throw InvalidReply(.confidenceNotInteger, at: start) }
    var value = 0
    for index in range {
      guard bytes[index] != UInt8(ascii: "-"), value <= 100 else {
        throw InvalidReply(.confidenceOutOfRange, at: start)
      }
      value = value * 10 + Int(bytes[index] &- 0x30)
    }
    guard value <= 100 else { throw InvalidReply(.confidenceOutOfRange, at: start) }
    return UInt8(value)
  }

  /// A number of at least 0, or `null` for none.
  private mutating func amountValue() throws(InvalidReply) -> Double? {
    let start = position
    if peek() == UInt8(ascii: "n") {
      try expect("null")
      return nil
    }
    guard try isNumber() else { throw failure(.wrongType) }
    let (range, _) = try number()
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    guard let value = Double(text), 0 <= value, value < .infinity else {
      throw InvalidReply(.amountOutOfRange, at: start)
    }
    return value
  }

  // MARK: JSON

  /// Whether a string follows. Throws where no JSON value can begin like this.
  private func isString() throws(InvalidReply) -> Bool { try valueStart() == UInt8(ascii: "\"") }

  private func isNumber() throws(InvalidReply) -> Bool {
    let first = try valueStart()
    return first == UInt8(ascii: "-") || first &- 0x30 < 10
  }

  private func valueStart() throws(InvalidReply) -> UInt8 {
    guard let first = peek() else { throw failure(.truncated) }
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "-"), 0x30...0x39, UInt8(ascii: "{"), UInt8(ascii: "["): return first
    case UInt8(ascii: "t"): try require("true")
    case UInt8(ascii: "f"): try require("false")
    case UInt8(ascii: "n"): try require("null")
    default: throw failure(.invalidJSON)
    }
    return first
  }

  /// Throws unless exactly `word` stands here.
  private func require(_ word: StaticString) throws(InvalidReply) {
    var copy = self
    try copy.expect(word)
  }

  /// Steps over a number. Returns where it stands, and whether it has neither fraction nor exponent.
  private mutating func number() throws(InvalidReply) -> (Range<Int>, isInteger: Bool) {
    let start = position
    if peek() == UInt8(ascii: "-") { position += 1 }
    let firstDigit = position
    try digits()
    if bytes[firstDigit] == 0x30, position - firstDigit > 1 { throw InvalidReply(.invalidJSON, at: firstDigit) }
    var isInteger = true
    if peek() == UInt8(ascii: ".") {
      position += 1
      try digits()
      isInteger = false
    }
    if let mark = peek(), mark | 0x20 == UInt8(ascii: "e") {
      position += 1
      if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
      try digits()
      isInteger = false
    }
    return (start..<position, isInteger)
  }

  /// One digit or more.
  private mutating func digits() throws(InvalidReply) {
    let start = position
    while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
    guard position > start else { throw failure(position < bytes.count ? .invalidJSON : .truncated) }
  }

  /// Steps over a string whose opening quote is the next byte. Returns what stands between the quotes.
  private mutating func string() throws(InvalidReply) -> Range<Int> {
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return start..<position - 1
      }
      if byte == UInt8(ascii: "\\") {
        try escape()
      } else if byte >= 0x80 {
        try multibyteCharacter()
      } else if byte >= 0x20 {
        position += 1
      } else {
        throw failure(.invalidString)
      }
    }
    throw failure(.truncated)
  }

  private mutating func escape() throws(InvalidReply) {
    position += 1
    guard let kind = peek() else { throw failure(.truncated) }
    position += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return
    case UInt8(ascii: "u"):
      let unit = try hexadecimal()
      if (0xDC00...0xDFFF).contains(unit) { throw failure(.invalidString) }
      guard (0xD800...0xDBFF).contains(unit) else { return }
      // The first half of a surrogate pair must be followed by the second.
      try expect("\\u", else: .invalidString)
      guard (0xDC00...0xDFFF).contains(try hexadecimal()) else { throw failure(.invalidString) }
    default:
      throw InvalidReply(.invalidString, at: position - 1)
    }
  }

  private mutating func hexadecimal() throws(InvalidReply) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek() else { throw failure(.truncated) }
      guard let digit = Self.hexadecimalDigit(byte) else { throw failure(.invalidString) }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  /// Steps over one character beyond ASCII; refuses what is not UTF-8 (RFC 3629, section 4).
  private mutating func multibyteCharacter() throws(InvalidReply) {
    let first = bytes[position]
    let (length, second): (Int, ClosedRange<UInt8>)
    switch first {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw failure(.invalidString)
    }
    for index in 1..<length {
      guard position + index < bytes.count else { throw InvalidReply(.truncated, at: bytes.count) }
      let allowed = index == 1 ? second : 0x80...0xBF
      guard allowed.contains(bytes[position + index]) else { throw failure(.invalidString) }
    }
    position += length
  }

  // MARK: bytes

  @inline(__always)
  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  @inline(__always)
  private mutating func skipWhitespace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position += 1
    }
  }

  private mutating func expect(_ byte: UInt8) throws(InvalidReply) {
    guard let next = peek() else { throw failure(.truncated) }
    guard next == byte else { throw failure(.invalidJSON) }
    position += 1
  }

  private mutating func expect(
    _ word: StaticString, else reason: InvalidReply.Reason = .invalidJSON
  ) throws(InvalidReply) {
    for index in 0..<word.utf8CodeUnitCount {
      guard let next = peek() else { throw failure(.truncated) }
      guard next == word.utf8Start[index] else { throw failure(reason) }
      position += 1
    }
  }

  /// Whether the string at `range` says `word`: byte for byte, or once its escapes are resolved.
  @inline(__always)
  private func matches(_ range: Range<Int>, _ word: StaticString) -> Bool {
    if range.count == word.utf8CodeUnitCount {
      for index in 0..<range.count where bytes[range.lowerBound + index] != word.utf8Start[index] { return false }
      return true
    }
    guard range.count > word.utf8CodeUnitCount, bytes[range].contains(UInt8(ascii: "\\")) else { return false }
    return Self.unescape(bytes[range]) == "\(word)"
  }

  private func failure(_ reason: InvalidReply.Reason) -> InvalidReply { InvalidReply(reason, at: position) }
}

extension ReplyScanner {
  fileprivate static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
  }

  /// The text of a JSON string that was found valid, without its quotes.
  static func unescape(_ bytes: some Collection<UInt8>) -> String {
    var units: [UInt16] = []
    var rest = String(decoding: bytes, as: UTF8.self).utf16[...]
    while let unit = rest.popFirst() {
      guard unit == 0x5C, let kind = rest.popFirst() else {
        units.append(unit)
        continue
      }
      switch UInt8(truncatingIfNeeded: kind) {
      case UInt8(ascii: "b"): units.append(0x08)
      case UInt8(ascii: "f"): units.append(0x0C)
      case UInt8(ascii: "n"): units.append(0x0A)
      case UInt8(ascii: "r"): units.append(0x0D)
      case UInt8(ascii: "t"): units.append(0x09)
      case UInt8(ascii: "u"):
        let digits = rest.prefix(4).compactMap { hexadecimalDigit(UInt8(truncatingIfNeeded: $0)) }
        units.append(UInt16(truncatingIfNeeded: digits.reduce(0) { $0 << 4 | $1 }))
        rest = rest.dropFirst(4)
      default: units.append(kind)
      }
    }
    return String(decoding: units, as: UTF16.self)
  }
}
