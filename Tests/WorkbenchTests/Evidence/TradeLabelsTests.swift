import Market
import Replay
import Testing
import Workbench

@Suite struct TradeLabelsTests {
  typealias Bar = (open: Double, high: Double, low: Double, close: Double)

  /// A flat candle at 100, then those given; each an hour, the first opens at 0.
  private func labels(
    _ bars: [Bar], stop: Double? = 0.02, multiple: Double = 2, horizon: Int = 3, cost: Double = 0,
    halfSpread: Double = 0,
    bad: Set<Int> = []
  ) -> TradeLabels {
    var columns = CandleColumns()
    for (index, bar) in ([(100, 100, 100, 100)] + bars).enumerated() {
      columns.append(
        openTime: hour(index), open: bar.open, high: bar.high, low: bar.low, close: bar.close, volume: 1)
    }
    let tape = LabelTape(
      hours(columns), isGood: columns.close.indices.map { !bad.contains($0) }, halfSpread: halfSpread)
    return TradeLabels(
      tape, barriers: stop.map { TradeLabels.Barriers(stop: .share($0), targetMultiple: multiple) }, horizon: horizon,
      cost: cost)
  }

  private func hours(_ columns: CandleColumns) -> TapeChunk {
    TapeChunk(columns, timeframe: .oneHour, calendar: .alwaysOpen, schedule: SessionSchedule([]))
  }

  private func hour(_ count: Int) -> Timestamp { Timestamp(milliseconds: Int64(count) * 3_600_000) }

  private let flat: Bar = (100, 100, 100, 100)

  @Test func `entry is the open of the candle after the tick, the return is that of the horizon's last close`() throws {
    let labels = labels([(101, 102, 100.5, 101), flat, (100, 103, 100, 103)], stop: nil)
    let long = try #require(labels.label(.buy, at: hour(1)))
    #expect(long.isRight && long.isRightAtHorizon)
    #expect(abs(long.horizonReturn - 2.0 / 101) < 1e-15)
    let short = try #require(labels.label(.sell, at: hour(1)))
    #expect(!short.isRight && abs(short.horizonReturn + 2.0 / 101) < 1e-15)
  }

  @Test func `a tick after the open waits for the next one`() throws {
    let late = Timestamp(milliseconds: 3_600_001)
    let labels = labels([(50, 50, 50, 50), flat, flat, (110, 110, 110, 110)], stop: nil)
    #expect(abs(try #require(labels.label(.buy, at: late)).horizonReturn - 0.1) < 1e-15)
  }

  @Test func `without a whole horizon there is no label`() {
    let labels = labels([flat, flat, flat], stop: nil)
    #expect(labels.label(.buy, at: hour(1)) != nil)
    #expect(labels.label(.buy, at: hour(2)) == nil && labels.labels(at: hour(2)) == nil)
  }

  @Test func `a target before the stop is right, whatever the horizon says`() throws {
    let labels = labels([flat, (100, 104, 99, 100), (100, 100, 90, 90)])
    let label = try #require(labels.label(.buy, at: hour(1)))
    #expect(label.isRight && !label.isRightAtHorizon)
  }

  @Test func `a stop before the target is wrong, whatever the horizon says`() throws {
    let labels = labels([(100, 101, 98, 100), (100, 110, 100, 110), (110, 110, 110, 110)])
    let label = try #require(labels.label(.buy, at: hour(1)))
    #expect(!label.isRight && label.isRightAtHorizon)
  }

  @Test func `in a candle that holds both the stop counts`() throws {
    let labels = labels([(100, 105, 97, 105), flat, (105, 105, 105, 105)])
    #expect(try #require(labels.label(.buy, at: hour(1))).isRight == false)
  }

  @Test func `a gap through the stop is a stop, one through the target a target`() throws {
    let through = labels([flat, (97, 110, 97, 110), (110, 110, 110, 110)])
    #expect(try #require(through.label(.buy, at: hour(1))).isRight == false)
    // Opens beyond the target, then falls to the stop: the open came first.
    let beyond = labels([flat, (106, 106, 90, 90), (90, 90, 90, 90)])
    #expect(try #require(beyond.label(.buy, at: hour(1))).isRight)
  }

  @Test func `a short's stop is above and its target below`() throws {
    let stopped = labels([(100, 102, 100, 100), (100, 100, 90, 90), (90, 90, 90, 90)])
    #expect(try #require(stopped.label(.sell, at: hour(1))).isRight == false)
    let reached = labels([(100, 101.9, 96, 100), flat, (101, 101, 101, 101)])
    #expect(try #require(reached.label(.sell, at: hour(1))).isRight)
  }

  @Test func `both fills pay, and the middle half a spread each`() throws {
    // In at 100.1, out at 101 x 0.999 = 100.899: (100.899 / 100.1 - 1) - 0.002 (1 + 100.899 / 100.1).
    let labels = labels([flat, flat, (101, 101, 101, 101)], stop: nil, cost: 0.002, halfSpread: 0.001)
    let ratio = 100.899 / 100.1
    let label = try #require(labels.label(.buy, at: hour(1)))
    #expect(abs(label.horizonReturn - (ratio - 1 - 0.002 * (1 + ratio))) < 1e-12)
    #expect(label.isRight)
    let dear = self.labels([flat, flat, (100.5, 100.5, 100.5, 100.5)], stop: nil, cost: 0.002, halfSpread: 0.001)
    #expect(try #require(dear.label(.buy, at: hour(1))).isRight == false)
  }

  @Test func `a target that does not pay its costs is no success`() throws {
    let labels = labels([(100, 105, 100, 100), flat, flat], stop: 0.001, cost: 0.002)
    #expect(try #require(labels.label(.buy, at: hour(1))).isRight == false)
  }

  @Test func `stored quotes are the spread`() throws {
    var columns = CandleColumns(quoted: true)
    for index in 0..<3 {
      let bid = PriceBar(open: 99, high: 99, low: 99, close: 99 + Double(index))
      let ask = PriceBar(open: 101, high: 101, low: 101, close: 101 + Double(index))
      columns.append(
        openTime: hour(index), open: 100, high: 100, low: 100, close: 100, volume: 1, bid: bid, ask: ask)
    }
    let tape = LabelTape(hours(columns), isGood: [true, true, true], halfSpread: 0.5)
    let labels = TradeLabels(tape, barriers: nil, horizon: 2, cost: 0)
    // Bought at 101, sold at 101; sold at 99, bought back at 103.
    #expect(try #require(labels.label(.buy, at: hour(1))).horizonReturn == 0)
    #expect(abs(try #require(labels.label(.sell, at: hour(1))).horizonReturn + 4.0 / 99) < 1e-15)
    #expect(labels.labels(at: hour(1))?.best == .hold)
  }

  /// A daily candle of shares is stamped at midnight and trades from 09:30 to 16:00 New York.
  @Test func `a tick at the close of a session knows the candle that has just closed`() {
    var columns = CandleColumns()
    for day in 8...10 {
      columns.append(
        openTime: Timestamp(year: 2024, month: 1, day: day), open: 100, high: 101, low: 99, close: 100, volume: 1)
    }
    let window = Timestamp(year: 2024, month: 1, day: 8)..<Timestamp(year: 2024, month: 1, day: 11)
    let calendar = TradingCalendar.usEquities
    let tape = LabelTape(
      TapeChunk(columns, timeframe: .oneDay, calendar: calendar, schedule: calendar.sessions(covering: window)),
      isGood: [true, true, true], halfSpread: 0)
    let close = Timestamp("2024-01-09T21:00:00Z")
    #expect(close.map { tape.newestClosed(by: $0) } == 1)
    #expect(close.map { tape.firstOpening(from: $0) } == 2)
  }

  /// Recorded apart, the two sides can cross: each is then the worse of the two, as at the venue.
  @Test func `sides that cross are each the worse of the two`() {
    var columns = CandleColumns(quoted: true)
    let (low, high) = (
      PriceBar(open: 99, high: 99, low: 99, close: 99), PriceBar(open: 101, high: 101, low: 101, close: 101)
    )
    columns.append(openTime: hour(0), open: 100, high: 100, low: 100, close: 100, volume: 1, bid: high, ask: low)
    let tape = LabelTape(hours(columns), isGood: [true], halfSpread: 0)
    #expect(tape.bid[0].open == 99 && tape.ask[0].open == 101)
  }

  @Test func `what moved less than both fills cost was best held`() {
    let small = labels([flat, flat, (100.3, 100.3, 100.3, 100.3)], stop: nil, cost: 0.002)
    #expect(small.labels(at: hour(1))?.best == .hold)
    let up = labels([flat, flat, (101, 101, 101, 101)], stop: nil, cost: 0.002)
    #expect(up.labels(at: hour(1))?.best == .buy)
    let down = labels([flat, flat, (99, 99, 99, 99)], stop: nil, cost: 0.002)
    #expect(down.labels(at: hour(1))?.best == .sell)
  }

  @Test func `bad candles are neither entered nor met`() throws {
    let labels = labels([flat, (1, 1, 1, 1), flat, (103, 103, 103, 103)], bad: [2])
    let label = try #require(labels.label(.buy, at: hour(1)))
    #expect(label.isRight && abs(label.horizonReturn - 0.03) < 1e-15)
  }

  @Test func `stop and target are those of the sizing`() {
    var sizing = SizingSettings()
    sizing.stop = .fraction(0.04)
    sizing.takeProfitMultiple = 2
    #expect(TradeLabels.Barriers(sizing) == TradeLabels.Barriers(stop: .share(0.04), targetMultiple: 2))
    sizing.takeProfitMultiple = nil
    #expect(TradeLabels.Barriers(sizing) == nil)
    sizing.takeProfitMultiple = 2
    sizing.stop = .none(assumed: 0.02)
    #expect(TradeLabels.Barriers(sizing) == nil)
  }

  @Test func `a stop of average true ranges is that of the candle before the tick`() throws {
    // Sixteen candles of range 1 around 100: the average true range is 1, twice it 2 % of 100.
    var columns = CandleColumns()
    for index in 0..<16 {
      columns.append(openTime: hour(index), open: 100, high: 100.5, low: 99.5, close: 100, volume: 1)
    }
    for (index, low) in [(16, 98.01), (17, 97.99)] {
      columns.append(openTime: hour(index), open: 100, high: 100, low: low, close: 110, volume: 1)
    }
    let tape = LabelTape(hours(columns), isGood: columns.close.map { _ in true }, halfSpread: 0)
    let barriers = TradeLabels.Barriers(stop: .ranges(2, minimum: 0.01, maximum: 0.05), targetMultiple: 50)
    let one = TradeLabels(tape, barriers: barriers, horizon: 1, cost: 0)
    #expect(try #require(one.label(.buy, at: hour(16))).isRight)
    let two = TradeLabels(tape, barriers: barriers, horizon: 2, cost: 0)
    #expect(try #require(two.label(.buy, at: hour(16))).isRight == false)
  }
}
