package import Market

/// The price of an instrument at one instant, in quote currency.
package struct PricePoint: Hashable, Sendable {
  package var time: Timestamp
  package var price: Double

  package init(time: Timestamp, price: Double) {
    (self.time, self.price) = (time, price)
  }
}

extension EquityCurve {
  /// What the account would have been worth, had it put everything into the instrument at the first price.
  ///
  /// `entryCost` is the share of the money that buying costs: fee and half the spread. Fractions of a lot are held,
  /// nothing is ever sold. Nil when a price is not above zero or the equity leaves ±9e10.
  package static func buyAndHold(
    prices: [PricePoint], initialEquity: FixedPoint, entryCost: Double = 0
  ) -> EquityCurve? {
    guard let entry = prices.first, prices.allSatisfy({ 0 < $0.price && $0.price < .infinity }) else { return nil }
    let invested = initialEquity.doubleValue * (1 - entryCost)
    var points = [EquityPoint(time: entry.time, equity: initialEquity)]
    for point in prices.dropFirst() {
      let equity = invested * (point.price / entry.price)
      guard equity.magnitude <= 9e10 else { return nil }
      points.append(EquityPoint(time: point.time, equity: FixedPoint(equity)))
    }
    return EquityCurve(points)
  }
}
