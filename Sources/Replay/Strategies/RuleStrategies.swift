package import Market

/// Long while the fast average of closes lies above the slow one, else out.
///
/// Averages are sums of rounded numbers: two that are equal may differ in their last places. What lies closer together
/// than that is equal.
package struct MovingAverageCross: Strategy {
  private var fast: SimpleMovingAverage
  private var slow: SimpleMovingAverage

  /// `fast` and `slow` in candles.
  package init(fast: Int, slow: Int) {
    self.fast = SimpleMovingAverage(period: fast)
    self.slow = SimpleMovingAverage(period: slow)
  }

  private static var tie: Double { 1 + 8 * Double.ulpOfOne }

  @inline(__always)
  package var isReady: Bool { slow.isReady && fast.isReady }

  @inline(__always)
  package mutating func learn(_ candle: Candle) {
    fast.update(candle.close)
    slow.update(candle.close)
  }

  @inline(__always)
  package mutating func decide(at view: TickView) -> Answer {
    .decided(Decision(fast.value > slow.value * Self.tie ? .buy : .sell, confidence: 100))
  }

  package var readings: [Reading] { [Reading("fast", fast.value), Reading("slow", slow.value)] }
}

/// Buys when the relative strength index falls to `oversold`, sells when it rises to `overbought`.
package struct RelativeStrengthReversion: Strategy {
  private var index: RelativeStrengthIndex
  private let oversold: Double
  private let overbought: Double

  /// `period` in candles, the two bounds on the index's scale of 0 to 100.
  package init(period: Int, oversold: Double, overbought: Double) {
    index = RelativeStrengthIndex(period: period)
    self.oversold = oversold
    self.overbought = overbought
  }

  @inline(__always)
  package var isReady: Bool { index.isReady }

  @inline(__always)
  package mutating func learn(_ candle: Candle) { index.update(candle.close) }

  @inline(__always)
  package mutating func decide(at view: TickView) -> Answer {
    let value = index.value
    let action: Action = value <= oversold ? .buy : value >= overbought ? .sell : .hold
    return .decided(Decision(action, confidence: action == .hold ? 0 : 100))
  }

  package var readings: [Reading] { [Reading("rsi", index.value)] }
}

/// Buys what rose over the last `lookback` candles by more than `threshold`, sells what fell by more.
package struct Momentum: Strategy {
  private var closes: RollingWindow
  private var isPreviousFull = false
  private var change = 0.0
  private let threshold: Double

  /// `lookback` in candles; `threshold` a share of price.
  package init(lookback: Int, threshold: Double) {
    closes = RollingWindow(count: lookback)
    self.threshold = threshold
  }

  @inline(__always)
  package var isReady: Bool { isPreviousFull }

  @inline(__always)
  package mutating func learn(_ candle: Candle) {
    isPreviousFull = closes.isFull
    let oldest = closes.push(candle.close)
    change = isPreviousFull ? candle.close / oldest - 1 : 0
  }

  @inline(__always)
  package mutating func decide(at view: TickView) -> Answer {
    let action: Action = change > threshold ? .buy : change < -threshold ? .sell : .hold
    return .decided(Decision(action, confidence: action == .hold ? 0 : 100))
  }

  package var readings: [Reading] { [Reading("change", change)] }
}

/// Buys a close above the highest high of the `lookback` candles before it, sells one below their lowest low
/// (Donchian's channel).
package struct Breakout: Strategy {
  private var channel: RollingExtremes
  private var upper = Double.infinity
  private var lower = -Double.infinity

  /// `lookback` in candles.
  package init(lookback: Int) {
    channel = RollingExtremes(count: lookback)
  }

  package private(set) var isReady = false

  @inline(__always)
  package mutating func learn(_ candle: Candle) {
    // The channel of the candles before this one.
    if channel.isFull {
      upper = channel.window.high
      lower = channel.window.low
      isReady = true
    }
    channel.push(high: candle.high, low: candle.low)
  }

  @inline(__always)
  package mutating func decide(at view: TickView) -> Answer {
    let action: Action = view.price > upper ? .buy : view.price < lower ? .sell : .hold
    return .decided(Decision(action, confidence: action == .hold ? 0 : 100))
  }

  package var readings: [Reading] { [Reading("upper", upper), Reading("lower", lower)] }
}

/// Buys at the first tick and holds.
package struct BuyAndHold: Strategy {
  /// It needs no settings.
  package init() {}

  package var isReady: Bool { true }
  package mutating func learn(_ candle: Candle) {}
  package mutating func decide(at view: TickView) -> Answer { .decided(Decision(.buy, confidence: 100)) }
  /// It looks at nothing.
  package var readings: [Reading] { [] }
}

/// Never trades: what everything else costs.
package struct AlwaysHold: Strategy {
  /// It needs no settings.
  package init() {}

  package var isReady: Bool { true }
  package mutating func learn(_ candle: Candle) {}
  package mutating func decide(at view: TickView) -> Answer { .decided(Decision(.hold, confidence: 0)) }
  /// It looks at nothing.
  package var readings: [Reading] { [] }
}
