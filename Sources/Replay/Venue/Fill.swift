package import Market

/// What made a fill happen.
package enum FillCause: UInt8, Sendable {
  case signal
  case stopLoss
  case takeProfit
  case killSwitch
  case liquidation

  package var name: String {
    switch self {
    case .signal: "signal"
    case .stopLoss: "stop_loss"
    case .takeProfit: "take_profit"
    case .killSwitch: "kill_switch"
    case .liquidation: "liquidation"
    }
  }
}

/// One execution.
package struct Fill: Equatable, Sendable {
  /// The order that traded; for a bracket or a liquidation the one that opened the position.
  package var orderID: Int
  /// The arrival or the open; for what happens inside a candle its close: where inside is not known.
  package var time: Timestamp
  package var side: Side
  package var quantity: FixedPoint
  package var price: FixedPoint
  /// `price` times `quantity`, rounded once.
  package var notional: FixedPoint
  /// Quote currency.
  package var fee: FixedPoint
  package var cause: FillCause
  /// Whether it rested in the book and was traded against.
  package var isMaker: Bool
  /// Account currency for a unit of quote currency at that time.
  package var rate: Double

  package init(
    orderID: Int, time: Timestamp, side: Side, quantity: FixedPoint, price: FixedPoint, notional: FixedPoint,
    fee: FixedPoint, cause: FillCause, isMaker: Bool = false, rate: Double = 1
  ) {
    self.orderID = orderID
    self.time = time
    self.side = side
    self.quantity = quantity
    self.price = price
    self.notional = notional
    self.fee = fee
    self.cause = cause
    self.isMaker = isMaker
    self.rate = rate
  }

  /// What it does to the balance in quote currency: minus what was paid, plus what was got, the fee taken off.
  @inline(__always)
  package var quoteEffect: FixedPoint { (side == .buy ? -notional : notional) - fee }
}
