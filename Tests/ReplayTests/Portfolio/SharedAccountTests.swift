import Market
import Replay
import Testing

/// Several tracks on one account: what happens when, and what it is worth.
@Suite struct SharedAccountTests {
  /// Half the equity in, no fee.
  private static var half: PipelineSettings {
    var settings = PipelineSettings.permissive
    settings.sizing.rule = .fixedFraction
    settings.sizing.fraction = 0.5
    settings.risk.maximumConcentration = 1
    return settings
  }

  private static let ether = Instrument(
    symbol: "ETHUSD", base: "ETH", quote: "USD", calendar: .alwaysOpen, priceTick: 1_000_000, lotStep: 1,
    minimumOrder: 1_000)

  private func scene(_ instrument: Instrument, _ closes: [Double], _ timeframe: Timeframe = .oneHour) -> ReplayScene {
    ReplayScene(
      CandleColumns(closes: closes, from: .monday, timeframe), instrument: instrument, timeframe: timeframe,
      settings: Self.half)
  }

  @Test func `every row shows the equity of the whole account`() throws {
    let runs = try [scene(.bitcoin, [100, 100, 110, 120]), scene(Self.ether, [50, 50, 45, 40])]
      .playedTogether(by: [.plan([0: .buy]), .plan([0: .buy])])
    // 5,000 of each: 50 at 100 and 100 at 50.
    #expect(runs[0].position.quantity == FixedPoint(50) && runs[1].position.quantity == FixedPoint(100))
    let equity = [10_000.0, 10_000, 10_000 + 500 - 500, 10_000 + 1_000 - 1_000].map { FixedPoint($0) }
    #expect(runs[0].rows.map(\.equity) == equity)
    #expect(runs[1].rows.map(\.equity) == equity)
    #expect(runs[0].account == runs[1].account)
  }

  @Test func `a fill at the open of a long candle is known to a shorter track before that candle closes`() throws {
    let long = scene(.bitcoin, [100, 100], .fourHours)
    let short = scene(Self.ether, [Double](repeating: 50, count: 8))
    let runs = try [long, short].playedTogether(
      by: [.plan([0: .buy], .fourHours), ScriptedStrategy { _ in Decision(.hold, confidence: 0) }])
    #expect(runs[0].fills.map(\.time) == [.at("2024-01-15T04:00Z")])
    #expect(runs[1].rows.map(\.time).last == .at("2024-01-15T08:00Z"))
    // Cash and position are both on the books at 05:00, three hours before the candle that filled it is over.
    #expect(runs[1].rows.allSatisfy { $0.equity == FixedPoint(10_000) })
    #expect(runs[0].account.cash == FixedPoint(5_000))
  }

  @Test func `candles that close at a tick are learned by every track before any decides`() throws {
    let seen = try [scene(.bitcoin, [100, 101, 102]), scene(Self.ether, [50, 51, 52])]
      .playedTogether(by: [
        ScriptedStrategy { _ in Decision(.hold, confidence: 0) },
        ScriptedStrategy { _ in Decision(.hold, confidence: 0) },
      ])
    for run in seen {
      #expect(run.rows.map(\.price) == run.learned.map(\.close))
      #expect(run.rows.map(\.time) == run.learned.map(\.closeTime))
    }
  }

  @Test(arguments: 0..<12)
  func `a track that never trades changes nothing for another`(seed: UInt64) throws {
    var settings = PipelineSettings.bracket()
    settings.risk.killSwitchLoss = 0.03
    settings.risk.dailyTrades = 3
    settings.risk.maximumValueAtRisk = 0.05
    let candles = CandleColumns(gapping: 900, seed: seed)
    let alone = ReplayScene(candles, settings: settings)
    let own = try alone.played(by: .random(seed: seed))
    let idle = ReplayScene(
      CandleColumns(walk: 225, seed: seed, from: .monday, .fourHours), instrument: Self.ether, timeframe: .fourHours,
      settings: settings)
    let together = try [alone, idle].playedTogether(
      by: [.random(seed: seed), ScriptedStrategy { _ in Decision(.hold, confidence: 0) }])
    #expect(own.fills == together[0].fills && own.orders == together[0].orders)
    #expect(own.rows == together[0].rows && own.trades == together[0].trades)
    #expect(own.account.cash == together[0].account.cash && own.position.quantity == together[0].position.quantity)
    #expect(own.fills.count > 20)
  }

  @Test(arguments: 0..<6)
  func `a shared run does not depend on how its tapes are cut`(seed: UInt64) throws {
    func runs(_ size: Int) throws -> [PlayedRun] {
      var first = ReplayScene(CandleColumns(gapping: 400, seed: seed), settings: .bracket())
      var second = ReplayScene(
        CandleColumns(walk: 100, seed: seed + 50, from: .monday, .fourHours), instrument: Self.ether,
        timeframe: .fourHours, settings: .bracket())
      (first.chunkSize, second.chunkSize) = (size, size)
      return try [first, second].playedTogether(by: [.random(seed: seed), .random(seed: seed + 9)])
    }
    let whole = try runs(4_096)
    #expect(whole[0].fills.count > 20 && whole[1].fills.count > 5)
    for size in [1, 7, 99] {
      let cut = try runs(size)
      #expect(cut == whole)
    }
  }

  @Test func `the account's day is that of its instruments, or UTC where they differ`() throws {
    let forex = ReplayScene(
      CandleColumns(flat: 1.1, count: 96, from: .at("2024-01-15")), instrument: .euro, settings: Self.half)
    let hold = ScriptedStrategy { _ in Decision(.hold, confidence: 0) }
    let alone = try forex.played(by: hold)
    #expect(alone.days.map(\.dayStart).first == .at("2024-01-14T22:00Z"))
    let mixed = try [
      ReplayScene(CandleColumns(flat: 100, count: 96, from: .at("2024-01-15")), settings: Self.half), forex,
    ].playedTogether(by: [hold, hold])
    #expect(mixed.map { $0.days.map(\.dayStart) } == Array(repeating: (15...18).map { .at("2024-01-\($0)") }, count: 2))
  }
}
