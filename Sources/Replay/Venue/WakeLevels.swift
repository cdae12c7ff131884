import Market

/// When and at which trade prices the venue has to look at a candle again.
struct WakeLevels: Sendable {
  /// At this price or below.
  private(set) var below = -Double.infinity
  /// At this price or above.
  private(set) var above = Double.infinity
  /// For a candle that closes after this.
  private(set) var instant = Int64.max

  var isSet: Bool { below > -.infinity || above < .infinity || instant < .max }

  mutating func add(instant: Timestamp) { self.instant = min(self.instant, instant.milliseconds) }

  mutating func wakeAlways() { below = .infinity }

  /// A level that the side of the market at `spreadFactor` times the trades meets by rising or by falling.
  mutating func add(_ level: Double, rising: Bool, spreadFactor: Double) {
    // A few roundings stand between the level and what the venue compares it with.
    let price = level / spreadFactor
    if rising {
      above = min(above, price * (1 - Self.allowance))
    } else {
      below = max(below, price * (1 + Self.allowance))
    }
  }

  private static let allowance = 1e-12
}

extension SimulatedVenue {
  /// Sets the levels anew, after everything that the candle could do has been done.
  mutating func setWakeLevels(_ candle: VenueCandle, _ account: Account, _ position: Position) {
    wake = WakeLevels()
    if orders.isEmpty, position.side == 0 { return }
    for index in orders.indices { addWakeLevels(of: orders[index], candle) }
    guard position.side != 0 else { return }
    wake.add(instant: nextRollover)
    let side: Side = position.side > 0 ? .sell : .buy
    if let protection {
      if candle.isQuoted || protection.isStopped { wake.wakeAlways() }
      if let stop = protection.stop { add(stop, side, rising: side == .buy) }
      if let target = protection.target { add(target, side, rising: side == .sell) }
      if protection.follows { add(protection.bestPrice, side, rising: side == .sell) }
    }
    if settings.liquidation != nil {
      if candle.isQuoted || sharesAccount { wake.wakeAlways() }
      if let price = liquidationPrice(account, position, rate: candle.rate) { add(price, side, rising: side == .buy) }
      // The price moves with the rate.
      if candle.rate != 1 { wake.wakeAlways() }
    }
  }

  private mutating func addWakeLevels(of item: WorkingOrder, _ candle: VenueCandle) {
    if item.order.state == .pending { return wake.add(instant: item.order.arrives) }
    wake.add(instant: item.order.ticket.expires)
    if candle.isQuoted || item.mode == .atMarket || item.trailingDistance != nil { return wake.wakeAlways() }
    add(item.level, item.order.side, rising: item.meetsRising)
  }

  private mutating func add(_ level: Double, _ side: Side, rising: Bool) {
    let half = settings.spread / 2
    wake.add(level, rising: rising, spreadFactor: side == .buy ? 1 + half : 1 - half)
  }
}
