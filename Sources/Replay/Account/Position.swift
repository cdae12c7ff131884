package import Market

/// What an account holds of one instrument.
package struct Position: Equatable, Sendable {
  /// When money in another currency than the account's is exchanged.
  package enum Settlement: UInt8, Sendable {
    /// With every fill: spot. Also where there is but one currency.
    case atOnce
    /// When the position has gone: margin. Until then only its profit and loss are exposed to the rate.
    case whenFlat
  }

  package let settlement: Settlement
  /// Base units held; negative when short.
  package internal(set) var quantity: FixedPoint = .zero
  /// The balance in quote currency that its fills have left; always zero when settled at once.
  package internal(set) var quoteCash: FixedPoint = .zero
  /// What opened it.
  package internal(set) var entry: Entry?
  /// At the newest mark, in the account's currency, `quoteCash` included.
  package internal(set) var value: FixedPoint = .zero
  /// The size of it at the newest mark, in the account's currency, never negative.
  package internal(set) var notional: FixedPoint = .zero

  /// What has happened since it was last flat.
  package struct Entry: Equatable, Sendable {
    package var time: Timestamp
    /// Average of what it was opened at.
    package var price: FixedPoint
    /// Units and quote currency that opened it, all pieces together.
    package var quantity: FixedPoint
    package var notional: FixedPoint
    /// Units and quote currency that have closed a part of it.
    package var closedQuantity: FixedPoint = .zero
    package var closedNotional: FixedPoint = .zero
    /// Quote currency.
    package var fee: FixedPoint
    /// What opened it, in the account's currency at the time.
    package var investment: Double
    /// What its fills have done to the account's cash.
    package var cashEffect: FixedPoint
    /// Financing and the like, as added to cash.
    package var charges: FixedPoint = .zero
  }

  package init(settlement: Settlement = .atOnce) { self.settlement = settlement }

  /// +1 long, -1 short, 0 flat.
  @inline(__always)
  package var side: Int { Int(quantity.units.signum()) }
}
