import Market
import Testing

@Suite struct TextBufferTests {
  private func written(_ write: (inout TextBuffer) -> Void) -> String {
    var text = TextBuffer()
    write(&text)
    return text.string
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func `a double reads back to the same bits`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50_000 {
      // Any bit pattern, then a price with up to eight decimals, then a whole number.
      let whole = Double(Int64(bitPattern: generator.next()) >> Int64(generator.index(below: 63)))
      let values = [Double(bitPattern: generator.next()), (generator.uniform() * 1e13).rounded() / 1e8, whole]
      for value in values where value.isFinite && value != 0 {
        let text = written { $0.append(value) }
        #expect(Double(text)?.bitPattern == value.bitPattern, "\(text)")
        #expect(!text.hasSuffix(".0"), "\(text)")
      }
    }
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1, "1"), (-17, "-17"), (0.1, "0.1"), (92_371.27, "92371.27"), (1e-7, "1e-07"),
    (1e15, "1000000000000000"), (-1e15, "-1000000000000000"), (0x1p53, "9007199254740992"),
    (12_345_678_901_234_568, "12345678901234568"), (1e17, "1e+17"), (1e300, "1e+300"),
    (.leastNonzeroMagnitude, "5e-324"), (0.30000000000000004, "0.30000000000000004"),
    (999_999_999_999_999.9, "999999999999999.9"),
  ])
  func `a double is its shortest decimal, whole numbers without a point`(value: Double, text: String) {
    #expect(written { $0.append(value) } == text)
  }

  @Test(arguments: [(0, "0"), (-1, "-1"), (.max, "9223372036854775807"), (.min, "-9223372036854775808"), (10, "10")])
  func `an integer has all its digits and no more`(value: Int, text: String) {
    #expect(written { $0.append(value) } == text)
  }

  /// RFC 4180, section 2, rules 5 to 7.
  @Test(arguments: [
    ("", ""), ("plain", "plain"), ("a b", "a b"), ("a,b", "\"a,b\""), ("say \"no\"", "\"say \"\"no\"\"\""),
    ("\"", "\"\"\"\""), ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""), ("\r", "\"\r\""),
    ("größer, ∞", "\"größer, ∞\""), ("a;b\t|c'", "a;b\t|c'"),
  ])
  func `a field is quoted where it must be, its quotes doubled`(field: String, text: String) {
    #expect(written { $0.append(csvField: field) } == text)
  }

  @Test func `pieces follow each other, and removing them leaves nothing`() {
    var text = TextBuffer(capacity: 64)
    text.append("time=" as StaticString)
    text.append(Timestamp(milliseconds: 0))
    text.append(byte: 0x2C)
    text.append("é" as String)
    #expect(text.string == "time=1970-01-01T00:00:00Z,é" && text.count == 28)
    text.removeAll()
    #expect(text.string.isEmpty && text.count == 0)
  }
}
