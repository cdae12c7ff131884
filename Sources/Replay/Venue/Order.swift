package import Market

/// Which way an order trades.
package enum Side: UInt8, Sendable {
  case buy
  case sell

  package var name: String { self == .buy ? "buy" : "sell" }

  /// +1 or -1.
  @inline(__always)
  package var sign: Int { self == .buy ? 1 : -1 }
}

/// A market order on its way to the venue, or what became of it.
package struct Order: Equatable, Sendable {
  package enum Purpose: UInt8, Sendable {
    case open
    case close
    /// Closed by the kill switch.
    case flatten

    package var name: String {
      switch self {
      case .open: "open"
      case .close: "close"
      case .flatten: "flatten"
      }
    }
  }

  package enum Status: UInt8, Sendable {
    case pending
    case filled
    /// The account could not pay for it when it arrived.
    case rejected
    /// The position it was to close had gone, or another had been opened.
    case cancelled
    /// Never sent: there was no balance to size it by.
    case signal

    package var name: String {
      switch self {
      case .pending: "pending"
      case .filled: "filled"
      case .rejected: "rejected:insufficient_funds"
      case .cancelled: "cancelled"
      case .signal: "signal"
      }
    }
  }

  package var id: Int
  package var side: Side
  package var purpose: Purpose
  /// The opening order whose position it is to close; it closes no other.
  package var closes: Int?
  package var quantity: FixedPoint
  package var submitted: Timestamp
  /// When it reaches the venue: the decision's latency later.
  package var arrives: Timestamp
  /// How an opening order was sized, and how far away its protective orders go.
  package var sizing: Sizing?
  /// Latency cost as a share of price.
  package var latencyCost = 0.0
  package var status = Status.pending
}

/// What made a fill happen.
package enum FillCause: UInt8, Sendable {
  case signal
  case stopLoss
  case takeProfit
  case killSwitch

  package var name: String {
    switch self {
    case .signal: "signal"
    case .stopLoss: "stop_loss"
    case .takeProfit: "take_profit"
    case .killSwitch: "kill_switch"
    }
  }
}

/// One execution.
package struct Fill: Equatable, Sendable {
  package var orderID: Int
  /// The arrival, or for a stop or target the close of the candle in which it was met: where inside is not known.
  package var time: Timestamp
  package var side: Side
  package var quantity: FixedPoint
  package var price: FixedPoint
  /// `price` times `quantity`, rounded once.
  package var notional: FixedPoint
  package var fee: FixedPoint
  package var cause: FillCause

  package init(
    orderID: Int, time: Timestamp, side: Side, quantity: FixedPoint, price: FixedPoint, notional: FixedPoint,
    fee: FixedPoint, cause: FillCause
  ) {
    self.orderID = orderID
    self.time = time
    self.side = side
    self.quantity = quantity
    self.price = price
    self.notional = notional
    self.fee = fee
    self.cause = cause
  }
}
