import Market
import Replay
import Testing

/// The kill switch: what trips it, what it stops, and when it lets go.
@Suite struct KillSwitchTests {
  private func settings(loss: Double? = 0.02, gain: Double? = 0.05) -> PipelineSettings {
    var settings = PipelineSettings.allIn
    settings.risk.killSwitchLoss = loss
    settings.risk.killSwitchGain = gain
    return settings
  }

  /// All of 10,000 bought at 100, so that the price is the equity in hundreds; sold at the close of candle 2, which is at
  /// `price`; bought again one hour later.
  private func stageAfter(_ price: Double, _ settings: PipelineSettings) throws -> Stage? {
    let run = try ReplayScene(
      CandleColumns(closes: [100, 100, price, price, price, price], from: .monday), settings: settings
    )
    .played(by: .plan([0: .buy, 2: .sell, 4: .buy]))
    #expect(run.stages[2] == .ordered, "closing passes whatever the equity")
    return run.stages[4]
  }

  @Test(arguments: [
    (98.01, Stage.ordered), (98, .killSwitch), (90, .killSwitch), (104.99, .ordered), (105, .killSwitch),
  ])
  func `it trips at a loss of 2 % or a gain of 5 % since the start of the day`(price: Double, stage: Stage) throws {
    #expect(try stageAfter(price, settings()) == stage)
  }

  @Test func `each side is switched off by nil`() throws {
    #expect(try stageAfter(90, settings(loss: nil)) == .ordered)
    #expect(try stageAfter(120, settings(gain: nil)) == .ordered)
    #expect(try stageAfter(120, settings(loss: nil)) == .killSwitch)
    #expect(try stageAfter(90, settings(gain: nil)) == .killSwitch)
  }

  @Test func `once tripped it stays so for the day, even when the equity comes back`() throws {
    let run = try ReplayScene(
      CandleColumns(closes: [100, 100, 97, 100, 100, 100, 100], from: .monday), settings: settings()
    )
    .played(by: .plan([0: .buy, 3: .sell, 5: .buy]))
    #expect(run.stages[5] == .killSwitch)
  }

  @Test func `the loss is measured from the start of the day, not from the balance`() throws {
    // 10 % are made on the first day; 98 % of that is 107.8.
    for (price, stage) in [(107.81, Stage.ordered), (107.8, .killSwitch)] {
      let closes = [100.0] + [Double](repeating: 110, count: 24) + [Double](repeating: price, count: 5)
      let run = try ReplayScene(CandleColumns(closes: closes, from: .monday), settings: settings(gain: nil))
        .played(by: .plan([0: .buy, 25: .sell, 28: .buy]))
      // Bought at the open of candle 1, which is at 100.
      #expect(run.rows[23].equity == FixedPoint(11_000))
      #expect(run.stages[28] == stage)
    }
  }

  @Test func `without a known balance there is no loss to measure`() throws {
    var settings = settings()
    settings.venue.balance = nil
    let run = try ReplayScene(CandleColumns(flat: 100, count: 3, from: .monday), settings: settings)
      .played(deciding: Decision(.buy, confidence: 100))
    #expect(run.stages == [.signalOnly, .signalOnly, .signalOnly])
  }

  // MARK: The day

  /// The first opening after a trip, and the calendar's day start: midnight UTC, 17:00 and 09:30 in New York, in winter
  /// and in summer. Exchanges tick on the hour, so 09:30 shows at 10:00.
  @Test(arguments: [
    (Instrument.bitcoin, "2024-01-16T10:00Z", "2024-01-17T00:00Z"),
    (.euro, "2024-01-16T10:00Z", "2024-01-16T22:00Z"),
    (.euro, "2024-07-16T10:00Z", "2024-07-16T21:00Z"),
    (.spy, "2024-01-16T15:00Z", "2024-01-17T15:00Z"),
    (.spy, "2024-07-16T14:00Z", "2024-07-17T14:00Z"),
  ])
  func `it lets go when the next day starts`(instrument: Instrument, trip: String, release: String) throws {
    let start = Timestamp(milliseconds: Timestamp.at(trip).milliseconds - 20 * 3_600_000)
    let fall = Timestamp.at(trip)
    // One price until the fall, three per cent less from then on: no later loss.
    let closes = (0..<60).map {
      start.close(of: $0) < Timestamp(milliseconds: fall.milliseconds + 3_600_000) ? 100.0 : 97
    }
    var settings = settings()
    settings.positions = .longFlat
    let isHeld = Timestamp(milliseconds: fall.milliseconds + 3_600_000)
    let strategy = ScriptedStrategy { Decision($0.now == isHeld ? .sell : .buy, confidence: 100) }
    let run = try ReplayScene(CandleColumns(closes: closes, from: start), instrument: instrument, settings: settings)
      .played(by: strategy)
    let stopped = run.rows.filter { $0.stage == .killSwitch }
    #expect(!stopped.isEmpty)
    let first = try #require(run.rows.first { $0.time > isHeld && $0.stage == .ordered })
    #expect(first.time == .at(release))
    #expect(stopped.allSatisfy { $0.time < first.time && $0.time > isHeld })
  }

  // MARK: Flatten

  @Test func `flatten closes what is open, once, and says so`() throws {
    var settings = settings()
    settings.risk.killSwitchFlattens = true
    let run = try ReplayScene(CandleColumns(closes: [100, 100, 97, 96, 95, 94], from: .monday), settings: settings)
      .played(deciding: Decision(.buy, confidence: 100))
    #expect(run.fills.map(\.cause) == [.signal, .killSwitch])
    // Seen at the close of candle 2, at 97; filled at the next open.
    #expect(run.fills.last?.price == FixedPoint(97))
    #expect(run.orders.map(\.purpose) == [.open, .flatten])
    #expect(run.position.quantity == .zero)
    #expect(run.stages.suffix(2) == [.killSwitch, .killSwitch])
  }

  @Test func `flatten buys a short back`() throws {
    var settings = settings()
    settings.risk.killSwitchFlattens = true
    settings.positions = .longShort
    let run = try ReplayScene(CandleColumns(closes: [100, 100, 103, 104, 105], from: .monday), settings: settings)
      .played(by: .plan([0: .sell]))
    #expect(run.fills.map(\.side) == [.sell, .buy])
    #expect(run.fills.last?.cause == .killSwitch)
    #expect(run.position.quantity == .zero)
  }

  @Test func `a SELL at the tick of the flatten does not close twice`() throws {
    var settings = settings()
    settings.risk.killSwitchFlattens = true
    let run = try ReplayScene(CandleColumns(closes: [100, 100, 97, 97, 97], from: .monday), settings: settings)
      .played(by: .plan([0: .buy, 2: .sell]))
    #expect(run.fills.count == 2)
    #expect(run.orders.count == 2)
    #expect(run.stages[2] == .alreadyFlat)
  }

  @Test func `without flatten the position stays`() throws {
    let run = try ReplayScene(CandleColumns(closes: [100, 100, 97, 96], from: .monday), settings: settings())
      .played(by: .plan([0: .buy]))
    #expect(run.fills.count == 1)
  }
}
