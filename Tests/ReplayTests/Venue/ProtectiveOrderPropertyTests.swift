import Market
import Replay
import Testing

/// What must hold of every fill on every tape: checked on seeded random ones.
@Suite struct ProtectiveOrderPropertyTests {
  private struct Bracket {
    var action: Action
    var settings = PipelineSettings.bracket()
    var candles: CandleColumns

    init(seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      action = generator.index(below: 2) == 0 ? .buy : .sell
      settings.positions = .longShort
      settings.sizing.stop = .fraction(0.005 + 0.05 * generator.uniform())
      settings.sizing.takeProfitMultiple = 0.5 + 3 * generator.uniform()
      settings.venue.spread = generator.index(below: 2) == 0 ? 0 : 0.002
      settings.venue.slippage = generator.index(below: 2) == 0 ? 0 : 0.001
      candles = CandleColumns(gapping: 60, seed: seed)
    }

    /// What one trade made, entered at the open of candle 1; nil while it has not left.
    func profit(_ rule: VenueSettings.Intrabar) throws -> FixedPoint? {
      var settings = settings
      settings.venue.intrabar = rule
      return try ReplayScene(candles, settings: settings).played(by: .plan([0: action])).trades.first?.profit
    }
  }

  @Test(arguments: 0..<20)
  func `one bracket trade makes no more under a more careful rule`(block: Int) throws {
    var ended = 0
    var differing = 0
    for seed in UInt64(block) * 100..<UInt64(block + 1) * 100 {
      let bracket = Bracket(seed: seed)
      guard let pessimistic = try bracket.profit(.pessimistic), let path = try bracket.profit(.path),
        let optimistic = try bracket.profit(.optimistic)
      else { continue }
      ended += 1
      #expect(pessimistic <= path, "seed \(seed)")
      #expect(path <= optimistic, "seed \(seed)")
      if pessimistic < optimistic { differing += 1 }
    }
    #expect(ended >= 80)
    #expect(differing >= 2)
  }

  /// Spread and slippage are off: what a fill may be at best is what the candle says.
  @Test(arguments: VenueSettings.Intrabar.allCases)
  func `no fill is better than its candle allows`(rule: VenueSettings.Intrabar) {
    var causes: [FillCause: Int] = [:]
    for seed in UInt64(0)..<20 {
      var settings = Bracket(seed: seed).settings
      settings.venue.intrabar = rule
      settings.venue.spread = 0
      settings.venue.slippage = 0
      settings.venue.latency = [0, 3_200, 5_400_000][Int(seed % 3)]
      let run = CandleSteps(
        ReplayScene(CandleColumns(gapping: 400, seed: seed), settings: settings), by: .random(seed: seed))
      for step in run.steps {
        for fill in step.fills {
          causes[fill.cause, default: 0] += 1
          #expect(isPossible(fill, step), "seed \(seed)")
        }
      }
    }
    #expect(FillCause.signal.count(in: causes) > 1_000)
    #expect(FillCause.stopLoss.count(in: causes) > 100 && FillCause.takeProfit.count(in: causes) > 100)
  }

  private func isPossible(_ fill: Fill, _ step: CandleSteps.Step) -> Bool {
    let (open, low, high) = (FixedPoint(step.candle.open), FixedPoint(step.candle.low), FixedPoint(step.candle.high))
    guard step.openTime <= fill.time, fill.time <= step.closeTime else { return false }
    switch fill.cause {
    case .signal, .killSwitch: return fill.price == open
    case .liquidation: return false
    case .stopLoss, .takeProfit:
      // At the open for a gap, where a target may get less than the open offers; else somewhere inside.
      guard fill.time != step.openTime else { return fill.side == .sell ? fill.price <= open : fill.price >= open }
      return low <= fill.price && fill.price <= high
    }
  }

  @Test(arguments: 0..<20)
  func `no order fills before it arrives, and none that filled twice`(seed: Int) {
    var settings = Bracket(seed: UInt64(seed)).settings
    settings.venue.latency = [0, 999, 3_600_000, 9_000_000][seed % 4]
    let run = CandleSteps(
      ReplayScene(CandleColumns(gapping: 400, seed: UInt64(seed)), settings: settings), by: .random(seed: UInt64(seed)))
    let orders = run.steps.flatMap(\.orders)
    #expect(Set(orders.map(\.id)).count == orders.count)
    var filled = 0
    for step in run.steps {
      for fill in step.fills where fill.cause == .signal {
        let order = orders.first { $0.id == fill.orderID }
        #expect(order.map { $0.arrives <= fill.time && $0.submitted <= $0.arrives } == true)
        #expect(order?.state == .filled && order?.quantity == fill.quantity && order?.side == fill.side)
        filled += 1
      }
    }
    #expect(filled == orders.count { $0.state == .filled })
    #expect(filled > 50)
  }
}

extension FillCause {
  fileprivate func count(in causes: [FillCause: Int]) -> Int { causes[self] ?? 0 }
}

extension CandleColumns {
  /// A random walk whose candles open away from the close before them, so that stops and targets are jumped over.
  init(gapping count: Int, seed: UInt64, from start: Timestamp = .monday, _ timeframe: Timeframe = .oneHour) {
    var generator = SeededGenerator(seed: seed &* 0x9E37_79B9 &+ 1)
    var close = 100.0
    let bars = (0..<count).map { _ in
      let jump = generator.index(below: 3) == 0 ? 0.06 * (generator.uniform() - 0.5) : 0
      let open = close * (1 + jump)
      close = open * (1 + 0.04 * (generator.uniform() - 0.5))
      return PriceBar(
        open, max(open, close) * (1 + 0.02 * generator.uniform()), min(open, close) * (1 - 0.02 * generator.uniform()),
        close)
    }
    self.init(bars, from: start, timeframe)
  }
}
