import Market
import Replay
import Testing

@Suite struct DecisionStageTests {
  let start = Timestamp.at("2024-01-01")

  private func scene(_ count: Int = 6, positions: PositionMode = .longFlat) -> ReplayScene {
    var scene = ReplayScene(CandleColumns(walk: count, seed: 12, from: start))
    scene.settings.positions = positions
    return scene
  }

  /// Says one decision a tick, in order; HOLD after the last.
  private func script(_ decisions: [Decision]) -> ScriptedStrategy {
    ScriptedStrategy { [start] view in
      let tick = Int((view.now.milliseconds - start.milliseconds) / 3_600_000) - 1
      return tick < decisions.count ? decisions[tick] : Decision(.hold, confidence: 0)
    }
  }

  private static func buy(_ confidence: UInt8 = 100) -> Decision { Decision(.buy, confidence: confidence) }
  private static func sell(_ confidence: UInt8 = 100) -> Decision { Decision(.sell, confidence: confidence) }
  private static let hold = Decision(.hold, confidence: 0)

  // MARK: Confidence

  @Test(arguments: [(UInt8(0), UInt8(0)), (1, 1), (70, 70), (80, 80), (100, 100)])
  func `an opening at the minimum passes and one below it does not`(minimum: UInt8, confidence: UInt8) throws {
    var scene = scene()
    scene.settings.minimumConfidence = minimum
    let passed = try scene.played(by: script([Self.buy(confidence)]))
    #expect(passed.stages.first == .ordered)
    guard confidence > 0 else { return }
    let stopped = try scene.played(by: script([Self.buy(confidence - 1)]))
    #expect(stopped.stages.first == .lowConfidence)
    #expect(stopped.orders.isEmpty)
    // What was decided stays on record.
    #expect(stopped.rows.first?.action == .buy)
    #expect(stopped.rows.first?.confidence == confidence - 1)
  }

  @Test func `seventy is the minimum where nothing is said`() {
    #expect(PipelineSettings().minimumConfidence == 70)
  }

  @Test func `a sale that only closes passes whatever its confidence`() throws {
    var scene = scene()
    scene.settings.minimumConfidence = 90
    let run = try scene.played(by: script([Self.buy(95), Self.sell(0)]))
    #expect(run.stages.prefix(2) == [.ordered, .ordered])
    #expect(run.orders.map(\.purpose) == [.open, .close])
    #expect(run.rows.map(\.position) == [0, 1, 0, 0, 0, 0])
  }

  @Test func `a reversal without enough confidence closes but does not open`() throws {
    var scene = scene(positions: .longShort)
    scene.settings.minimumConfidence = 90
    let run = try scene.played(by: script([Self.buy(95), Self.sell(89), Self.hold, Self.sell(95), Self.buy(0)]))
    #expect(run.stages == [.ordered, .lowConfidence, .hold, .ordered, .lowConfidence, .hold])
    #expect(run.orders.map(\.purpose) == [.open, .close, .open, .close])
    #expect(run.rows.map(\.position) == [0, 1, 0, 0, -1, 0])
  }

  @Test func `a reversal with enough confidence is one close and one open, sized apart`() throws {
    let run = try scene(positions: .longShort).played(by: script([Self.buy(), Self.sell()]))
    #expect(run.stages.prefix(2) == [.ordered, .ordered])
    #expect(run.orders.map(\.purpose) == [.open, .close, .open])
    #expect(run.orders.map(\.side) == [.buy, .sell, .sell])
    #expect(run.orders.map { $0.sizing != nil } == [true, false, true])
    #expect(run.orders[0].quantity == run.orders[1].quantity)
    #expect(run.rows.map(\.position) == [0, 1, -1, -1, -1, -1])
  }

  // MARK: What an action means

  @Test func `buying what is held and selling what is not changes nothing`() throws {
    let run = try scene().played(by: script([Self.sell(), Self.buy(), Self.buy(), Self.sell(), Self.sell()]))
    #expect(run.stages == [.alreadyFlat, .ordered, .alreadyInPosition, .ordered, .alreadyFlat, .hold])
    #expect(run.orders.count == 2)
  }

  @Test func `where shorts are allowed a sale opens one, and a second sale adds nothing`() throws {
    let run = try scene(positions: .longShort).played(by: script([Self.sell(), Self.sell(), Self.hold]))
    #expect(run.stages.prefix(3) == [.ordered, .alreadyInPosition, .hold])
    #expect(run.rows.map(\.position) == [0, -1, -1, -1, -1, -1])
  }

  @Test func `an order on its way counts as held`() throws {
    var scene = scene()
    // It arrives after two more ticks.
    scene.settings.venue.latency = 2 * 3_600_000 + 1
    let run = try scene.played(by: script([Self.buy(), Self.buy(), Self.buy(), Self.buy()]))
    #expect(run.stages.prefix(4) == [.ordered, .alreadyInPosition, .alreadyInPosition, .alreadyInPosition])
    #expect(run.rows.map(\.position) == [0, 0, 0, 1, 1, 1])
    #expect(run.orders.count == 1)
  }

  @Test func `hold keeps the position and the orders that protect it`() throws {
    var scene = ReplayScene(CandleColumns(closes: [100, 100, 101, 102, 101, 94, 94, 94], from: start))
    scene.settings.sizing.stop = .fraction(0.05)
    let run = try scene.played(by: script([Self.buy()]))
    #expect(run.rows.map(\.position) == [0, 1, 1, 1, 1, 0, 0, 0])
    #expect(run.stages.dropFirst().allSatisfy { $0 == .hold })
    #expect(run.fills.map(\.cause) == [.signal, .stopLoss])
    #expect(run.fills.last?.price == FixedPoint(95))
  }

  // MARK: Answers from outside

  @Test func `a model that fails holds, keeps the position, and says so`() throws {
    let failing = [2, 3, 5].map { start + .seconds(3_600 * $0) }
    let run = try scene().played(by: .asking) { time in
      OutsideAnswer(failing.contains(time) ? .failed : .decided(Self.buy()), latency: 0)
    }
    #expect(
      run.stages == [.ordered, .modelFailure, .modelFailure, .alreadyInPosition, .modelFailure, .alreadyInPosition])
    #expect(run.rows.map(\.action) == [.buy, .hold, .hold, .buy, .hold, .buy])
    #expect(run.rows[1].confidence == 0)
    #expect(run.rows.map(\.position) == [0, 1, 1, 1, 1, 1])
    #expect(run.orders.count == 1)
  }

  @Test func `a model's own hold is recorded as hold, with its confidence`() throws {
    let run = try scene().played(by: .asking) { _ in
      OutsideAnswer(.decided(Decision(.hold, confidence: 64)), latency: 0)
    }
    #expect(run.stages == [Stage](repeating: .hold, count: 6))
    #expect(run.rows.allSatisfy { $0.confidence == 64 })
  }

  @Test func `an answer reaches the venue as much later as it took`() throws {
    let run = try scene().played(by: .asking) { _ in OutsideAnswer(.decided(Self.buy()), latency: 3_200) }
    let order = try #require(run.orders.first)
    #expect(order.submitted == start + .seconds(3_600))
    #expect(order.arrives == start + .milliseconds(3_603_200))
  }

  @Test func `nobody is asked where a gate has already stopped the tick`() throws {
    var candles = CandleColumns(walk: 6, seed: 12, from: start)
    candles.low[2] = 0
    var asked: [Timestamp] = []
    _ = try ReplayScene(candles).played(by: .asking) { time in
      asked.append(time)
      return OutsideAnswer(.decided(Self.hold), latency: 0)
    }
    #expect(asked == [1, 2, 4, 5, 6].map { start + .seconds(3_600 * $0) })
  }
}
