/// Reads decimal numbers, correctly rounded: the nearest double, halves to even.
package enum DecimalParser {
  /// Parses `[+-]digits[.digits][e[+-]digits]` at `cursor` and moves it to the byte after; nil where no such number
  /// stands. A number beyond the range of doubles is infinite. Some byte that no number holds must follow.
  ///
  /// Up to 2⁵³ with a power of ten up to 10²² both are exact doubles, so that one division rounds once (W. D. Clinger,
  /// "How to Read Floating Point Numbers Accurately", PLDI 1990). Numbers of up to 19 digits go the same way through
  /// 80-bit floats, and those beyond to the standard library.
  @inline(__always)
  package static func parse(_ cursor: inout UnsafePointer<UInt8>) -> Double? {
    let first = cursor
    let isNegative = cursor.pointee == UInt8(ascii: "-")
    if isNegative || cursor.pointee == UInt8(ascii: "+") { cursor += 1 }
    var mantissa: UInt64 = 0
    let wholeStart = cursor
    scanDigits(&cursor, into: &mantissa)
    var digits = cursor - wholeStart
    var exponent = 0
    if cursor.pointee == UInt8(ascii: ".") {
      cursor += 1
      let fractionStart = cursor
      scanDigits(&cursor, into: &mantissa)
      exponent = fractionStart - cursor
      digits -= exponent
    }
    guard digits > 0 else { return nil }
    if cursor.pointee | 0x20 == UInt8(ascii: "e") {
      guard let written = parseExponent(&cursor) else { return nil }
      exponent += written
    }

    // Nineteen digits fit 64 bits.
    guard digits <= 19 else { return parseSlowly(first, to: cursor) }
    if mantissa < 1 << 53, exponent >= -22, exponent <= 22 {
      let number = Double(mantissa)
      let magnitude = exponent < 0 ? number / powers[-exponent] : number * powers[exponent]
      return isNegative ? -magnitude : magnitude
    }
    return parseWide(mantissa, exponent).map { isNegative ? -$0 : $0 } ?? parseSlowly(first, to: cursor)
  }

  @inline(__always)
  private static func scanDigits(_ cursor: inout UnsafePointer<UInt8>, into mantissa: inout UInt64) {
    while true {
      let digit = cursor.pointee &- 0x30
      guard digit < 10 else { return }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      cursor += 1
    }
  }

  /// The number after an `e`; its magnitude is cut at a million, far beyond the range of doubles.
  private static func parseExponent(_ cursor: inout UnsafePointer<UInt8>) -> Int? {
    cursor += 1
    let isNegative = cursor.pointee == UInt8(ascii: "-")
    if isNegative || cursor.pointee == UInt8(ascii: "+") { cursor += 1 }
    let start = cursor
    var exponent = 0
    while cursor.pointee &- 0x30 < 10 {
      exponent = min(exponent * 10 + Int(cursor.pointee &- 0x30), 1_000_000)
      cursor += 1
    }
    guard cursor > start else { return nil }
    return isNegative ? -exponent : exponent
  }

  /// `mantissa × 10^exponent` by way of an 80-bit float, or nil where that could round twice.
  ///
  /// 64 bits and powers up to 10²⁷ are exact there, so the product or quotient is rounded once to 64 bits. Rounding that
  /// to 53 bits errs only if it lies exactly half-way, for then the true value may lie to either side.
  private static func parseWide(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    #if arch(x86_64)
      guard (-27...27).contains(exponent) else { return nil }
      let power = widePower(exponent.magnitude)
      let wide = exponent < 0 ? Float80(mantissa) / power : Float80(mantissa) * power
      guard wide.significandBitPattern & 0x7FF != 0x400 else { return nil }
      return Double(wide)
    #else
      return nil
    #endif
  }

  #if arch(x86_64)
    private static func widePower(_ exponent: UInt) -> Float80 {
      exponent <= 22 ? Float80(powers[Int(exponent)]) : Float80(powers[22]) * Float80(powers[Int(exponent) - 22])
    }
  #endif

  private static func parseSlowly(_ first: UnsafePointer<UInt8>, to last: UnsafePointer<UInt8>) -> Double? {
    Double(String(decoding: UnsafeBufferPointer(start: first, count: last - first), as: UTF8.self))
  }

  /// Powers of ten that doubles hold exactly.
  private static let powers: InlineArray<23, Double> = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
