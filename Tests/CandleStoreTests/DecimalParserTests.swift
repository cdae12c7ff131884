import CandleStore
import Foundation
import Testing

@Suite struct DecimalParserTests {
  /// The parsed number, if all of the text is one.
  private func parse(_ text: String) -> Double? {
    let bytes = Array(text.utf8) + [UInt8(ascii: ",")]
    return bytes.withUnsafeBufferPointer { buffer in
      guard var cursor = buffer.baseAddress, let number = DecimalParser.parse(&cursor) else { return nil }
      return cursor == buffer.baseAddress.map { $0 + text.utf8.count } ? number : nil
    }
  }

  private func expectAsStrtod(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(parse(text)?.bitPattern == strtod(text, nil).bitPattern, "\(text)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    "0", "-0", "+1", "1.", ".5", "00012.500", "1e5", "1E+5", "1.5e-7", "9007199254740993", "9007199254740991",
    "0.1", "123456789012345678", "9999999999999999999", "18446744073709551615", "18446744073709551616",
    "1.7976931348623157e308", "2.2250738585072014e-308", "4.9e-324", "1e-400", "1e22", "1e23", "8.5e22",
    // At or beside the middle of two doubles.
    "9007199254740992.5", "0.50000000000000011102230246251565404236316680908203125", "5e-324", "2.5e-324",
    "7.038531e-26", "1.00000000000000011102230246251565", "8.10109172351e-10", "6.9294956446009195e15",
  ])
  func `a number is rounded as strtod rounds it`(text: String) {
    expectAsStrtod(text)
  }

  @Test(arguments: ["1e999", "-1e999", "1e99999999999999999999"])
  func `a number beyond the range is infinite`(text: String) {
    #expect(parse(text)?.isInfinite == true)
  }

  @Test(arguments: ["", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "nan", "inf", " 1", "1 ", "--1", "1_000"])
  func `what is no number is refused`(text: String) {
    #expect(parse(text) == nil)
  }

  /// Decimals of all lengths, as candles have them and beyond: each must be the double nearest to it.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `random decimals are rounded as strtod rounds them`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let digits = Int.random(in: 1...24, using: &generator)
      var text = String((0..<digits).map { _ in "0123456789".randomElement(using: &generator) ?? "0" })
      if Bool.random(using: &generator) {
        text.insert(".", at: text.index(text.startIndex, offsetBy: Int.random(in: 0..<digits, using: &generator)))
      }
      if Int.random(in: 0..<4, using: &generator) == 0 { text += "e\(Int.random(in: -40...40, using: &generator))" }
      expectAsStrtod(text)
    }
  }

  /// Doubles half-way to the next, printed with 17 to 19 digits: where rounding twice would show.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `decimals beside a half-way point are rounded as strtod rounds them`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let number = Double.random(in: 0.001..<100_000, using: &generator)
      let wide = Float80(number) + Float80(number.ulp) / 2
      let scale = Int.random(in: 10...16, using: &generator)
      let scaled = (wide * pow(10 as Float80, Float80(scale))).rounded()
      guard scaled < 9e18 else { continue }
      let digits = String(UInt64(scaled) &+ UInt64.random(in: 0...2, using: &generator) &- 1)
      expectAsStrtod("\(digits)e-\(scale)")
    }
  }

  /// Every double reads back from its shortest decimal.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `the shortest decimal of a double gives the double`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let number = Double(bitPattern: UInt64.random(in: 0..<0x7FF0_0000_0000_0000, using: &generator))
      #expect(parse(number.description) == number)
    }
  }
}
