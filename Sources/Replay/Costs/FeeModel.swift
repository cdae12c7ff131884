package import Market

/// What a venue charges for fills. Fees are quote currency, rounded once, halves to even.
package enum FeeModel: Equatable, Sendable {
  /// The spread is all it takes.
  case none
  /// Shares of the notional, for resting in the book and for taking from it.
  case share(maker: Double, taker: Double)
  case tiered(FeeTiers)
  case perShare(PerShareFee)
  /// So much for an order, with its first fill.
  case perOrder(FixedPoint)

  /// What a fill adds to what its order has been charged so far; `volume` is what the account traded in the 30 days
  /// before it, in its currency.
  @inline(__always)
  func fee(quantity: FixedPoint, notional: FixedPoint, isMaker: Bool, after order: inout OrderFees, volume: Double)
    -> FixedPoint
  {
    switch self {
    case .none: .zero
    case .share(let maker, let taker): notional * FixedPoint(isMaker ? maker : taker)
    case .tiered(let tiers): notional * FixedPoint(tiers.tier(for: volume).share(isMaker: isMaker))
    case .perShare(let rule): order.raise(to: rule, quantity: quantity, notional: notional)
    case .perOrder(let amount): order.begin() ? amount : .zero
    }
  }

  /// No fill pays a larger share of its notional than this; fixed amounts are no share and not in it.
  package var largestShare: Double {
    switch self {
    case .none, .perOrder: 0
    case .share(let maker, let taker): max(maker, taker)
    case .tiered(let tiers): tiers.largestShare
    case .perShare(let rule): rule.maximumShare
    }
  }

  /// Whether the account has to count what it trades.
  package var readsVolume: Bool {
    if case .tiered = self { true } else { false }
  }
}

/// What one order has been charged for so far.
struct OrderFees: Equatable, Sendable {
  private var quantity = FixedPoint.zero
  private var notional = FixedPoint.zero
  private var paid = FixedPoint.zero
  private var hasBegun = false

  /// The part of the order's fee that is still owed once these units are in it.
  mutating func raise(to rule: PerShareFee, quantity more: FixedPoint, notional value: FixedPoint) -> FixedPoint {
    quantity += more
    notional += value
    let owed = rule.fee(quantity: quantity, notional: notional) - paid
    paid += owed
    return owed
  }

  /// True the first time.
  mutating func begin() -> Bool {
    defer { hasBegun = true }
    return !hasBegun
  }
}
