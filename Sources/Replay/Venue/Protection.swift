import Market

/// The stop and the target of the position that is held, as prices: when one fills the other is gone.
struct Protection: Sendable {
  private var bracket: Bracket
  private let isLong: Bool
  private let grid: PriceGrid
  /// The nearer of the fixed stop and the one that follows the market.
  private(set) var stop: Double?
  private(set) var target: Double?
  private var fixedStop: Double?
  /// The best price since the entry.
  private var best: Double
  /// The stop has been met; what could not be sold then goes at market.
  var isStopped = false
  var stopFees = OrderFees()
  var targetFees = OrderFees()
  /// It has had its turn until this instant.
  var servedUntil = Int64.min

  /// For a position entered at `entry` on average; nil when the bracket asks for nothing.
  init?(_ bracket: Bracket?, entry: Double, isLong: Bool, grid: PriceGrid) {
    guard let bracket, bracket != Bracket() else { return nil }
    self.bracket = bracket
    self.isLong = isLong
    self.grid = grid
    best = entry
    place(around: entry)
  }

  /// A further piece of the position has moved its average entry.
  mutating func place(around entry: Double) {
    let direction: Double = isLong ? 1 : -1
    if let distance = bracket.stop { fixedStop = grid.nearest(to: entry * (1 - direction * distance)) }
    if let distance = bracket.target { target = grid.nearest(to: entry * (1 + direction * distance)) }
    tighten()
  }

  /// Replaces the fixed stop: from now on it stands at that price.
  mutating func replaceStop(_ price: Double) {
    bracket.stop = nil
    fixedStop = price
    tighten()
  }

  /// Whether a new best price moves the stop.
  @inline(__always)
  var follows: Bool { bracket.trailing != nil }

  /// The price beyond which the stop moves.
  @inline(__always)
  var bestPrice: Double { best }

  @inline(__always)
  mutating func follow(_ price: Double) {
    guard follows, isLong ? price > best : price < best else { return }
    best = price
    tighten()
  }

  private mutating func tighten() {
    stop = fixedStop
    guard let distance = bracket.trailing else { return }
    let trailing = grid.nearest(to: best * (isLong ? 1 - distance : 1 + distance))
    stop = fixedStop.map { isLong ? max($0, trailing) : min($0, trailing) } ?? trailing
  }
}
