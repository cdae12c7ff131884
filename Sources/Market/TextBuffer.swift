/// Bytes of text being written, and the one place that says how times and numbers look in a file.
///
/// - A time is ISO-8601 in UTC with `Z`, to the second, or to the millisecond where it has any.
/// - A ``FixedPoint`` is written exactly, without trailing zeros.
/// - A `Double` is the shortest decimal that reads back to the same value, whole numbers without `.0`, both zeros `0`.
package struct TextBuffer: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  package var count: Int { bytes.count }

  package var string: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  @inline(__always)
  package mutating func append(byte: UInt8) { bytes.append(byte) }

  package mutating func append(bytes block: some Sequence<UInt8>) { bytes.append(contentsOf: block) }

  package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  package mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  package mutating func append(_ value: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    append(magnitude: UInt64(value.magnitude), minimumDigits: 1)
  }

  package mutating func append(_ value: Double) {
    // From 2^54 on the standard library writes exponents, and no longer `.0`.
    if value == value.rounded(), value.magnitude < 0x1p54 {
      append(Int(value))
    } else {
      append(value.description)
    }
  }

  package mutating func append(_ value: FixedPoint) {
    if value.units < 0 { bytes.append(UInt8(ascii: "-")) }
    let magnitude = value.units.magnitude
    append(magnitude: magnitude / 100_000_000, minimumDigits: 1)
    var fraction = magnitude % 100_000_000
    guard fraction != 0 else { return }
    var digits = 8
    while fraction % 10 == 0 {
      fraction /= 10
      digits -= 1
    }
    bytes.append(UInt8(ascii: "."))
    append(magnitude: fraction, minimumDigits: digits)
  }

  package mutating func append(_ instant: Timestamp) {
    let date = instant.date
    append(year: date.year)
    append(pair: date.month, after: "-")
    append(pair: date.day, after: "-")
    let milliseconds = Int(instant.millisecondsOfDay)
    append(pair: milliseconds / 3_600_000, after: "T")
    append(pair: milliseconds / 60_000 % 60, after: ":")
    append(pair: milliseconds / 1000 % 60, after: ":")
    if milliseconds % 1000 != 0 {
      bytes.append(UInt8(ascii: "."))
      append(magnitude: UInt64(milliseconds % 1000), minimumDigits: 3)
    }
    bytes.append(UInt8(ascii: "Z"))
  }

  /// A field of RFC 4180: quoted where it holds a comma, a quote or a line break.
  package mutating func append(csvField text: String) {
    guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
      append(text)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Four digits; a year that has more, or lies before year 0, gets its sign, as in ISO 8601's expanded form.
  private mutating func append(year: Int) {
    if year < 0 || year > 9999 { bytes.append(year < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")) }
    append(magnitude: UInt64(year.magnitude), minimumDigits: 4)
  }

  @inline(__always)
  private mutating func append(pair value: Int, after separator: Unicode.Scalar) {
    bytes.append(UInt8(ascii: separator))
    bytes.append(0x30 + UInt8(truncatingIfNeeded: value / 10))
    bytes.append(0x30 + UInt8(truncatingIfNeeded: value % 10))
  }

  private mutating func append(magnitude: UInt64, minimumDigits: Int) {
    var digits: InlineArray<20, UInt8> = .init(repeating: 0x30)
    var first = 20
    var rest = magnitude
    while rest > 0 || first > 20 - minimumDigits {
      first -= 1
      digits[first] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    for index in first..<20 { bytes.append(digits[index]) }
  }
}
