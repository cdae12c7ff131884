import Comparison
import Market
import Testing

@Suite struct SimulatedCoverageTests {
  private func backtest(_ exceptions: [Bool], _ level: Double) throws -> ValueAtRiskBacktest {
    try #require(ValueAtRiskBacktest(exceptions: exceptions, level: level))
  }

  /// All 924 orders of six exceptions and six quiet days: a p-value lies between the share of greater statistics and
  /// that of statistics as great, by its lot. 1,999 draws know a share to 0.011.
  @Test(arguments: ["111111000000", "110011001100", "101010101010", "100110100101"])
  func `independence is ranked among all orders of the same days`(text: String) throws {
    let observed = try backtest(text.map { $0 == "1" }, 0.5)
    let statistic = try #require(observed.independence).statistic
    var (greater, equal, all) = (0.0, 0.0, 0.0)
    for order in 0..<1 << 12 where order.nonzeroBitCount == 6 {
      let other = try #require(try backtest((0..<12).map { order >> $0 & 1 == 1 }, 0.5).independence).statistic
      if other > statistic { greater += 1 }
      if other == statistic { equal += 1 }
      all += 1
    }
    #expect(all == 924 && equal > 0)
    let pValues = try (0..<6).map { seed in
      try #require(SimulatedCoverage(of: observed, simulations: 1_999, seed: UInt64(seed)).independence)
    }
    #expect(pValues.allSatisfy { greater / all - 0.045 < $0 && $0 < (greater + equal) / all + 0.045 })
  }

  /// For 250 days at 1 %, by scipy 1.17.1 (binom): statistics greater than that of six exceptions have 0.0948, with its
  /// own 0.1222; the limit says 0.059. 4,999 draws know a share to 0.005.
  @Test func `coverage is ranked among binomial counts`() throws {
    let observed = try backtest((0..<250).map { $0 < 6 }, 0.01)
    for seed in 0..<8 {
      let pValue = SimulatedCoverage(of: observed, simulations: 4_999, seed: UInt64(seed)).coverage
      #expect(0.078 < pValue && pValue < 0.140, "\(pValue)")
    }
  }

  /// 400 records know a rate of 5 % to 1.1 %; the limits are at 9.4 and 1.4 % for 250 days at 1 %.
  @Test(arguments: [(250, 0.05), (250, 0.01), (500, 0.05)])
  func `right forecasts are rejected one time in twenty`(days: Int, level: Double) throws {
    var generator = SeededGenerator(seed: 2_004)
    var (coverage, independence, conditional, known) = (0, 0, 0, 0)
    for seed in 0..<400 {
      let observed = try backtest((0..<days).map { _ in generator.uniform() < level }, level)
      let simulated = SimulatedCoverage(of: observed, simulations: 99, seed: UInt64(seed))
      if simulated.coverage <= 0.05 { coverage += 1 }
      guard let alone = simulated.independence, let both = simulated.conditionalCoverage else { continue }
      known += 1
      if alone <= 0.05 { independence += 1 }
      if both <= 0.05 { conditional += 1 }
    }
    #expect(8...34 ~= coverage && 8...34 ~= independence && 8...34 ~= conditional && known > 350)
  }

  @Test func `the same seed gives the same p-values, and what is missing stays missing`() throws {
    let clustered = try backtest((0..<200).map { $0 % 40 < 3 }, 0.05)
    let simulated = SimulatedCoverage(of: clustered, seed: 1)
    #expect(simulated == SimulatedCoverage(of: clustered, seed: 1))
    #expect(simulated != SimulatedCoverage(of: clustered, seed: 2))
    // 15 exceptions in five runs of three are never met in 999 orders.
    #expect(simulated.independence == 0.001)
    let quiet = SimulatedCoverage(of: try backtest([Bool](repeating: false, count: 50), 0.05), seed: 1)
    #expect(quiet.independence == nil && quiet.conditionalCoverage == nil)
  }
}
