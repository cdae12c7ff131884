import Market
import Replay
import Testing

/// What a position is worth while it is held.
@Suite struct EquityTests {
  @Test func `a long is marked at the bid and a short at the ask`() throws {
    let candles = CandleColumns(
      bids: [.flat(99), .flat(99), PriceBar(99, 99, 97, 97)],
      asks: [.flat(101), .flat(101), PriceBar(101, 104, 101, 104)],
      trades: .flat(100))
    // 10,000 / 2 at the ask of 101, rounded down: 49.50495049 units; at the bid of 99: 50.50505050 units.
    for (action, cash, units, mark) in [
      (Action.buy, 10_000 - 49.50495049 * 101, 49.50495049, 97.0),
      (.sell, 10_000 + 50.5050505 * 99, -50.5050505, 104.0),
    ] {
      var settings = PipelineSettings.halfIn
      settings.positions = .longShort
      let run = try ReplayScene(candles, settings: settings).played(by: .plan([0: action]))
      #expect(run.position.quantity == FixedPoint(units))
      let equity = try #require(run.rows.last).equity
      #expect((equity.doubleValue - (cash + units * mark)).magnitude < 1e-7)
    }
  }

  @Test func `crossed quotes mark at the worse side too`() throws {
    let candles = CandleColumns(
      bids: [.flat(102), .flat(102), .flat(102)], asks: [.flat(99), .flat(99), .flat(99)], trades: .flat(100))
    let run = try ReplayScene(candles, settings: .halfIn).played(by: .plan([0: .buy]))
    let cost = run.position.quantity * FixedPoint(102)
    #expect(run.rows.last?.equity == FixedPoint(10_000) - cost + run.position.quantity * FixedPoint(99))
  }

  @Test func `a trade's return is its profit over what was put in, fees taken off`() throws {
    var settings = PipelineSettings.halfIn
    settings.venue.takerFee = 0.001
    let run = try ReplayScene(CandleColumns(closes: [100, 100, 110, 110, 110], from: .monday), settings: settings)
      .played(by: .plan([0: .buy, 2: .sell]))
    let trade = try #require(run.trades.first)
    // 50 units bought for 5,000 and sold for 5,500, fees 5 and 5.5.
    #expect(trade.profit == FixedPoint(489.5))
    #expect(trade.fees == FixedPoint(10.5))
    #expect((trade.returnOnNotional - 0.0979).magnitude < 1e-15)
  }

  @Test func `each day's equity is its cash and its position at that day's close`() throws {
    // Eleven whole days and one that ends an hour early.
    let run = try ReplayScene(CandleColumns(gapping: 24 * 12 - 1, seed: 5), settings: .bracket())
      .played(by: .random(seed: 5))
    #expect(run.days.count == 12)
    for day in run.days {
      #expect(day.equity == day.cash + day.quantity * FixedPoint(day.price))
    }
    for (day, row) in zip(run.days, run.rows.filter { $0.time.millisecondsOfDay == 0 }) {
      #expect(day.equity == row.equity && day.price == row.price)
      #expect(day.dayStart == Timestamp(milliseconds: row.time.milliseconds - 86_400_000))
    }
  }
}
