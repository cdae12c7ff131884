package import Market
package import Replay

/// Whether an answer was right, by a rule that was written down before: what a trade on it would have made.
///
/// Entry is at the open of the first good candle after the tick, on the worse side of the market; the trade ends at its
/// stop, at its target, or at the close of the last candle of the horizon, and pays its fee on both fills.
package struct TradeLabels: Sendable {
  package enum Distance: Equatable, Sendable {
    /// A share of the entry price.
    case share(Double)
    /// So many average true ranges of the newest candle, as a share of its close, clamped.
    case ranges(Double, minimum: Double, maximum: Double)
  }

  /// Where a trade is closed before the horizon ends.
  package struct Barriers: Equatable, Sendable {
    package var stop: Distance
    /// The target's distance over the stop's.
    package var targetMultiple: Double

    package init(stop: Distance, targetMultiple: Double) { (self.stop, self.targetMultiple) = (stop, targetMultiple) }
  }

  package struct Label: Equatable, Sendable {
    /// The take-profit came before the stop, or neither came and the return at the horizon was above zero, after costs.
    package var isRight: Bool
    /// The return at the horizon was above zero, whatever came before, after costs.
    package var isRightAtHorizon: Bool
    /// At the horizon after costs, a share of the entry price.
    package var horizonReturn: Double
  }

  private let tape: LabelTape
  private let barriers: Barriers?
  /// Candles that a trade may last, at least 1.
  private let horizon: Int
  /// What each fill pays, a share of its notional.
  private let cost: Double

  package init(_ tape: LabelTape, barriers: Barriers?, horizon: Int, cost: Double) {
    precondition(horizon > 0, "a trade lasts at least one candle")
    (self.tape, self.barriers, self.horizon, self.cost) = (tape, barriers, horizon, cost)
  }

  /// What an answer given at `time` would have made; nil where the tape ends before the horizon.
  package func label(_ side: Side, at time: Timestamp) -> Label? {
    let entry = tape.firstOpening(from: time)
    guard entry + horizon <= tape.count, entryPrice(side, entry) > 0 else { return nil }
    let last = entry + horizon - 1
    let result = net(side, from: entry, exit: exitBar(side, last).close)
    let barrier = distances(at: time).flatMap { firstBarrier(side, from: entry, to: last, $0) }
    return Label(isRight: barrier ?? (result > 0), isRightAtHorizon: result > 0, horizonReturn: result)
  }

  /// What either answer given at `time` would have made, and what would have been best: BUY or SELL where that side's
  /// return at the horizon is above zero after costs, and HOLD where the market moved less than both fills cost. Nil as a
  /// label.
  package func labels(at time: Timestamp) -> (long: Label, short: Label, best: Action)? {
    guard let long = label(.buy, at: time), let short = label(.sell, at: time) else { return nil }
    return (long, short, long.isRightAtHorizon ? .buy : short.isRightAtHorizon ? .sell : .hold)
  }

  // MARK: Prices

  private func exitBar(_ side: Side, _ index: Int) -> PriceBar { side == .buy ? tape.bid[index] : tape.ask[index] }

  private func entryPrice(_ side: Side, _ index: Int) -> Double {
    side == .buy ? tape.ask[index].open : tape.bid[index].open
  }

  /// A share of the entry price.
  private func net(_ side: Side, from entry: Int, exit: Double) -> Double {
    let ratio = exit / entryPrice(side, entry)
    return Double(side.sign) * (ratio - 1) - cost * (1 + ratio)
  }

  /// Stop and target as shares of the entry price; nil without them, and while the range warms up.
  private func distances(at time: Timestamp) -> (stop: Double, target: Double)? {
    guard let barriers else { return nil }
    switch barriers.stop {
    case .share(let share): return (share, barriers.targetMultiple * share)
    case .ranges(let multiple, let minimum, let maximum):
      let newest = tape.newestClosed(by: time)
      guard newest >= 0, let range = tape.ranges[newest] else { return nil }
      let stop = min(max(multiple * range / tape.closes[newest], minimum), maximum)
      return (stop, barriers.targetMultiple * stop)
    }
  }

  /// Whether the target came first and paid; nil where neither came. Where one candle holds both, and its open is beyond
  /// neither, the stop counts.
  private func firstBarrier(
    _ side: Side, from entry: Int, to last: Int, _ distances: (stop: Double, target: Double)
  ) -> Bool? {
    let (price, sign) = (entryPrice(side, entry), Double(side.sign))
    let (stop, target) = (price * (1 - sign * distances.stop), price * (1 + sign * distances.target))
    func isStopped(_ price: Double) -> Bool { sign * price <= sign * stop }
    func isReached(_ price: Double) -> Bool { sign * price >= sign * target }
    for index in entry...last {
      let bar = exitBar(side, index)
      let (worst, best) = side == .buy ? (bar.low, bar.high) : (bar.high, bar.low)
      if isStopped(bar.open) { return false }
      if isReached(bar.open) { return net(side, from: entry, exit: bar.open) > 0 }
      if isStopped(worst) { return false }
      if isReached(best) { return net(side, from: entry, exit: target) > 0 }
    }
    return nil
  }
}

extension TradeLabels.Barriers {
  /// As the sizing of a scenario sets them; nil where it has no stop, or no target.
  package init?(_ settings: SizingSettings) {
    guard let multiple = settings.takeProfitMultiple else { return nil }
    switch settings.stop {
    case .fraction(let share): self.init(stop: .share(share), targetMultiple: multiple)
    case .averageTrueRange(let ranges, let minimum, let maximum):
      self.init(stop: .ranges(ranges, minimum: minimum, maximum: maximum), targetMultiple: multiple)
    case .none: return nil
    }
  }
}
