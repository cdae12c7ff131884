import Market
import Replay
import Testing

/// By how much fills are worse than the quote; numbers from the formulas beside the model's cases.
@Suite struct SlippageModelTests {
  private func price(
    _ model: SlippageModel, _ side: Side = .buy, units: Double = 100, volume: Double = 1_000,
    in conditions: MarketConditions = MarketConditions(dailyVolatility: 0.02, averageDailyVolume: 10_000)
  ) -> Double? {
    var settings = VenueSettings()
    settings.slippageModel = model
    settings.balance = FixedPoint(1_000_000)
    var bench = VenueBench(settings)
    bench.send(side, units)
    bench.play(.flat(100), volume: volume, conditions: conditions)
    return bench.prices.first
  }

  @Test(arguments: [
    (SlippageModel.none, 100.0, 100.0), (.share(0.001), 100.1, 99.9),
    // Half of 2 %.
    (.volatility(0.5), 101, 99),
    // 2 % x sqrt(100 / 10,000) = 0.2 %.
    (.squareRootImpact(1), 100.2, 99.8),
    // 0.1 x (100 / 1,000)^2 = 0.1 %.
    (.volumeShare(0.1), 100.1, 99.9),
  ])
  func `each model makes a fill worse by its formula`(model: SlippageModel, buy: Double, sell: Double) {
    #expect(price(model) == buy)
    #expect(price(model, .sell) == sell)
  }

  @Test func `four times the size costs twice the impact`() {
    #expect(price(.squareRootImpact(1), units: 400) == 100.4)
    #expect(price(.squareRootImpact(2), units: 100) == 100.4)
  }

  @Test func `an order larger than the market counts as all of it`() {
    let quiet = MarketConditions(dailyVolatility: 0.02, averageDailyVolume: 0)
    #expect(price(.squareRootImpact(1), in: quiet) == 102)
    let small = MarketConditions(dailyVolatility: 0.02, averageDailyVolume: 20_000)
    #expect(price(.squareRootImpact(1), units: 20_000, in: small) == 102)
    #expect(price(.volumeShare(0.1), volume: 0) == 110)
    #expect(price(.volumeShare(0.1), units: 100, volume: 100) == 110)
  }

  @Test func `no fill is worse than by half`() {
    #expect(price(.share(0.5)) == 150)
    #expect(price(.volatility(100)) == 150)
    #expect(price(.volatility(100), .sell) == 50)
  }

  @Test func `limit orders do not slip, stops do`() {
    var settings = VenueSettings()
    settings.slippageModel = .volatility(0.5)
    for (kind, expected) in [(OrderKind.limit(99), 99.0), (.stop(101), 102.01)] {
      var bench = VenueBench(settings)
      bench.send(.buy, kind, 1)
      bench.play(PriceBar(100, 101, 99, 100), conditions: MarketConditions(dailyVolatility: 0.02))
      #expect(bench.prices == [expected])
    }
  }

  @Test func `a model says what it has to know`() {
    #expect(SlippageModel.squareRootImpact(1).readsVolatility && SlippageModel.squareRootImpact(1).readsDailyVolume)
    #expect(SlippageModel.volatility(1).readsVolatility && !SlippageModel.volatility(1).readsDailyVolume)
    for model in [SlippageModel.none, .share(0.1), .volumeShare(1)] {
      #expect(!model.readsVolatility && !model.readsDailyVolume)
    }
  }
}
