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

/// At which prices an order trades. Prices are quote currency and must stand on the instrument's tick.
package enum OrderKind: Hashable, Sendable {
  case market
  /// At its price or better.
  case limit(FixedPoint)
  /// At market once the market has moved against it, to its price or beyond.
  case stop(FixedPoint)
  /// A limit order once the stop price is met.
  case stopLimit(stop: FixedPoint, limit: FixedPoint)
  /// A stop that follows the market at this distance, a share of the best price since it arrived.
  case trailingStop(Double)
  /// A limit order that only ever reduces.
  case takeProfit(FixedPoint)

  /// The worst price it takes; nil where it takes any.
  package var limitPrice: FixedPoint? {
    switch self {
    case .limit(let price), .takeProfit(let price), .stopLimit(_, let price): price
    case .market, .stop, .trailingStop: nil
    }
  }

  /// The price that wakes it; nil where it needs none, or follows the market.
  package var stopPrice: FixedPoint? {
    switch self {
    case .stop(let price), .stopLimit(let price, _): price
    case .market, .limit, .takeProfit, .trailingStop: nil
    }
  }

  package var name: String {
    switch self {
    case .market: "market"
    case .limit: "limit"
    case .stop: "stop"
    case .stopLimit: "stop_limit"
    case .trailingStop: "trailing_stop"
    case .takeProfit: "take_profit"
    }
  }
}

/// How long an order stands.
package enum TimeInForce: String, CaseIterable, Sendable {
  case goodTillCancelled = "gtc"
  /// Until the ticket's `expires`.
  case goodTillDate = "gtd"
  /// What fills at the first opportunity; the rest is cancelled.
  case immediateOrCancel = "ioc"
  /// All of it at the first opportunity, or nothing.
  case fillOrKill = "fok"
  /// Until the ticket's `expires`, which is the end of the session or day.
  case day
}

/// Orders that protect a position from its first fill on: when one fills the other is gone. Distances are shares of the
/// average entry price.
package struct Bracket: Equatable, Sendable {
  package var stop: Double?
  package var target: Double?
  /// A stop that follows the market; with `stop` given too, the nearer of the two acts.
  package var trailing: Double?

  package init(stop: Double? = nil, target: Double? = nil, trailing: Double? = nil) {
    self.stop = stop
    self.target = target
    self.trailing = trailing
  }
}

/// What is sent to the venue.
package struct OrderTicket: Equatable, Sendable {
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

  package var side: Side
  package var purpose: Purpose
  package var kind = OrderKind.market
  package var quantity: FixedPoint
  package var timeInForce = TimeInForce.goodTillCancelled
  /// From here on a `gtd` or `day` order no longer stands.
  package var expires = Timestamp.distantFuture
  /// Rejected when it arrives at this instant or later.
  package var sessionEnd = Timestamp.distantFuture
  /// Trades no more than the position that is held against it, whatever its quantity.
  package var reduceOnly = false
  /// Rejected where it would trade on arrival.
  package var postOnly = false
  /// The order that is cancelled when this one trades, and the other way round.
  package var oneCancelsOther: Int?
  package var bracket: Bracket?
  /// How an opening order was sized.
  package var sizing: Sizing?
  /// Latency cost as a share of price.
  package var latencyCost = 0.0

  @inline(__always)
  package init(_ side: Side, _ purpose: Purpose, _ kind: OrderKind = .market, quantity: FixedPoint) {
    self.side = side
    self.purpose = purpose
    self.kind = kind
    self.quantity = quantity
    if case .takeProfit = kind { reduceOnly = true }
  }
}
