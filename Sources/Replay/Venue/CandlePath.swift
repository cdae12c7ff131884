import Market

/// The way that prices are taken to have gone inside a candle: from the open to one extreme, to the other, to the close.
///
/// Both sides of the market go together, each along its own bar.
struct CandlePath: Sendable {
  private let sides: MarketSides
  private let lowFirst: Bool

  static let legs = 3

  init(_ sides: MarketSides, lowFirst: Bool) {
    self.sides = sides
    self.lowFirst = lowFirst
  }

  /// Where an order on `side` finds the market at the start and at the end of a leg.
  @inline(__always)
  func leg(_ index: Int, for side: Side) -> Stretch {
    let bar = side == .buy ? sides.ask : sides.bid
    let (first, second) = lowFirst ? (bar.low, bar.high) : (bar.high, bar.low)
    return switch index {
    case 0: Stretch(from: bar.open, to: first)
    case 1: Stretch(from: first, to: second)
    default: Stretch(from: second, to: bar.close)
    }
  }
}

/// A price on its way from one level to another.
struct Stretch: Sendable {
  var from: Double
  var to: Double

  /// Where on the way a level is met, as a share of it, and the price that trades there.
  typealias Meeting = (progress: Double, price: Double)

  /// The first place from `start` on at which the price is at the level or beyond it; nil when there is none.
  @inline(__always)
  func meets(_ level: Double, rising: Bool, after start: Double) -> Meeting? {
    let now = from + (to - from) * start
    if rising ? now >= level : now <= level { return (start, now) }
    guard rising ? to >= level : to <= level else { return nil }
    return (max(start, (level - from) / (to - from)), level)
  }
}
