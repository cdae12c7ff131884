package import Market

/// So much a share, with a least amount an order and a largest share of its value, as brokers of US shares charge.
package struct PerShareFee: Equatable, Sendable {
  /// Quote currency a share.
  package var amount: Double
  /// Quote currency an order; where it exceeds the largest share, that share is charged.
  package var minimum: FixedPoint
  /// Share of the order's value that the fee never exceeds.
  package var maximumShare: Double

  package init(amount: Double, minimum: FixedPoint, maximumShare: Double) {
    self.amount = amount
    self.minimum = minimum
    self.maximumShare = maximumShare
  }

  /// 0.005 USD a share, 1 USD an order at least, 1 % of its value at most: of the kind that brokers of US shares ask.
  package static let unitedStatesShares = PerShareFee(
    amount: 0.005, minimum: FixedPoint(1), maximumShare: 0.01)

  /// The fee of an order of so many shares of that value.
  package func fee(quantity: FixedPoint, notional: FixedPoint) -> FixedPoint {
    min(max(quantity * FixedPoint(amount), minimum), notional * FixedPoint(maximumShare))
  }
}
