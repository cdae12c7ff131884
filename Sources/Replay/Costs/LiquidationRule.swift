package import Market

/// When a venue closes a margin account's position by force.
package struct LiquidationRule: Equatable, Sendable {
  /// Share of the notional that equity must exceed.
  package var maintenance: Double
  /// Share of the liquidated notional that the venue keeps.
  package var fee: Double

  package init(maintenance: Double, fee: Double = 0) {
    self.maintenance = maintenance
    self.fee = fee
  }

  /// The price at which one position brings the account down to its maintenance margin; nil when no price above zero
  /// does.
  ///
  /// With q units (negative when short), quote-currency balance b, rate r, the rest of the account's equity R and the
  /// rest of its notional N: R + (q p + b) r = m (N + |q| p r), so p = (m N - R - b r) / (r (q - m |q|)).
  package func price(
    quantity: FixedPoint, quoteCash: FixedPoint, rate: Double, restEquity: FixedPoint, restNotional: FixedPoint
  ) -> Double? {
    let units = quantity.doubleValue
    let missing = maintenance * restNotional.doubleValue - restEquity.doubleValue - quoteCash.doubleValue * rate
    let price = missing / (rate * (units - maintenance * units.magnitude))
    return price > 0 && price < .infinity ? price : nil
  }
}
