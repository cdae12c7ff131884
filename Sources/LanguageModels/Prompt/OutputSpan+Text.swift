import Market

/// Text written straight into memory that is known to be large enough.
extension OutputSpan where Element == UInt8 {
  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(copying: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(text: String) {
    for byte in text.utf8 { append(byte) }
  }

  mutating func append(_ instant: Timestamp) {
    var text = TextBuffer(capacity: 24)
    text.append(instant)
    text.bytes.withUnsafeBytes { append(copying: $0) }
  }

  @inline(__always)
  mutating func append(price: Double, _ scale: PriceScale) {
    append(price * scale.factor, decimals: scale.decimals)
  }

  /// A number with exactly so many decimals (0 to 10), halves away from zero, never `-0`. What is not a number, or has
  /// more than 15 digits, is `n/a`.
  mutating func append(_ value: Double, decimals: Int) {
    let scaled = value.magnitude * powerOfTen(decimals)
    guard scaled < 1e15 else {
      append("n/a")
      return
    }
    var rest = UInt64(scaled + 0.5)
    if value < 0, rest > 0 { append(UInt8(ascii: "-")) }
    // The digits from the last to the first, the point between them.
    withUnsafeMutableBufferPointer { buffer, count in
      var length = 0
      var limit: UInt64 = 1
      while limit <= rest {
        limit &*= 10
        length += 1
      }
      length = max(length, decimals + 1)
      let total = length + (decimals > 0 ? 1 : 0)
      precondition(count + total <= buffer.count, "a prompt is longer than was reckoned")
      var index = count + total
      for digit in 0..<length {
        if digit == decimals, decimals > 0 {
          index -= 1
          buffer[index] = UInt8(ascii: ".")
        }
        index -= 1
        let quotient = rest / 10
        buffer[index] = 0x30 + UInt8(truncatingIfNeeded: rest &- quotient &* 10)
        rest = quotient
      }
      count += total
    }
  }
}

/// 10^exponent, exact; the exponent is 0 to 15.
@inline(__always)
func powerOfTen(_ exponent: Int) -> Double {
  switch exponent {
  case 0: 1
  case 1: 1e1
  case 2: 1e2
  case 3: 1e3
  case 4: 1e4
  case 5: 1e5
  case 6: 1e6
  case 7: 1e7
  case 8: 1e8
  case 9: 1e9
  case 10: 1e10
  case 11: 1e11
  case 12: 1e12
  case 13: 1e13
  case 14: 1e14
  default: 1e15
  }
}
