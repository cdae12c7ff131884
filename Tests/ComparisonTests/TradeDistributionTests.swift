import Comparison
import Market
import Testing

@Suite struct TradeDistributionTests {
  private static let names = ["many", "few", "wide"]

  private func trades(_ shares: Double...) -> [ClosedTrade] {
    shares.enumerated().map { ClosedTrade(exit: .day($0.offset), held: 1_000, share: $0.element) }
  }

  /// Expected values: pandas, see Fixtures/make_course.py.
  @Test(arguments: names) func `figures are those of an established package`(name: String) throws {
    let found = TradeDistribution(try CourseFixture.trades(name))
    let row = try #require(try CourseFixture.rows("trade_figures", of: name).first)
    #expect(String(found.count) == row[1] && String(found.longestLosingStreak) == row[7])
    let values = [
      found.hitRate, found.mean, found.median, found.averageWin, found.averageLoss,
    ]
    for (value, text) in zip(values + [found.medianHolding], row[2...6] + [row[8]]) {
      #expect(try #require(value).isClose(to: try #require(Double(text)), 1e-12), "\(row)")
    }
  }

  /// Expected values: numpy's histogram between edges that the script finds in its own way, see Fixtures/make_course.py.
  @Test(arguments: names) func `bins are those of an established package`(name: String) throws {
    let returns = TradeDistribution(try CourseFixture.trades(name)).returns
    let rows = try CourseFixture.rows("trade_bins", of: name)
    let bins = try #require(ReturnBins(over: [returns]))
    #expect(bins.edges == rows.dropFirst().compactMap { Double($0[1]) })
    #expect(bins.counts(returns) == rows.compactMap { Int($0[3]) })
  }

  @Test func `a streak ends with a trade at zero and with its account`() {
    #expect(TradeDistribution([trades(-1, -1, 0, -1, -1, -1, 1)]).longestLosingStreak == 3)
    #expect(TradeDistribution([trades(1, -1, -1), trades(-1, -1, 1)]).longestLosingStreak == 2)
    #expect(TradeDistribution([trades(0.5, 0, 0.25)]).longestLosingStreak == 0)
  }

  @Test func `a trade at zero is no hit, no win and no loss`() throws {
    let found = TradeDistribution([trades(0, 0.5, -0.25, 0)])
    #expect(found.hitRate == 0.25 && found.averageWin == 0.5 && found.averageLoss == -0.25 && found.median == 0)
  }

  @Test func `without trades there is nothing to tell`() {
    let none = TradeDistribution([[], []])
    #expect(none.count == 0 && none.hitRate == nil && none.mean == nil && none.median == nil)
    #expect(none.averageWin == nil && none.averageLoss == nil && none.medianHolding == nil)
    #expect(none.longestLosingStreak == 0 && ReturnBins(over: [[], []]) == nil)
  }

  @Test func `bins reach over all that are compared, and gains never share one with losses`() throws {
    let bins = try #require(ReturnBins(over: [[-0.0030, -0.0001], [0.0002, 0.0045]]))
    // 75 bp in forty bins: 1.9, and so 2; the quantiles of two values lie just inside them.
    #expect(bins.width == 2 && bins.edges.first == -30 && bins.edges.last == 46)
    #expect(bins.edges.contains(0))
    #expect(bins.counts([-0.0001, 0, 0.0001])[14...17] == [0, 1, 2, 0])
    let counts = bins.counts([-9, 0.0046, 9])
    #expect(counts.first == 1 && counts.last == 2 && counts.reduce(0, +) == 3)
  }

  @Test func `trades that all bring the same have a bin`() throws {
    let bins = try #require(ReturnBins(over: [[0.001, 0.001]]))
    #expect(bins.counts([0.001, 0.001]).reduce(0, +) == 2)
    #expect(try #require(ReturnBins(over: [[0, 0]])).counts([0, 0]) == [0, 0, 2, 0])
  }
}
