import CandleStore
import Foundation
import Market
import Testing

@Suite struct SeriesStatisticsTests {
  private func fixture() throws -> [String: [String: Any]] {
    let url = try #require(
      Bundle.module.url(forResource: "statistics", withExtension: "json", subdirectory: "Fixtures"))
    let parsed = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
    return try #require(parsed as? [String: [String: Any]])
  }

  /// Expected values: `Fixtures/make_statistics.py`, which asks pandas and math.fsum.
  @Test func `the figures of shipped files are those of pandas`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.store()
    let expectations = try fixture()
    #expect(expectations.count == 5)
    for (file, expected) in expectations.sorted(by: { $0.key < $1.key }) {
      let report = try CandleImporter(into: store).importFile(Checkout.datasets.appendingPathComponent(file).path)
      let name = try SeriesName("\(report.venue):\(report.instrument) \(report.timeframe)")
      let found = try #require(try SeriesStatistics(of: store.candles(of: name), timeframe: name.timeframe))
      let encoded = try JSONSerialization.jsonObject(with: JSONEncoder().encode(found))
      #expect(encoded as? NSDictionary == expected as NSDictionary, "\(file)")
    }
  }

  @Test func `candles that break their own range are counted`() throws {
    var candles = CandleColumns()
    let prices: [(open: Double, high: Double, low: Double, close: Double)] = [
      (1, 2, 1, 2), (3, 2, 1, 2), (1, 2, 1, 3), (0, 2, 1, 1), (1, 2, 1, 0), (1.5, 1, 2, 1.5), (1, 1, 1, 1),
    ]
    for (index, price) in prices.enumerated() {
      candles.append(
        openTime: Timestamp(milliseconds: Int64(index) * 60_000), open: price.open, high: price.high, low: price.low,
        close: price.close, volume: index == 0 ? 1 : 0)
    }
    let found = try #require(try SeriesStatistics(of: ListedCandles(candles), timeframe: .oneMinute))
    #expect(found.ohlcViolations == 5)
    #expect(found.zeroVolume == 6)
    #expect(found.missingOnGrid == 0 && found.longestGapSeconds == 60)
  }

  @Test func `gaps are counted on the grid and measured from open to open`() throws {
    let found = try #require(
      try SeriesStatistics(of: ListedCandles(candles(minutes: [0, 1, 5, 7]), chunkSize: 2), timeframe: .oneMinute))
    #expect(found.missingOnGrid == 4)
    #expect(found.longestGapSeconds == 240)
    #expect(found.firstOpen == "1970-01-01T00:00:00Z" && found.lastOpen == "1970-01-01T00:07:00Z")
  }

  @Test func `a day is present whatever the time of its stamp`() throws {
    let found = try #require(
      try SeriesStatistics(of: ListedCandles(candles(minutes: [1_260, 2_760, 4_140, 7_000])), timeframe: .oneDay))
    #expect(found.missingOnGrid == 1)
  }

  @Test func `no candles have no statistics`() throws {
    #expect(try SeriesStatistics(of: ListedCandles(CandleColumns()), timeframe: .oneDay) == nil)
  }

  /// The exact sums: 2 (W. M. Kahan's example for compensation), and 10^6 tenths as math.fsum gives them.
  @Test func `sums keep what plain addition loses`() {
    func sum(_ terms: [Double]) -> Double {
      var sum = PreciseSum()
      for term in terms { sum.add(term) }
      return sum.value
    }
    #expect(sum([1, 1e100, 1, -1e100]) == 2)
    #expect(sum([Double](repeating: 0.1, count: 1_000_000)) == 100_000)
    #expect(sum([1e16, 1, 1e-16, -1e16]) == 1)
  }
}
