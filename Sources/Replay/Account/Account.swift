package import Market

/// Cash and one position, counted exactly.
///
/// Every amount is a whole number of 1e-8 of the quote currency. A fill's notional and its fee are each rounded once,
/// to the nearest unit, halves to even; nothing else is ever rounded.
package struct Account: Equatable, Sendable {
  package private(set) var cash: FixedPoint
  /// Base units held; negative when short.
  package private(set) var quantity: FixedPoint = .zero
  /// What opened the position that is held.
  package private(set) var entry: Entry?

  package struct Entry: Equatable, Sendable {
    package var time: Timestamp
    package var price: FixedPoint
    package var notional: FixedPoint
    package var fee: FixedPoint
  }

  package init(balance: FixedPoint) { cash = balance }

  /// +1 long, -1 short, 0 flat.
  @inline(__always)
  package var side: Int { Int(quantity.units.signum()) }

  /// Cash plus the position at what it could be closed for: longs at the bid, shorts at the ask.
  @inline(__always)
  package func equity(bid: Double, ask: Double) -> FixedPoint {
    guard quantity.units != 0 else { return cash }
    return cash + quantity * FixedPoint(quantity.units > 0 ? bid : ask)
  }

  /// Books a fill. Opens from flat or closes the whole position; returns the trade that a closing fill completes.
  mutating func book(_ fill: Fill) -> Trade? {
    let signed = fill.side == .buy ? fill.quantity : -fill.quantity
    cash = (fill.side == .buy ? cash - fill.notional : cash + fill.notional) - fill.fee
    quantity += signed
    guard let opening = entry else {
      entry = Entry(time: fill.time, price: fill.price, notional: fill.notional, fee: fill.fee)
      return nil
    }
    precondition(quantity == .zero, "a fill either opens from flat or closes the whole position")
    entry = nil
    return Trade(opening: opening, closing: fill)
  }
}

/// A position from its first fill to its last.
package struct Trade: Equatable, Sendable {
  package var side: Side
  package var quantity: FixedPoint
  package var entryTime: Timestamp
  package var exitTime: Timestamp
  package var entryPrice: FixedPoint
  package var exitPrice: FixedPoint
  package var fees: FixedPoint
  /// What the trade made, fees taken off.
  package var profit: FixedPoint
  /// `profit` as a share of the notional put in.
  package var returnOnNotional: Double
  package var exit: FillCause

  init(opening: Account.Entry, closing: Fill) {
    side = closing.side == .sell ? .buy : .sell
    quantity = closing.quantity
    entryTime = opening.time
    exitTime = closing.time
    entryPrice = opening.price
    exitPrice = closing.price
    fees = opening.fee + closing.fee
    let gross = side == .buy ? closing.notional - opening.notional : opening.notional - closing.notional
    profit = gross - fees
    returnOnNotional = profit.doubleValue / opening.notional.doubleValue
    exit = closing.cause
  }
}

/// Counts cash and quantity again from the fills alone: the second book against which the account is held.
package struct Ledger: Equatable, Sendable {
  package private(set) var cash: FixedPoint
  package private(set) var quantity: FixedPoint = .zero
  package private(set) var fees: FixedPoint = .zero
  package private(set) var turnover: FixedPoint = .zero

  package init(balance: FixedPoint) { cash = balance }

  package mutating func enter(_ fill: Fill) {
    let notional = fill.price * fill.quantity
    switch fill.side {
    case .buy:
      cash -= notional
      quantity += fill.quantity
    case .sell:
      cash += notional
      quantity -= fill.quantity
    }
    cash -= fill.fee
    fees += fill.fee
    turnover += notional
  }

  /// Throws unless `account` holds what the fills say.
  package func verify(_ account: Account) throws(LedgerImbalance) {
    guard cash == account.cash, quantity == account.quantity else {
      throw LedgerImbalance(
        cash: account.cash, expectedCash: cash, quantity: account.quantity, expectedQuantity: quantity)
    }
  }
}

/// The account does not hold what its fills add up to: a fault of the program, so the run is void.
package struct LedgerImbalance: Error, Equatable, CustomStringConvertible {
  package var cash: FixedPoint
  package var expectedCash: FixedPoint
  package var quantity: FixedPoint
  package var expectedQuantity: FixedPoint

  package var description: String {
    "The ledger does not balance: the account holds \(cash) cash and \(quantity) units, its fills add up to "
      + "\(expectedCash) and \(expectedQuantity). The run is void; please report this."
  }
}
