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

  /// The closes of the last 64 bars, and what was decided first on each: +1 for a BUY, -1 for a SELL, 0 for nothing.
  private var closes: InlineArray<64, Double> = .init(repeating: 1)
  private var signs: InlineArray<64, Double> = .init(repeating: 0)
  private var stages: InlineArray<64, Int> = .init(repeating: 0)
  private var bar = 0
  /// Decisions on a bar that already had one: ticks go on where candles are missing.
  private var furtherDecisions: [(bar: Int, mark: Mark)] = []
  /// While no decision is among the last 24 bars, a bar costs next to nothing.
  private var newestDecision = -64
  /// How many were decided, by stage.
  private var counts: InlineArray<32, Int> = .init(repeating: 0)
  /// By stage, four places each, one a horizon: of decisions that are 24 bars old.
  private var totals: InlineArray<128, Double> = .init(repeating: 0)
  /// The same sums of replays that went before; empty where none did.
  private var earlier: [Sum] = []

  private struct Mark {
    var sign: Double
    var stage: Int
  }

  init() { precondition(Stage.allCases.count <= 32, "every stage has its sums") }

  package static func == (a: MarkOuts, b: MarkOuts) -> Bool {
    Stage.allCases.allSatisfy { stage in
      horizons.indices.allSatisfy { a.sum(stage, horizon: $0) == b.sum(stage, horizon: $0) }
    }
  }

  /// A bar has closed: what was decided 24 bars ago is marked at all its horizons.
  @inline(__always)
  mutating func learn(close: Double) {
    bar &+= 1
    closes[bar & 63] = close
    signs[bar & 63] = 0
    guard bar &- newestDecision <= 24 else { return }
    let old = bar &- 24
    let sign = signs[old & 63]
    if sign != 0 {
      let perClose = sign / closes[old & 63]
      let place = (stages[old & 63] & 31) &* 4
      totals[place] += closes[(old &+ 1) & 63] * perClose - sign
      totals[place | 1] += closes[(old &+ 4) & 63] * perClose - sign
      totals[place | 2] += close * perClose - sign
    }
    if !furtherDecisions.isEmpty { markFurther() }
  }

  /// Something was decided on the newest bar.
  @inline(__always)
  mutating func note(_ action: Action, at stage: Stage) {
    guard action != .hold else { return }
    let sign: Double = action == .buy ? 1 : -1
    let stage = Int(stage.rawValue & 31)
    counts[stage] &+= 1
    guard newestDecision != bar else {
      furtherDecisions.append((bar, Mark(sign: sign, stage: stage)))
      return
    }
    signs[bar & 63] = sign
    stages[bar & 63] = stage
    newestDecision = bar
  }

  package func sum(_ stage: Stage, horizon: Int) -> Sum {
    let stage = Int(stage.rawValue)
    let bars = Self.horizons[horizon]
    var sum = Sum(count: counts[stage], total: totals[stage * 4 + horizon])
    if !earlier.isEmpty {
      sum.count += earlier[stage * 4 + horizon].count
      sum.total += earlier[stage * 4 + horizon].total
    }
    let young = (max(0, bar - 23)...bar).map { (bar: $0, mark: Mark(sign: signs[$0 & 63], stage: stages[$0 & 63])) }
    for decision in young + furtherDecisions where decision.mark.sign != 0 && decision.mark.stage == stage {
      if decision.bar + bars > bar { sum.count -= 1 } else { sum.total += move(decision.mark, at: decision.bar, bars) }
    }
    return sum
  }

  /// Counts what an earlier replay marked as well.
  package mutating func add(_ other: MarkOuts) {
    if earlier.isEmpty { earlier = Array(repeating: Sum(), count: Stage.allCases.count * 4) }
    for stage in Stage.allCases {
      for horizon in Self.horizons.indices {
        let sum = other.sum(stage, horizon: horizon)
        earlier[Int(stage.rawValue) * 4 + horizon].count += sum.count
        earlier[Int(stage.rawValue) * 4 + horizon].total += sum.total
      }
    }
  }

  /// What the market moved in a decision's favour.
  private func move(_ mark: Mark, at decision: Int, _ bars: Int) -> Double {
    closes[(decision + bars) & 63] * (mark.sign / closes[decision & 63]) - mark.sign
  }

  @inline(never)
  private mutating func markFurther() {
    for decision in furtherDecisions where decision.bar == bar - 24 {
      for (horizon, bars) in Self.horizons.enumerated() {
        totals[decision.mark.stage * 4 + horizon] += move(decision.mark, at: decision.bar, bars)
      }
    }
    furtherDecisions.removeAll { $0.bar <= bar - 24 }
  }
}

/// How many ticks ended at each stage.
package struct Funnel: Equatable, Sendable {
  /// By stage, four places each: what was decided, before any gate turned it into a HOLD.
  private var counts: InlineArray<128, Int> = .init(repeating: 0)
  package private(set) var ticksInMarket = 0

  package init() { precondition(Stage.allCases.count <= 32, "every stage has its counts") }

  package static func == (a: Funnel, b: Funnel) -> Bool {
    a.ticksInMarket == b.ticksInMarket
      && Stage.allCases.allSatisfy { stage in Action.allCases.allSatisfy { a[stage, $0] == b[stage, $0] } }
  }

  @inline(__always)
  mutating func count(_ stage: Stage, _ action: Action, isInMarket: Bool) {
    counts[Self.place(stage, action)] &+= 1
    ticksInMarket &+= isInMarket ? 1 : 0
  }

  @inline(__always)
  private static func place(_ stage: Stage, _ action: Action) -> Int {
    Int(stage.rawValue & 31) &* 4 &+ Int(action.rawValue & 3)
  }

  package subscript(stage: Stage, action: Action) -> Int { counts[Self.place(stage, action)] }

  package subscript(stage: Stage) -> Int { Action.allCases.reduce(0) { $0 + self[stage, $1] } }

  /// Counts the ticks of another replay as well.
  package mutating func add(_ other: Funnel) {
    for index in counts.indices { counts[index] += other.counts[index] }
    ticksInMarket += other.ticksInMarket
  }

  /// What was decided, before any gate turned it into a HOLD.
  package subscript(action: Action) -> Int {
    Stage.allCases.filter(\.isAfterDecision).reduce(0) { $0 + self[$1, action] }
  }

  package var ticks: Int { Stage.allCases.reduce(0) { $0 + self[$1] } }

  /// Share of ticks with a position.
  package var exposure: Double { ticks == 0 ? 0 : Double(ticksInMarket) / Double(ticks) }
}
