import Market
import Replay
import Testing

/// One balance, several decisions at one instant.
@Suite struct AllotmentTests {
  private static func coin(_ name: String) -> Instrument {
    Instrument(
      symbol: "\(name)USD", base: name, quote: "USD", calendar: .alwaysOpen, priceTick: 1_000_000, lotStep: 1,
      minimumOrder: 1_000)
  }

  /// A share of the equity each, nothing in the way but what the test sets.
  private func scenes(
    _ names: [String], fraction: Double, change: (inout PipelineSettings) -> Void = { _ in }
  ) -> [ReplayScene] {
    names.map { name in
      var settings = PipelineSettings.permissive
      settings.sizing.rule = .fixedFraction
      settings.sizing.fraction = fraction
      settings.risk.maximumConcentration = 10
      change(&settings)
      return ReplayScene(
        CandleColumns(flat: 100, count: 4, from: .monday), instrument: Self.coin(name), settings: settings)
    }
  }

  private func buys(_ confidences: [UInt8]) -> [ScriptedStrategy] {
    confidences.map { .plan([0: .buy], confidence: $0) }
  }

  @Test func `openings that the cash cannot all pay for are cut by one factor`() throws {
    // 8,000 and 8,000 of 10,000: 5/8 of each.
    let runs = try scenes(["AAA", "BBB"], fraction: 0.8).playedTogether(by: buys([100, 100]))
    for run in runs {
      #expect(run.position.quantity == FixedPoint(50))
      #expect(run.orders.map { $0.sizing?.cap } == [.buyingPower])
    }
    #expect(runs[0].account.cash == .zero)
  }

  @Test func `who asks first gets no more than who asks last`() throws {
    // Were it first come, first served, the names would decide.
    let fees: (inout PipelineSettings) -> Void = { $0.venue.takerFee = 0.001 }
    let forward = try scenes(["AAA", "BBB"], fraction: 0.9, change: fees).playedTogether(by: buys([100, 90]))
    let backward = try scenes(["AAA", "BBB"], fraction: 0.9, change: fees).playedTogether(by: buys([90, 100]))
    #expect(forward.map(\.position.quantity) == backward.map(\.position.quantity))
    #expect(forward[0].position.quantity == forward[1].position.quantity)
    #expect(forward[0].account.cash >= .zero)
  }

  @Test func `openings that fit are left as they are`() throws {
    let runs = try scenes(["AAA", "BBB"], fraction: 0.5).playedTogether(by: buys([100, 100]))
    #expect(runs.map(\.position.quantity) == [FixedPoint(50), FixedPoint(50)])
    #expect(runs.allSatisfy { $0.orders.map { $0.sizing?.cap } == [Sizing.Cap.none] })
  }

  @Test func `the last trade of the day goes to the more confident, equal ones to the first name`() throws {
    let one: (inout PipelineSettings) -> Void = { $0.risk.dailyTrades = 1 }
    let confident = try scenes(["AAA", "BBB"], fraction: 0.1, change: one).playedTogether(by: buys([80, 90]))
    #expect(confident.map { $0.stages[0] } == [.dailyTrades, .ordered])
    let equal = try scenes(["AAA", "BBB"], fraction: 0.1, change: one).playedTogether(by: buys([90, 90]))
    #expect(equal.map { $0.stages[0] } == [.ordered, .dailyTrades])
  }

  @Test(arguments: [(2.5, Sizing.Cap.none), (2.4, .leverage)] as [(Double, Sizing.Cap)])
  func `leverage is that of all positions together`(limit: Double, cap: Sizing.Cap) throws {
    let margin: (inout PipelineSettings) -> Void = { settings in
      settings.positions = .longShort
      settings.risk.maximumLeverage = limit
    }
    let runs = try scenes(["AAA", "BBB"], fraction: 1.25, change: margin).playedTogether(by: buys([100, 100]))
    #expect(runs.map { $0.orders.first?.sizing?.cap } == [cap, cap])
    #expect(runs.map(\.position.quantity) == Array(repeating: FixedPoint(limit * 50), count: 2))
  }

  @Test func `with on_excess reject no opening of an instant that is too large together is sent`() throws {
    let reject: (inout PipelineSettings) -> Void = { settings in
      settings.positions = .longShort
      settings.risk.maximumLeverage = 2.4
      settings.risk.onExcess = .reject
    }
    let runs = try scenes(["AAA", "BBB"], fraction: 1.25, change: reject).playedTogether(by: buys([100, 100]))
    #expect(runs.map { $0.stages[0] } == [.leverage, .leverage])
    #expect(runs.map(\.orders.count) == [0, 0])
  }

  @Test func `a later opening finds what an earlier one has on its way`() throws {
    var scenes = scenes(["AAA", "BBB"], fraction: 0.8)
    scenes[0].settings.venue.latency = 5_400_000
    scenes[1].settings.venue.latency = 5_400_000
    // The first is still on its way when the second is sized: 2,000 are left to it.
    let runs = try scenes.playedTogether(by: [.plan([0: .buy]), .plan([1: .buy])])
    #expect(runs.map { $0.orders.map(\.quantity) } == [[FixedPoint(80)], [FixedPoint(20)]])
    #expect(runs[0].account.cash == .zero)
  }

  @Test func `closings go first, so that what they free can be spent at the next tick`() throws {
    let runs = try scenes(["AAA", "BBB"], fraction: 1)
      .playedTogether(by: [.plan([0: .buy, 1: .sell]), .plan([2: .buy])])
    #expect(runs.map { $0.fills.map(\.side) } == [[.buy, .sell], [.buy]])
    #expect(runs[1].position.quantity == FixedPoint(100))
  }
}
