import Market
import Replay
import Testing

/// What happens first when several things want the same candle.
@Suite struct CandleOrderTests {
  private let start = Timestamp.monday

  /// Entered at the open of candle 1, at 100; stop 95, target 110.
  private func run(
    _ bars: [PriceBar], _ plan: [Int: Action], _ change: (inout PipelineSettings) -> Void = { _ in }
  ) throws -> PlayedRun {
    var settings = PipelineSettings.bracket()
    change(&settings)
    return try ReplayScene(CandleColumns([.flat(100), .flat(100)] + bars), settings: settings)
      .played(by: .plan(plan))
  }

  @Test func `a close that arrives where the open has jumped the stop finds nothing left to close`() throws {
    let run = try run([PriceBar(90, 91, 89, 90), .flat(90)], [0: .buy, 1: .sell])
    #expect(run.fills.map(\.cause) == [.signal, .stopLoss])
    #expect(run.fills.map(\.price) == [FixedPoint(100), FixedPoint(90)])
    #expect(run.orders.map(\.state) == [.filled, .cancelled])
    #expect(run.position.quantity == .zero)
  }

  @Test func `a close at the open leaves nothing for the stop later in the candle`() throws {
    let run = try run([PriceBar(99, 100, 80, 90), .flat(90)], [0: .buy, 1: .sell])
    #expect(run.fills.map(\.cause) == [.signal, .signal])
    #expect(run.fills.map(\.price) == [FixedPoint(100), FixedPoint(99)])
    #expect(run.orders.map(\.state) == [.filled, .filled])
    #expect(run.position.quantity == .zero)
  }

  @Test func `a stop met while the close is under way leaves the close nothing to do`() throws {
    let run = try run([PriceBar(99, 100, 94, 96), .flat(96), .flat(96)], [0: .buy, 1: .sell]) {
      $0.venue.latency = 3_600_000
    }
    // Bought on candle 2, at 99, so the stop stands at 94.05 and is met there; the close arrives on candle 3.
    #expect(run.fills.map(\.cause) == [.signal, .stopLoss])
    #expect(run.orders.map(\.state) == [.filled, .cancelled])
    #expect(run.position.quantity == .zero)
  }

  @Test func `a late close does not close the position that was opened after its own had gone`() throws {
    // Forty units each time. The first position is stopped on candle 2; its close, sent before, arrives on candle 3,
    // where the second position has just been opened.
    var instrument = Instrument.bitcoin
    instrument.lotStep = 4_000_000_000
    let bars: [PriceBar] = [.flat(100), .flat(100), PriceBar(99, 100, 90, 96), .flat(100), .flat(100)]
    let latencies = [start.close(of: 1): Int64(5_400_000)]
    let actions = [start.close(of: 0): Action.buy, start.close(of: 1): .sell, start.close(of: 2): .buy]
    let run = try ReplayScene(CandleColumns(bars), instrument: instrument, settings: .bracket())
      .played(by: .asking) { now in
        OutsideAnswer(.decided(Decision(actions[now] ?? .hold, confidence: 100)), latency: latencies[now] ?? 0)
      }
    #expect(run.fills.map(\.cause) == [.signal, .stopLoss, .signal])
    #expect(run.fills.map(\.quantity) == [FixedPoint(40), FixedPoint(40), FixedPoint(40)])
    #expect(run.orders.map(\.state) == [.filled, .filled, .cancelled])
    #expect(run.orders.map(\.purpose) == [.open, .open, .close])
    #expect(run.position.quantity == FixedPoint(40))
  }

  @Test func `a close under way for a position that has gone counts for nothing`() throws {
    // SELL at the end of candle 1 is under way when the stop is met on candle 2; the account is flat, so is the next SELL.
    let run = try run([PriceBar(99, 100, 90, 96), .flat(96), .flat(96)], [0: .buy, 1: .sell, 2: .sell]) {
      $0.venue.latency = 1
    }
    #expect(run.stages.prefix(3) == [.ordered, .ordered, .alreadyFlat])
    #expect(run.orders.count == 2)
  }

  @Test func `of two closes for one position the first fills`() throws {
    // Sold at the end of candle 1, four hours on the way; sold again at the end of candle 2: nothing is left to order.
    let run = try run([.flat(101), .flat(102), .flat(103), .flat(104), .flat(105)], [0: .buy, 2: .sell, 3: .sell]) {
      $0.venue.latency = 7_200_000
    }
    #expect(run.stages.prefix(4) == [.ordered, .hold, .ordered, .alreadyFlat])
    #expect(run.fills.count == 2)
    #expect(run.position.quantity == .zero)
  }

  @Test func `a reversal is one close and one open, each with its own size`() throws {
    let run = try run([.flat(105), .flat(105)], [0: .buy, 1: .sell]) { $0.positions = .longShort }
    #expect(run.orders.map(\.purpose) == [.open, .close, .open])
    #expect(run.fills.map(\.side) == [.buy, .sell, .sell])
    // Half of 10,000 at 100; all of that; half of the 10,000 that the decision saw, at 100. All fill at the open, 105.
    #expect(run.fills.map(\.quantity) == [FixedPoint(50), FixedPoint(50), FixedPoint(50)])
    #expect(run.fills.map(\.price) == [FixedPoint(100), FixedPoint(105), FixedPoint(105)])
    #expect(run.position.quantity == FixedPoint(-50))
    #expect(run.trades.map(\.profit) == [FixedPoint(250)])
  }

  @Test func `the opening half of a reversal is sized by what the account is worth by then`() throws {
    let run = try run([.flat(108), .flat(108), .flat(108)], [0: .buy, 2: .sell]) { $0.positions = .longShort }
    // Equity 10,400 at 108; half of it is 48.148148148 units.
    #expect(run.fills.map(\.quantity) == [FixedPoint(50), FixedPoint(50), FixedPoint(units: 4_814_814_814)])
  }

  @Test func `a reversal whose position was stopped at the open still opens`() throws {
    let run = try run([PriceBar(90, 91, 89, 90), .flat(90)], [0: .buy, 1: .sell]) { $0.positions = .longShort }
    #expect(run.fills.map(\.cause) == [.signal, .stopLoss, .signal])
    #expect(run.orders.map(\.state) == [.filled, .cancelled, .filled])
    #expect(run.position.side == -1)
  }

  @Test func `a new position gets its own stop, the old one's is gone`() throws {
    // Short from 100 on candle 2: stop 105, target 90. The long's stop at 95 must not act on it.
    let run = try run([.flat(100), PriceBar(100, 101, 94, 96), PriceBar(96, 106, 96, 100)], [0: .buy, 1: .sell]) {
      $0.positions = .longShort
    }
    #expect(run.fills.map(\.cause) == [.signal, .signal, .signal, .stopLoss])
    #expect(run.fills.last?.price == FixedPoint(105))
  }

  @Test func `BUY while long and HOLD send nothing and leave the protection alone`() throws {
    let run = try run([.flat(101), PriceBar(101, 102, 94, 96)], [0: .buy, 1: .buy, 2: .hold])
    #expect(run.stages.prefix(3) == [.ordered, .alreadyInPosition, .hold])
    #expect(run.orders.count == 1)
    #expect(run.fills.last?.price == FixedPoint(95))
  }

  @Test func `BUY while the first BUY is under way sends nothing`() throws {
    let run = try run([.flat(100), .flat(100), .flat(100)], [0: .buy, 1: .buy]) { $0.venue.latency = 7_200_000 }
    #expect(run.stages.prefix(2) == [.ordered, .alreadyInPosition])
    #expect(run.fills.count == 1)
  }
}
