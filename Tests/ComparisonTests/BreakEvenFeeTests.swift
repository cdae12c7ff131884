import Comparison
import Market
import Testing

@Suite struct BreakEvenFeeTests {
  @Test func `the fee that leaves nothing is the gross profit over what was traded`() {
    // 30 - 10 = 20 on 40,000: 5 basis points.
    #expect(BreakEvenFee.basisPoints(grossProfits: [FixedPoint(30), FixedPoint(-10)], tradedValue: 40_000) == 5)
    #expect(BreakEvenFee.basisPoints(grossProfits: [FixedPoint(-4)], tradedValue: 10_000) == -4)
    #expect(BreakEvenFee.basisPoints(grossProfits: [.zero], tradedValue: 10_000) == 0)
  }

  @Test func `at that fee the trades bring nothing`() throws {
    let profits = [12.34, -5.6, 7.89].map { FixedPoint($0) }
    let fee = try #require(BreakEvenFee.basisPoints(grossProfits: profits, tradedValue: 123_456.7))
    #expect(abs(12.34 - 5.6 + 7.89 - fee / 1e4 * 123_456.7) < 1e-10)
  }

  @Test(arguments: [0, -1, .nan, .infinity] as [Double])
  func `nothing traded has no such fee`(tradedValue: Double) {
    #expect(BreakEvenFee.basisPoints(grossProfits: [FixedPoint(1)], tradedValue: tradedValue) == nil)
    #expect(BreakEvenFee.basisPoints(grossProfits: [], tradedValue: 100) == nil)
  }
}
