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

  /// Bars after which a decision has been marked at every horizon.
  private static var age: Int { 24 }
  private static var capacity: Int { 280 }

  /// Closes of the newest bars, the last of them at `count - 1`; they are marked all at once when the page is full.
  private var closes: InlineArray<280, Double> = .init(repeating: 1)
  /// What was decided first on each of them.
  private var marks: InlineArray<280, Mark> = .init(repeating: .none)
  /// The first page begins with bars that were never there.
  private var count = age
  /// Decisions on a bar that already had one, by its place on the page: ticks go on where candles are missing.
  private var furtherDecisions: [(place: Int, mark: Mark)] = []
  /// By stage: one lane a horizon, and how many were decided; of decisions that have been marked.
  private var sums: InlineArray<32, SIMD4<Double>> = .init(repeating: .zero)
  /// The same sums of replays that went before; empty where none did.
  private var earlier: [Sum] = []

  /// A decision and the stage at which it ended, in a byte.
  private struct Mark: Equatable {
    private var bits: UInt8

    static let none = Mark(.hold, .marketClosed)

    @inline(__always)
    init(_ action: Action, _ stage: Stage) { bits = action.rawValue &<< 5 | stage.rawValue }

    /// Whether it is a BUY or a SELL.
    @inline(__always)
    var acts: Bool { bits >= 1 &<< 5 }

    /// +1 for a BUY, -1 for a SELL.
    @inline(__always)
    var sign: Double { bits < Action.sell.rawValue &<< 5 ? 1 : -1 }

    @inline(__always)
    var stage: Int { Int(bits & 31) }
  }

  init() { precondition(Stage.allCases.count <= 32, "every stage has its sums") }

  package static func == (a: MarkOuts, b: MarkOuts) -> Bool {
    Stage.allCases.allSatisfy { stage in
      horizons.indices.allSatisfy { a.sum(stage, horizon: $0) == b.sum(stage, horizon: $0) }
    }
  }

  /// A bar has closed.
  @inline(__always)
  mutating func learn(close: Double) {
    if count == Self.capacity { turnPage() }
    // There is room now, and never nothing on the page.
    closes[unchecked: count] = close
    marks[unchecked: count] = .none
    count &+= 1
  }

  /// Something was decided on the newest bar.
  @inline(__always)
  mutating func note(_ action: Action, at stage: Stage) {
    guard action != .hold else { return }
    let mark = Mark(action, stage)
    if marks[unchecked: count &- 1].acts {
      furtherDecisions.append((count - 1, mark))
    } else {
      marks[unchecked: count &- 1] = mark
    }
  }

  /// Bars have closed one after the other, and on each of them the same was decided.
  @inline(__always)
  mutating func learn(_ newCloses: Span<Double>, deciding action: Action, at stage: Stage) {
    let mark = action == .hold ? Mark.none : Mark(action, stage)
    var next = 0
    while next < newCloses.count {
      if count == Self.capacity { turnPage() }
      let end = min(newCloses.count, next &+ Self.capacity &- count)
      while next < end {
        closes[unchecked: count] = newCloses[unchecked: next]
        marks[unchecked: count] = mark
        count &+= 1
        next &+= 1
      }
    }
  }

  /// Marks what is old enough, and begins the next page with the rest.
  @inline(never)
  private mutating func turnPage() {
    let old = count - Self.age
    var place = 0
    while place < old { place = settleRun(from: place, to: old) }
    for (place, mark) in furtherDecisions where place < old {
      let moved = Self.moves(mark.sign, at: place, closes.span)
      sums[mark.stage] += SIMD4(lowHalf: moved.near, highHalf: SIMD2(moved.far, 1))
    }
    furtherDecisions = furtherDecisions.filter { $0.place >= old }.map { ($0.place - old, $0.mark) }
    for place in 0..<Self.age {
      closes[place] = closes[old + place]
      marks[place] = marks[old + place]
    }
    count = Self.age
  }

  /// Sums up the bars from one on on which the same was decided. Returns the first on which it was not.
  private mutating func settleRun(from first: Int, to end: Int) -> Int {
    precondition(first >= 0 && end + Self.age <= Self.capacity, "the page holds the bars and those after them")
    let (marks, closes) = (marks.span, closes.span)
    let mark = marks[first]
    var next = first
    while next < end, marks[unchecked: next] == mark { next &+= 1 }
    guard mark.acts else { return next }
    let (sign, stage) = (mark.sign, mark.stage)
    // The far horizon has a sum of its own: so each step is one of two lanes and one of one.
    var (near, far) = (sums[stage].lowHalf, sums[stage][2])
    for place in first..<next {
      let moved = Self.moves(sign, at: place, closes)
      near += moved.near
      far += moved.far
    }
    sums[stage] = SIMD4(lowHalf: near, highHalf: SIMD2(far, sums[stage][3] + Double(next - first)))
    return next
  }

  /// What the market moved in a decision's favour over each horizon.
  @inline(__always)
  private static func moves(
    _ sign: Double, at place: Int, _ closes: Span<Double>
  ) -> (near: SIMD2<Double>, far: Double) {
    let perClose = sign / closes[unchecked: place]
    let near = SIMD2(closes[unchecked: place &+ 1], closes[unchecked: place &+ 4])
    return (near * perClose - SIMD2(sign, sign), closes[unchecked: place &+ 24] * perClose - sign)
  }

  package func sum(_ stage: Stage, horizon: Int) -> Sum {
    let stage = Int(stage.rawValue)
    var sum = Sum(count: Int(sums[stage][3]), total: sums[stage][horizon])
    if !earlier.isEmpty {
      sum.count += earlier[stage * 4 + horizon].count
      sum.total += earlier[stage * 4 + horizon].total
    }
    let bars = Self.horizons[horizon]
    let young = (0..<count).map { (place: $0, mark: marks[$0]) }
    for (place, mark) in young + furtherDecisions where mark.acts && mark.stage == stage && place + bars < count {
      sum.count += 1
      sum.total += closes[place + bars] * (mark.sign / closes[place]) - mark.sign
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
  mutating func count(_ stage: Stage, _ action: Action, isInMarket: Bool, ticks: Int = 1) {
    counts[Self.place(stage, action)] &+= ticks
    ticksInMarket &+= isInMarket ? ticks : 0
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
