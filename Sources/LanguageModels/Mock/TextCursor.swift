import Market

/// A place in a text, moved on by what is found there.
struct TextCursor {
  private var next: UnsafePointer<UInt8>
  private let start: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    // An empty buffer may have no address; any will do for a place that is its own end.
    let base = bytes.baseAddress ?? UnsafePointer(Self.nothing.utf8Start)
    (next, start, end) = (base, base, base + bytes.count)
  }

  private static let nothing: StaticString = " "

  var isAtEnd: Bool { next == end }

  @inline(__always)
  func peek() -> UInt8? { next < end ? next.pointee : nil }

  /// Moves behind the next line break, or to the end.
  mutating func skipLine() {
    while next < end {
      next += 1
      if next[-1] == 0x0A { return }
    }
  }

  /// Moves behind `word` if it stands here.
  @inline(__always)
  mutating func skip(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard end - next >= length else { return false }
    for index in 0..<length where next[index] != word.utf8Start[index] { return false }
    next += length
    return true
  }

  /// Moves behind `word`, which must stand here.
  @inline(__always)
  mutating func expect(_ word: StaticString) throws(ModelError) {
    guard skip(word) else { throw unreadable("\"\(word)\"") }
  }

  /// A decimal number without exponent, at most 18 digits; correctly rounded below 2^53.
  @inline(__always)
  mutating func number() throws(ModelError) -> Double {
    let isNegative = next < end && next.pointee == UInt8(ascii: "-")
    if isNegative { next += 1 }
    var mantissa: UInt64 = 0
    let firstDigit = next
    while next < end, next.pointee &- 0x30 < 10 {
      mantissa = mantissa &* 10 &+ UInt64(next.pointee &- 0x30)
      next += 1
    }
    var digits = next - firstDigit
    guard digits > 0 else { throw unreadable("a number") }
    var decimals = 0
    if next + 1 < end, next.pointee == UInt8(ascii: "."), next[1] &- 0x30 < 10 {
      next += 1
      let firstDecimal = next
      while next < end, next.pointee &- 0x30 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(next.pointee &- 0x30)
        next += 1
      }
      decimals = next - firstDecimal
      digits += decimals
    }
    guard digits <= 18, decimals <= 15 else { throw unreadable("a number of at most 18 digits") }
    let magnitude = Double(mantissa) / powerOfTen(decimals)
    return isNegative ? -magnitude : magnitude
  }

  /// `1m`, `4h`, …
  mutating func timeframe() throws(ModelError) -> Timeframe {
    if skip("1h") { return .oneHour }
    if skip("4h") { return .fourHours }
    if skip("1d") { return .oneDay }
    if skip("15m") { return .fifteenMinutes }
    if skip("1m") { return .oneMinute }
    if skip("5m") { return .fiveMinutes }
    if skip("30m") { return .thirtyMinutes }
    throw unreadable("a timeframe (\(Timeframe.names))")
  }

  private func unreadable(_ expected: String) -> ModelError {
    ModelError(.unreadablePrompt, "expected \(expected) at byte \(next - start) of the prompt")
  }
}
