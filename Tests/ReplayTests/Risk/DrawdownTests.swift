import Market
import Replay
import Testing

/// The drawdown rule: how far below its peak the account may be and still open.
@Suite struct DrawdownTests {
  private func settings(_ peak: RiskSettings.DrawdownPeak = .rolling30Days) -> PipelineSettings {
    var settings = PipelineSettings.allIn
    settings.risk.maximumDrawdown = 0.05
    settings.risk.drawdownPeak = peak
    return settings
  }

  /// All in at 100, up to 120, sold at `price`: 5 % below the peak of 12,000 is 11,400.
  @Test(arguments: [(114.0, Stage.ordered), (113.99, .drawdown), (121, .ordered)])
  func `more than 5 % below the peak stops an opening, not a closing`(price: Double, stage: Stage) throws {
    let closes = [100, 100, 120, price, price, price, price]
    let run = try ReplayScene(CandleColumns(closes: closes, from: .monday), settings: settings())
      .played(by: .plan([0: .buy, 3: .sell, 5: .buy]))
    #expect(run.stages[3] == .ordered)
    #expect(run.stages[5] == stage)
  }

  @Test func `nil switches it off`() throws {
    var settings = settings()
    settings.risk.maximumDrawdown = nil
    let run = try ReplayScene(CandleColumns(closes: [100, 100, 50, 50, 50, 50], from: .monday), settings: settings)
      .played(by: .plan([0: .buy, 2: .sell, 4: .buy]))
    #expect(run.stages[4] == .ordered)
  }

  /// The peak is seen at 12:00 of day `peakDay`; the window of 30 days still holds it all through the 29th day after.
  @Test(arguments: [0, 3])
  func `the peak counts for 30 days and then lets go`(peakDay: Int) throws {
    let peak = peakDay * 6 + 2
    var closes = [Double](repeating: 110, count: 40 * 6)
    closes[0] = 100
    closes[1] = 100
    for index in 2..<peak { closes[index] = 100 }
    closes[peak] = 120
    // Sold at 110 two candles later; BUY at every tick from then on.
    let last = Timestamp.monday.close(of: peak + 1, .fourHours)
    let strategy = ScriptedStrategy { view in
      Decision(view.now == last ? .sell : .buy, confidence: 100)
    }
    for (rule, release) in [
      (RiskSettings.DrawdownPeak.rolling30Days, Timestamp.monday + .seconds(86_400 * (peakDay + 30)) as Timestamp?),
      (.sinceStart, nil),
    ] {
      let run = try ReplayScene(
        CandleColumns(closes: closes, from: .monday, .fourHours), timeframe: .fourHours, settings: settings(rule)
      ).played(by: strategy)
      #expect(run.account.cash == FixedPoint(11_000) || run.position.side == 1)
      #expect(run.rows.first { $0.time > last && $0.stage == .ordered }?.time == release)
      #expect(run.rows.contains { $0.stage == .drawdown })
    }
  }

  @Test func `a higher peak inside the window replaces a lower one that has left it`() throws {
    // 130 on day 0, 120 on day 20, then 118: allowed under the second peak (114), not under the first (123.5).
    var closes = [Double](repeating: 118, count: 45 * 6)
    closes[0] = 100
    closes[1] = 100
    closes[2] = 130
    closes[20 * 6 + 2] = 120
    closes[32 * 6 + 2] = 113.9
    for index in 32 * 6 + 3..<closes.count { closes[index] = 113.9 }
    let monday = Timestamp.monday
    let attempts = [10: Action.sell, 12: .buy, 31 * 6: .buy, 33 * 6: .sell, 34 * 6: .buy]
    let run = try ReplayScene(
      CandleColumns(closes: closes, from: monday, .fourHours), timeframe: .fourHours, settings: settings()
    ).played(by: .plan([0: .buy].merging(attempts) { $1 }, from: monday, .fourHours))
    // Flat at 11,800 from day 2 on: the second price peak is none of the account's.
    #expect(run.stages[12] == .drawdown)
    #expect(run.stages[31 * 6] == .ordered)
    // Long again from 118; 113.9 is 3.5 % below: allowed.
    #expect(run.stages[34 * 6] == .ordered)
  }
}
