package import Market

/// How far the market moved in a decision's favour over the next bars, summed by the stage at which the decision ended.
///
/// A BUY gains what the close rises, a SELL what it falls, as a share of the close it was decided on; costs are not
/// counted. Bars are candles of the decision timeframe that came, good ones.
package struct MarkOuts: Equatable, Sendable {
  /// Bars after the decision.
  package static let horizons = [1, 4, 24]

  package struct Sum: Equatable, Sendable {
    package var count = 0
    package var total = 0.0

    /// Basis points; nil where nothing was marked.
    package var meanBasisPoints: Double? { count == 0 ? nil : total / Double(count) * 1e4 }
  }

  private static let depth = 32

  /// The last 32 bars: their closes, and what was decided on each: the sign, zero for nothing, and the stage.
  private var closes: InlineArray<32, Double> = .init(repeating: 1)
  private var signs: InlineArray<32, Double> = .init(repeating: 0)
  private var stages: InlineArray<32, UInt8> = .init(repeating: 0)
  private var bar = 0
  /// Decisions among the last 32 bars; while there are none, a bar costs nothing more than its close.
  private var newestDecision = -64
  private var sums = [Sum](repeating: Sum(), count: Stage.allCases.count * 3)

  package static func == (a: MarkOuts, b: MarkOuts) -> Bool { a.sums == b.sums }

  /// A bar has closed.
  @inline(__always)
  mutating func learn(close: Double) {
    bar += 1
    let slot = bar & (Self.depth - 1)
    closes[slot] = close
    signs[slot] = 0
    guard bar - newestDecision <= 24 else { return }
    mark(bars: 1, horizon: 0, close)
    mark(bars: 4, horizon: 1, close)
    mark(bars: 24, horizon: 2, close)
  }

  /// Something was decided on the newest bar.
  @inline(__always)
  mutating func note(_ action: Action, at stage: Stage) {
    guard action != .hold else { return }
    let slot = bar & (Self.depth - 1)
    signs[slot] = action == .buy ? 1 : -1
    stages[slot] = stage.rawValue
    newestDecision = bar
  }

  package func sum(_ stage: Stage, horizon: Int) -> Sum { sums[Int(stage.rawValue) * 3 + horizon] }

  @inline(__always)
  private mutating func mark(bars: Int, horizon: Int, _ close: Double) {
    let slot = (bar - bars) & (Self.depth - 1)
    let sign = signs[slot]
    guard sign != 0 else { return }
    let index = Int(stages[slot]) * 3 + horizon
    sums[index].count += 1
    sums[index].total += sign * (close / closes[slot] - 1)
  }
}

/// How many ticks ended at each stage.
package struct Funnel: Equatable, Sendable {
  private var counts = [Int](repeating: 0, count: Stage.allCases.count)
  private var actions = [Int](repeating: 0, count: Action.allCases.count)

  package init() {}

  @inline(__always)
  mutating func count(_ stage: Stage, _ action: Action) {
    counts[Int(stage.rawValue)] += 1
    if stage.isAfterDecision { actions[Int(action.rawValue)] += 1 }
  }

  package subscript(stage: Stage) -> Int { counts[Int(stage.rawValue)] }

  /// What was decided, before any gate turned it into a HOLD.
  package subscript(action: Action) -> Int { actions[Int(action.rawValue)] }

  package var ticks: Int { counts.reduce(0, +) }
}
