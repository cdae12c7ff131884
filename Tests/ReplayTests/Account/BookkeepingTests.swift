import Market
import Replay
import Testing

/// What is easily counted once too often, or once too few.
@Suite struct BookkeepingTests {
  private let start = Timestamp.monday

  @Test func `a run that ends at midnight has as many days as it played`() throws {
    let run = try ReplayScene(CandleColumns(flat: 100, count: 48, from: start), settings: .halfIn)
      .played(deciding: Decision(.hold, confidence: 1))
    #expect(run.days.count == 2)
  }

  /// The tick at the end of the first day is the first one, and its order fills on the second day.
  @Test func `daily candles have a row for their first day too`() throws {
    let run = try ReplayScene(
      CandleColumns(closes: [100, 110, 121], from: start, .oneDay), timeframe: .oneDay, settings: .halfIn
    ).played(deciding: Decision(.buy, confidence: 100))
    #expect(run.days.map(\.price) == [100, 110, 121])
    #expect(run.days.map { $0.equity.doubleValue > 10_000 } == [false, true, true])
  }

  @Test func `a day's row is that day's, also where the next tick comes after the day's end`() throws {
    let closes = (0..<72).map { 100 + Double($0) * 0.1 }
    let run = try ReplayScene(
      CandleColumns(closes: closes, from: .at("2024-01-16")), instrument: .spy, settings: .halfIn
    ).played(deciding: Decision(.buy, confidence: 100))
    for day in run.days { #expect(day.equity == day.cash + day.quantity * FixedPoint(day.price)) }
    // Closes of the 16th, 17th and 18th at 16:00 New York: 102.0, 104.4, 106.8.
    #expect(run.days.map(\.price) == [102.0, 104.4, 106.8])
  }

  @Test func `the kill switch of a daily series measures from the day before`() throws {
    var settings = PipelineSettings.allIn
    settings.risk.killSwitchLoss = 0.02
    var candles = CandleColumns()
    for (day, open, close) in [
      ("2024-01-16", 100.0, 100.0), ("2024-01-17", 100, 100), ("2024-01-18", 100, 90), ("2024-01-19", 90, 90),
      ("2024-01-22", 90, 80),
    ] {
      candles.append(openTime: .at(day), open: open, high: 100, low: close, close: close, volume: 1)
    }
    settings.positions = .longShort
    let run = try ReplayScene(
      candles, instrument: .spy, timeframe: .oneDay, settings: settings,
      window: .at("2024-01-16")..<(.at("2024-01-23"))
    ).played(by: ScriptedStrategy { Decision($0.price == 90 ? .sell : .buy, confidence: 100) })
    // Bought on the 17th; down a tenth at the close of the 18th, the day having begun at 10,000.
    #expect(run.stages[2] == .killSwitch)
  }

  @Test func `the drawdown window is 30 days, however seldom a day turns`() throws {
    var settings = PipelineSettings.allIn
    settings.risk.maximumDrawdown = 0.05
    settings.clock.decideEvery = 2
    var closes = [Double](repeating: 110, count: 60)
    closes[0...3] = [100, 100, 100, 100]
    // Ticks fall on every second day since 1970, here on the close of candles 0, 2, 4, …
    closes[4] = 120
    let sold = start.close(of: 6, .oneDay)
    let run = try ReplayScene(
      CandleColumns(closes: closes, from: start, .oneDay), timeframe: .oneDay, settings: settings
    )
    .played(by: ScriptedStrategy { Decision($0.now == sold ? .sell : .buy, confidence: 100) })
    let released = try #require(run.rows.first { $0.time > sold && $0.stage == .ordered })
    #expect(released.time <= start.open(of: 37, .oneDay))
  }

  @Test func `two decisions on one bar are both marked`() throws {
    let candles = CandleColumns(flat: 100, count: 10, from: start).keeping { $0 != start.open(of: 3) }
    let run = try ReplayScene(candles, settings: .halfIn).played(deciding: Decision(.sell, confidence: 100))
    #expect(run.markOuts.sum(.alreadyFlat, horizon: 0).count == 9)
  }

  @Test func `closing late costs what opening late costs`() throws {
    var settings = PipelineSettings.halfIn
    settings.volatility.model = .ewma
    settings.volatility.window = 10
    settings.venue.latencyCost = 2
    settings.venue.latency = 4_000
    let closes = (0..<24).map { $0 % 2 == 0 ? 100.0 : 101.0 }
    let run = try ReplayScene(CandleColumns(closes: closes, from: start), settings: settings)
      .played(by: .plan([15: .buy, 17: .sell]))
    #expect(run.fills[1].price < FixedPoint(101))
  }

  @Test func `the cooldown runs from the rejection, which is at the open after a gap`() throws {
    var bars = [PriceBar](repeating: .flat(100.01), count: 20)
    bars[0] = .flat(100)
    let candles = CandleColumns(bars, from: start, .oneMinute).keeping {
      $0 == start || $0 >= start.open(of: 7, .oneMinute)
    }
    let asked = [start.close(of: 0, .oneMinute), start.close(of: 7, .oneMinute)]
    let run = try ReplayScene(candles, timeframe: .oneMinute, settings: .allIn)
      .played(by: ScriptedStrategy { Decision(asked.contains($0.now) ? .buy : .hold, confidence: 100) })
    #expect(run.stage(at: asked[1]) == .cooldown)
  }

  @Test func `the opening half of a reversal leaves room for the fee of the closing half`() throws {
    var settings = PipelineSettings.halfIn
    settings.positions = .longShort
    settings.risk.maximumConcentration = 0.25
    settings.venue.takerFee = 0.01
    let run = try ReplayScene(CandleColumns(flat: 100, count: 5, from: start), settings: settings)
      .played(by: .plan([0: .buy, 2: .sell]))
    let equity = try #require(run.rows.last).equity.doubleValue
    #expect(run.position.quantity.doubleValue.magnitude * 100 <= 0.25 * equity * (1 + 1e-9))
  }

  @Test func `an ordered row names its order`() throws {
    let run = try ReplayScene(CandleColumns(flat: 100, count: 4, from: start), settings: .halfIn)
      .played(by: .plan([0: .buy, 1: .sell]))
    #expect(run.rows.prefix(2).map(\.detail) == [1, 2])
  }
}
