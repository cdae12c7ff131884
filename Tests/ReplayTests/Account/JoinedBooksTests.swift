import Market
import Replay
import Testing

/// Replays that followed one another, counted as one.
@Suite struct JoinedBooksTests {
  private func run(_ seed: UInt64) throws -> PlayedRun {
    var settings = PipelineSettings.bracket()
    settings.venue.takerFee = 0.001
    return try ReplayScene(
      CandleColumns(walk: 300, seed: seed, from: .at("2024-01-01"), step: 0.02), settings: settings
    ).played(by: .random(seed: seed))
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `funnels and mark-outs add up`(seed: UInt64) throws {
    let (first, second, third) = (try run(seed), try run(seed + 10), try run(seed + 20))
    var funnel = third.funnel
    var marks = third.markOuts
    for run in [first, second] {
      funnel.add(run.funnel)
      marks.add(run.markOuts)
    }
    #expect(funnel.ticks == 900)
    #expect(funnel.ticksInMarket == [first, second, third].reduce(0) { $0 + $1.funnel.ticksInMarket })
    for stage in Stage.allCases {
      #expect(funnel[stage] == first.funnel[stage] + second.funnel[stage] + third.funnel[stage])
      for horizon in MarkOuts.horizons.indices {
        let sums = [first, second, third].map { $0.markOuts.sum(stage, horizon: horizon) }
        let sum = marks.sum(stage, horizon: horizon)
        #expect(sum.count == sums.reduce(0) { $0 + $1.count })
        #expect(abs(sum.total - sums.reduce(0) { $0 + $1.total }) < 1e-12)
      }
    }
  }

  @Test func `fees and turnover add up, cash is the later replay's`() throws {
    func ledger(_ seed: UInt64) throws -> Ledger {
      var ledger = Ledger(balance: FixedPoint(10_000))
      for fill in try run(seed).fills { ledger.enter(fill) }
      return ledger
    }
    let (first, second) = (try ledger(1), try ledger(2))
    var joined = second
    joined.add(first)
    #expect(joined.cash == second.cash)
    #expect(joined.fees[0] == first.fees[0] + second.fees[0])
    #expect(joined.turnover == first.turnover + second.turnover)
    #expect(first.turnover > 0 && first.fees[0] > .zero)
  }
}
