import Comparison
import Testing

@Suite struct HolmAdjustmentTests {
  /// Expected values: statsmodels, see Fixtures/make_money_statistics.py.
  @Test(arguments: 0..<5)
  func `adjusted p-values are those of an established package`(family: Int) throws {
    let rows = try MoneyFixtures.numbers("holm.csv", "\(family)")
    let adjusted = HolmAdjustment.adjusted(rows.map { $0[0] })
    #expect(!rows.isEmpty && adjusted.count == rows.count)
    for (value, row) in zip(adjusted, rows) { #expect(try #require(value).isClose(to: row[1], 1e-12)) }
  }

  @Test func `a missing test stays missing and does not count`() {
    #expect(HolmAdjustment.adjusted([nil, 0.25, nil, 0.125]) == [nil, 0.25, nil, 0.25])
    #expect(HolmAdjustment.adjusted([]).isEmpty && HolmAdjustment.adjusted([nil]) == [nil])
  }

  @Test func `adjusting never lowers, never passes one, and keeps the order`() throws {
    let pValues = [0.9, 0.001, 0.04, 0.5, 0.04]
    let adjusted = HolmAdjustment.adjusted(pValues).compactMap { $0 }
    for (value, raised) in zip(pValues, adjusted) { #expect(raised >= value && raised <= 1) }
    #expect(adjusted[1] < adjusted[2] && adjusted[2] == adjusted[4] && adjusted[4] < adjusted[3])
  }
}
