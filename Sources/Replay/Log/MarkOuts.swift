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

  /// The last 32 bars. What was decided on each, as its sign, zero for nothing, and the sign over the close that it was
  /// decided on: a later close times that, less the sign, is what the market moved in its favour.
  private var signs: InlineArray<32, Double> = .init(repeating: 0)
  private var signsPerClose: InlineArray<32, Double> = .init(repeating: 0)
  private var stages: InlineArray<32, UInt8> = .init(repeating: 0)
  private var bar = 0
  private var newestClose = 1.0
  /// Decisions on a bar that already had one: ticks go on where candles are missing.
  private var furtherDecisions: [(bar: Int, sign: Double, signPerClose: Double, stage: UInt8)] = []
  /// While no decision is among the last 24 bars, a bar costs next to nothing.
  private var newestDecision = -64
  /// Three horizons for each stage.
  private var counts: InlineArray<72, Int> = .init(repeating: 0)
  private var totals: InlineArray<72, Double> = .init(repeating: 0)

  init() { precondition(Stage.allCases.count * 3 <= counts.count, "every stage has its sums") }

  package static func == (a: MarkOuts, b: MarkOuts) -> Bool {
    Stage.allCases.allSatisfy { stage in
      horizons.indices.allSatisfy { a.sum(stage, horizon: $0) == b.sum(stage, horizon: $0) }
    }
  }

  /// A bar has closed.
  @inline(__always)
  mutating func learn(close: Double) {
    bar &+= 1
    newestClose = close
    signs[bar & 31] = 0
    guard bar &- newestDecision <= 24 else { return }
    mark(bars: 1, horizon: 0, close)
    mark(bars: 4, horizon: 1, close)
    mark(bars: 24, horizon: 2, close)
    if !furtherDecisions.isEmpty { markFurther(close) }
  }

  /// Something was decided on the newest bar.
  @inline(__always)
  mutating func note(_ action: Action, at stage: Stage) {
    guard action != .hold else { return }
    let sign: Double = action == .buy ? 1 : -1
    guard newestDecision != bar else {
      furtherDecisions.append((bar, sign, sign / newestClose, stage.rawValue))
      return
    }
    signs[bar & 31] = sign
    signsPerClose[bar & 31] = sign / newestClose
    stages[bar & 31] = stage.rawValue
    newestDecision = bar
  }

  package func sum(_ stage: Stage, horizon: Int) -> Sum {
    let index = Int(stage.rawValue) * 3 + horizon
    return Sum(count: counts[index], total: totals[index])
  }

  @inline(__always)
  private mutating func mark(bars: Int, horizon: Int, _ close: Double) {
    let slot = (bar &- bars) & 31
    let sign = signs[slot]
    guard sign != 0 else { return }
    let index = Int(stages[slot]) &* 3 &+ horizon
    counts[index] &+= 1
    totals[index] += close * signsPerClose[slot] - sign
  }

  @inline(never)
  private mutating func markFurther(_ close: Double) {
    for decision in furtherDecisions {
      guard let horizon = Self.horizons.firstIndex(of: bar - decision.bar) else { continue }
      let index = Int(decision.stage) * 3 + horizon
      counts[index] += 1
      totals[index] += close * decision.signPerClose - decision.sign
    }
    furtherDecisions.removeAll { bar - $0.bar >= 24 }
  }
}

/// How many ticks ended at each stage.
package struct Funnel: Equatable, Sendable {
  private var counts: InlineArray<24, Int> = .init(repeating: 0)
  private var actions: InlineArray<3, Int> = .init(repeating: 0)

  package init() { precondition(Stage.allCases.count <= counts.count, "every stage has its count") }

  package static func == (a: Funnel, b: Funnel) -> Bool {
    Stage.allCases.allSatisfy { a[$0] == b[$0] } && Action.allCases.allSatisfy { a[$0] == b[$0] }
  }

  @inline(__always)
  mutating func count(_ stage: Stage, _ action: Action) {
    counts[Int(stage.rawValue)] &+= 1
    if stage.isAfterDecision { actions[Int(action.rawValue)] &+= 1 }
  }

  package subscript(stage: Stage) -> Int { counts[Int(stage.rawValue)] }

  /// What was decided, before any gate turned it into a HOLD.
  package subscript(action: Action) -> Int { actions[Int(action.rawValue)] }

  package var ticks: Int { Stage.allCases.reduce(0) { $0 + self[$1] } }
}
