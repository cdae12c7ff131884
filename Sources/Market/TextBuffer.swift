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

  /// Appends what `body` writes, at most `capacity` bytes, without looking for room in between.
  @inline(__always)
  package mutating func append(atMost capacity: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
    bytes.append(addingCapacity: capacity) { body(&$0) }
  }

  package mutating func append(_ value: Int) {
    append(atMost: 20) { $0.append(decimal: value) }
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
    append(atMost: 24) { $0.append(decimal: value) }
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
    append(atMost: 20) { $0.append(magnitude: magnitude, minimumDigits: minimumDigits) }
  }
}

/// Numbers as ``TextBuffer`` writes them, into memory that is known to be large enough: 20 bytes for a whole number, 24
/// for a fixed-point one.
extension OutputSpan where Element == UInt8 {
  package mutating func append(decimal value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(magnitude: UInt64(value.magnitude), minimumDigits: 1)
  }

  package mutating func append(decimal value: FixedPoint) {
    if value.units < 0 { append(UInt8(ascii: "-")) }
    let (whole, fraction) = value.units.magnitude.quotientAndRemainder(dividingBy: 100_000_000)
    append(magnitude: whole, minimumDigits: 1)
    guard fraction != 0 else { return }
    append(UInt8(ascii: "."))
    append(magnitude: fraction, minimumDigits: 8)
    var zeros = 0
    var rest = fraction
    while rest % 10 == 0 {
      rest /= 10
      zeros += 1
    }
    removeLast(zeros)
  }

  package mutating func append(copying text: UnsafeRawBufferPointer) {
    withUnsafeMutableBufferPointer { buffer, count in
      precondition(count + text.count <= buffer.count, "a text is written where there is room for it")
      UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[count...])).copyMemory(from: text)
      count += text.count
    }
  }

  /// From the last digit to the first.
  @inline(__always)
  fileprivate mutating func append(magnitude: UInt64, minimumDigits: Int) {
    var length = 1
    var limit: UInt64 = 10
    // Ten to the nineteenth is the largest power that there is.
    while length < 20, magnitude >= limit {
      length += 1
      limit &*= 10
    }
    length = max(length, minimumDigits)
    withUnsafeMutableBufferPointer { buffer, count in
      precondition(count + length <= buffer.count, "a number is written where there is room for it")
      var rest = magnitude
      var place = count + length
      while place > count {
        place -= 1
        let quotient = rest / 10
        buffer[place] = 0x30 + UInt8(truncatingIfNeeded: rest &- quotient &* 10)
        rest = quotient
      }
      count += length
    }
  }

  /// Two digits and what follows them.
  @inline(__always)
  fileprivate mutating func append(pair value: Int, before separator: Unicode.Scalar) {
    append(0x30 + UInt8(truncatingIfNeeded: value / 10))
    append(0x30 + UInt8(truncatingIfNeeded: value % 10))
    append(UInt8(ascii: separator))
  }
}
