package import Market

/// A position from its first fill to its last.
package struct Trade: Equatable, Sendable {
  package var side: Side
  /// All that was opened.
  package var quantity: FixedPoint
  package var entryTime: Timestamp
  package var exitTime: Timestamp
  /// Averages, where it was opened or closed in pieces.
  package var entryPrice: FixedPoint
  package var exitPrice: FixedPoint
  /// Quote currency.
  package var fees: FixedPoint
  /// Financing and the like, in the account's currency; negative when paid.
  package var charges: FixedPoint
  /// What the trade did to the account's cash, fees and charges included: exact, in the account's currency.
  package var profit: FixedPoint
  /// `profit` as a share of what was put in.
  package var returnOnNotional: Double
  /// Why its last piece left.
  package var exit: FillCause

  init(_ entry: Position.Entry, closing: Fill) {
    side = closing.side == .sell ? .buy : .sell
    quantity = entry.quantity
    entryTime = entry.time
    exitTime = closing.time
    entryPrice = entry.price
    exitPrice =
      entry.closedQuantity == closing.quantity
      ? closing.price : FixedPoint(entry.closedNotional.doubleValue / entry.closedQuantity.doubleValue)
    fees = entry.fee
    charges = entry.charges
    profit = entry.cashEffect + entry.charges
    returnOnNotional = profit.doubleValue / entry.investment
    exit = closing.cause
  }
}
