import Foundation
import Testing
import Volatility

@Suite struct DecimalRoundingTests {
  @Test(arguments: [
    (0.010761397851817855, 0.0107614), (0.8059736703053699, 0.8059737), (-0.006190408379937524, -0.006190408),
    (9.9999995, 10), (1_234_567.5, 1_234_568), (123_456_789, 123_456_800), (-98_765_432_101, -98_765_430_000),
    (1, 1), (0, 0), (0.1, 0.1),
  ])
  func `seven digits remain`(value: Double, expected: Double) {
    #expect(value.rounded(toSignificantDigits: 7) == expected)
  }

  @Test func `the result is what seven printed digits read as`() {
    var generator = NormalGenerator(seed: 1)
    for exponent in -120...120 {
      for _ in 0..<20 {
        let value = generator.next() * pow(10, Double(exponent))
        let printed = Double(String(format: "%.6e", value))
        #expect(value.rounded(toSignificantDigits: 7) == printed)
        #expect(value.rounded(toSignificantDigits: 7).rounded(toSignificantDigits: 7) == printed)
      }
    }
  }

  @Test(arguments: [
    Double.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity,
  ])
  func `extremes stay themselves or near`(value: Double) {
    let rounded = value.rounded(toSignificantDigits: 7)
    #expect(rounded == value || abs(rounded / value - 1) < 1e-6)
  }
}
