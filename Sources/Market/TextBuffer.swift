/// Bytes of text being written, and the one place that says how times and numbers look in a file.
///
/// - A time is ISO-8601 in UTC with `Z`, to the second, or to the millisecond where it has any.
/// - A ``FixedPoint`` is written exactly, without trailing zeros.
/// - A `Double` is the shortest decimal that reads back to the same value, whole numbers without `.0`, both zeros `0`.
package struct TextBuffer: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// The day that was written last, and its `2017-11-13T`: tables write the same one over and over.
  private var lastDay = Int.min
  private var lastDate: InlineArray<32, UInt8> = .init(repeating: 0)
  private var lastDateCount = 0

  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  package var count: Int { bytes.count }

  package var string: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  @inline(__always)
  package mutating func append(byte: UInt8) { bytes.append(byte) }

  @inline(__always)
  package mutating func append(bytes block: [UInt8]) { bytes.append(contentsOf: block) }

  package mutating func append(bytes block: some Sequence<UInt8>) { bytes.append(contentsOf: block) }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  @inline(__always)
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
    let day = instant.daysSince1970
    if day != lastDay { rememberDate(day) }
    let date = lastDate
    let milliseconds = Int(instant.milliseconds - Int64(day) * .millisecondsPerDay)
    bytes.append(addingCapacity: 32) { output in
      for index in 0..<lastDateCount { output.append(date[index]) }
      output.append(pair: milliseconds / 3_600_000, before: ":")
      output.append(pair: milliseconds / 60_000 % 60, before: ":")
      let rest = milliseconds % 1000
      output.append(pair: milliseconds / 1000 % 60, before: rest == 0 ? "Z" : ".")
      guard rest != 0 else { return }
      output.append(0x30 + UInt8(truncatingIfNeeded: rest / 100))
      output.append(pair: rest % 100, before: "Z")
    }
  }

  private mutating func rememberDate(_ day: Int) {
    let date = CivilDate(daysSince1970: day)
    var text = TextBuffer()
    // A year of more than four digits, or before year 0, gets its sign, as in ISO 8601's expanded form.
    if date.year < 0 || date.year > 9999 { text.append(byte: date.year < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")) }
    text.append(magnitude: UInt64(date.year.magnitude), minimumDigits: 4)
    text.append("-")
    text.append(magnitude: UInt64(date.month), minimumDigits: 2)
    text.append("-")
    text.append(magnitude: UInt64(date.day), minimumDigits: 2)
    text.append("T")
    lastDay = day
    lastDateCount = text.count
    for index in 0..<lastDateCount { lastDate[index] = text.bytes[index] }
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

  private mutating func append(magnitude: UInt64, minimumDigits: Int) {
    var digits: InlineArray<20, UInt8> = .init(repeating: 0x30)
    var first = 20
    var rest = magnitude
    while rest > 0 || first > 20 - minimumDigits {
      first -= 1
      digits[first] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    bytes.append(addingCapacity: 20) { output in
      for index in first..<20 { output.append(digits[index]) }
    }
  }
}

extension OutputSpan where Element == UInt8 {
  /// Two digits and what follows them.
  @inline(__always)
  fileprivate mutating func append(pair value: Int, before separator: Unicode.Scalar) {
    append(0x30 + UInt8(truncatingIfNeeded: value / 10))
    append(0x30 + UInt8(truncatingIfNeeded: value % 10))
    append(UInt8(ascii: separator))
  }
}
