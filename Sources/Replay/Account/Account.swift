package import Market

/// Cash, and what the positions are worth at their newest marks, counted exactly.
///
/// Every amount is a whole number of 1e-8 of the account's currency. A fill's notional and its fee are each rounded once,
/// to the nearest unit, halves to even; nothing else is ever rounded.
package struct Account: Equatable, Sendable {
  package private(set) var cash: FixedPoint
  /// The sum over all positions: longs at the bid, shorts at the ask.
  package private(set) var positionsValue: FixedPoint = .zero

  package init(balance: FixedPoint) { cash = balance }

  @inline(__always)
  package var equity: FixedPoint { cash + positionsValue }

  /// Values a position at `price`, what it could be closed for.
  @inline(__always)
  mutating func mark(_ position: inout Position, at price: Double) {
    let value = position.quantity * FixedPoint(price)
    positionsValue += value - position.value
    position.value = value
  }

  /// Books a fill. Opens from flat or closes the whole position; returns the trade that a closing fill completes.
  mutating func book(_ fill: Fill, _ position: inout Position) -> Trade? {
    let signed = fill.side == .buy ? fill.quantity : -fill.quantity
    cash = (fill.side == .buy ? cash - fill.notional : cash + fill.notional) - fill.fee
    position.quantity += signed
    guard let opening = position.entry else {
      position.entry = Position.Entry(time: fill.time, price: fill.price, notional: fill.notional, fee: fill.fee)
      return nil
    }
    precondition(position.quantity == .zero, "a fill either opens from flat or closes the whole position")
    positionsValue -= position.value
    position.value = .zero
    position.entry = nil
    return Trade(opening: opening, closing: fill)
  }
}

/// What an account holds of one instrument.
package struct Position: Equatable, Sendable {
  /// Base units held; negative when short.
  package internal(set) var quantity: FixedPoint = .zero
  /// What opened it.
  package internal(set) var entry: Entry?
  /// At the newest mark, in the account's currency.
  package internal(set) var value: FixedPoint = .zero

  package struct Entry: Equatable, Sendable {
    package var time: Timestamp
    package var price: FixedPoint
    package var notional: FixedPoint
    package var fee: FixedPoint
  }

  package init() {}

  /// +1 long, -1 short, 0 flat.
  @inline(__always)
  package var side: Int { Int(quantity.units.signum()) }
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

  init(opening: Position.Entry, closing: Fill) {
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

/// Counts cash and quantities again from the fills alone: the second book against which the account is held.
package struct Ledger: Equatable, Sendable {
  package private(set) var cash: FixedPoint
  /// By track.
  package private(set) var quantities: [FixedPoint] = []
  package private(set) var fees: [FixedPoint] = []
  package private(set) var turnover: [FixedPoint] = []

  package init(balance: FixedPoint, tracks: Int = 1) {
    cash = balance
    quantities = Array(repeating: .zero, count: tracks)
    (fees, turnover) = (quantities, quantities)
  }

  package mutating func enter(_ fill: Fill, track: Int = 0) {
    let notional = fill.price * fill.quantity
    switch fill.side {
    case .buy:
      cash -= notional
      quantities[track] += fill.quantity
    case .sell:
      cash += notional
      quantities[track] -= fill.quantity
    }
    cash -= fill.fee
    fees[track] += fill.fee
    turnover[track] += notional
  }

  /// Throws unless account and positions hold what the fills say.
  package func verify(_ account: Account, _ positions: [Position]) throws(LedgerImbalance) {
    for (quantity, position) in zip(quantities, positions)
    where cash != account.cash || quantity != position.quantity {
      throw LedgerImbalance(
        cash: account.cash, expectedCash: cash, quantity: position.quantity, expectedQuantity: quantity)
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
