package import Market

/// Counts cash and quantities again from fills and charges alone: the second book against which the account is held.
package struct Ledger: Equatable, Sendable {
  package private(set) var cash: FixedPoint
  /// By track.
  package private(set) var quantities: [FixedPoint]
  /// Balances in quote currency of positions that settle when they are flat.
  package private(set) var quoteCash: [FixedPoint]
  /// Account currency, at the rate of each fill.
  package private(set) var fees: [FixedPoint]
  /// What was traded, in units of 1e-8: whoever trades often outgrows the amounts that an account can hold.
  private var turnoverUnits: [Int128]
  /// Financing and liquidation fees, account currency; negative when paid.
  package private(set) var charges: [FixedPoint]
  private let settlements: [Position.Settlement]

  package init(balance: FixedPoint, settlements: [Position.Settlement] = [.atOnce]) {
    cash = balance
    self.settlements = settlements
    quantities = Array(repeating: .zero, count: settlements.count)
    quoteCash = quantities
    fees = quantities
    turnoverUnits = settlements.map { _ in 0 }
    charges = quantities
  }

  /// Account currency traded on all tracks, each fill at its rate.
  package var turnover: Double { turnoverUnits.reduce(0) { $0 + Double($1) / 1e8 } }

  package mutating func enter(_ fill: Fill, track: Int = 0) {
    let notional = fill.price * fill.quantity
    let effect: FixedPoint
    switch fill.side {
    case .buy:
      effect = -notional - fill.fee
      quantities[track] += fill.quantity
    case .sell:
      effect = notional - fill.fee
      quantities[track] -= fill.quantity
    }
    switch settlements[track] {
    case .atOnce: cash += effect.converted(at: fill.rate)
    case .whenFlat: quoteCash[track] += effect
    }
    fees[track] += fill.fee.converted(at: fill.rate)
    turnoverUnits[track] += Int128(notional.converted(at: fill.rate).units)
  }

  package mutating func enter(_ charge: Charge, track: Int = 0) {
    switch charge.kind {
    case .conversion:
      quoteCash[track] -= charge.quoteAmount
      cash += charge.quoteAmount.converted(at: charge.rate)
    case .financing, .liquidationFee:
      cash += charge.amount
      charges[track] += charge.amount
    }
  }

  /// Counts what an earlier replay paid and traded as well; cash and holdings stay this one's.
  package mutating func add(_ earlier: Ledger) {
    for track in fees.indices {
      fees[track] += earlier.fees[track]
      turnoverUnits[track] += earlier.turnoverUnits[track]
      charges[track] += earlier.charges[track]
    }
  }

  /// Throws unless account and positions hold what fills and charges say.
  package func verify(_ account: Account, _ positions: [Position]) throws(LedgerImbalance) {
    precondition(positions.count == settlements.count, "a position for each track")
    for (track, position) in positions.enumerated()
    where cash != account.cash || quantities[track] != position.quantity || quoteCash[track] != position.quoteCash {
      throw LedgerImbalance(
        track: track, cash: account.cash, expectedCash: cash, quantity: position.quantity,
        expectedQuantity: quantities[track], quoteCash: position.quoteCash, expectedQuoteCash: quoteCash[track])
    }
  }
}

/// The account does not hold what its fills add up to: a fault of the program, so the run is void.
package struct LedgerImbalance: Error, Equatable, CustomStringConvertible {
  package var track: Int
  package var cash: FixedPoint
  package var expectedCash: FixedPoint
  package var quantity: FixedPoint
  package var expectedQuantity: FixedPoint
  package var quoteCash: FixedPoint
  package var expectedQuoteCash: FixedPoint

  package var description: String {
    "The ledger does not balance: the account holds \(cash) cash and \(quantity) units, its fills and charges add up to "
      + "\(expectedCash) and \(expectedQuantity) (instrument \(track + 1); quote currency \(quoteCash), expected "
      + "\(expectedQuoteCash)). The run is void; please report this."
  }
}
