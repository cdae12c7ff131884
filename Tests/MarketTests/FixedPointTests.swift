import Market
import Testing

@Suite struct FixedPointTests {
  /// The rounding rule by 128-bit integers: nearest multiple of 1e-8, halves to even.
  private func exactProduct(_ a: Int64, _ b: Int64) -> Int128 {
    let scale: Int128 = 100_000_000
    let product = Int128(a) * Int128(b)
    var quotient = product / scale
    var remainder = product % scale
    if remainder < 0 {
      quotient -= 1
      remainder += scale
    }
    if remainder * 2 > scale || (remainder * 2 == scale && quotient % 2 != 0) { quotient += 1 }
    return quotient
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `products are exact, rounded half to even, at every magnitude`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var checked = 0
    while checked < 200_000 {
      let a = Int64(bitPattern: generator.next()) >> Int64(generator.index(below: 63))
      let b = Int64(bitPattern: generator.next()) >> Int64(generator.index(below: 63))
      let expected = exactProduct(a, b)
      guard expected.magnitude < 9_200_000_000_000_000_000 else { continue }
      checked += 1
      let product = FixedPoint(units: a) * FixedPoint(units: b)
      guard Int128(product.units) == expected else {
        Issue.record("\(a) x \(b) gave \(product.units) instead of \(expected)")
        return
      }
    }
  }

  @Test(arguments: [5, 6] as [UInt64])
  func `products that end in exactly one half go to the even neighbour`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100_000 {
      // 5 000 x (20 000 m + 10 000) = 1e8 m + 5e7.
      let m = Int64.random(in: -460_000_000_000_000...460_000_000_000_000, using: &generator)
      let product = FixedPoint(units: 5_000) * FixedPoint(units: 20_000 * m + 10_000)
      #expect(product.units % 2 == 0 && Int128(product.units) == exactProduct(5_000, 20_000 * m + 10_000))
    }
  }

  @Test(
    arguments: [
      (9_199_999_999_999_000_001, 100_000_000), (-9_199_999_999_999_000_001, 100_000_000),
      (Int64.max, 99_000_000), (.min, 99_000_000), (.min, 1), (.max, -1), (3_033_150_177, 303_315_017_762_060_000),
      (0, .max), (1, 50_000_000), (-1, 50_000_000), (3, 50_000_000), (-3, 50_000_000), (1, 1), (-1, 1),
    ] as [(Int64, Int64)])
  func `extremes are exact as well`(a: Int64, b: Int64) {
    #expect(Int128((FixedPoint(units: a) * FixedPoint(units: b)).units) == exactProduct(a, b))
    #expect(Int128((FixedPoint(units: b) * FixedPoint(units: a)).units) == exactProduct(a, b))
  }

  @Test func `a product beyond 92 billion, a sum beyond the range and a value out of range trap`() async {
    await #expect(processExitsWith: .failure) { print(FixedPoint(1e6) * FixedPoint(1e6)) }
    await #expect(processExitsWith: .failure) { print(FixedPoint(units: .max) + FixedPoint(units: 1)) }
    await #expect(processExitsWith: .failure) { print(FixedPoint(.nan)) }
    await #expect(processExitsWith: .failure) { print(FixedPoint(1e12)) }
  }

  @Test(
    arguments: [
      (0, 0), (-0.0, 0), (1, 100_000_000), (0.1, 10_000_000), (-92_371.27, -9_237_127_000_000), (0.000000005, 0),
      (-0.000000005, 0), (0.0000000051, 1), (0.000000025, 2), (0.0000000049, 0),
      (0.49999999999999994e-8, 0), (0.000108, 10_800),
      // Above 2^52 units every double is a whole number of units: nothing is left to round.
      (45_035_996.27370497, 4_503_599_627_370_497), (-45_035_996.27370497, -4_503_599_627_370_497),
    ] as [(Double, Int64)])
  func `a double becomes the nearest amount, halves to even`(value: Double, units: Int64) {
    #expect(FixedPoint(value).units == units)
  }

  @Test(arguments: [7, 8] as [UInt64])
  func `amounts up to twenty-two million survive the way through a double`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100_000 {
      let amount = FixedPoint(units: Int64.random(in: -(1 << 51)...1 << 51, using: &generator))
      #expect(FixedPoint(amount.doubleValue) == amount)
    }
  }

  @Test(
    arguments: [
      (0, "0"), (1, "0.00000001"), (-1, "-0.00000001"), (100_000_000, "1"), (-150_000_000, "-1.5"),
      (123_450_000_000, "1234.5"), (100_000_010, "1.0000001"), (.max, "92233720368.54775807"),
      (.min, "-92233720368.54775808"), (1_000_000_000, "10"),
    ] as [(Int64, String)])
  func `an amount is written exactly, without trailing zeros`(units: Int64, text: String) {
    #expect(FixedPoint(units: units).description == text)
  }
}
