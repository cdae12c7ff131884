import Market

/// Fills market orders and their protective stop and target against candles, never before an order's arrival.
///
/// Within a candle things happen in this order: a protective order that the open has jumped over; market orders that
/// have arrived, at the open; the protective orders on what the candle does from there.
package struct SimulatedVenue: Sendable {
  private let settings: VenueSettings
  private let spotOnly: Bool
  private let maximumLeverage: Double
  private let takerFee: FixedPoint
  private let priceTick: Double
  private var pending: [Order] = []
  private var protection: Protection?
  private var nextID = 1
  /// Whether a candle can change anything here.
  private(set) var isBusy = false
  /// Signed units that orders under way will add.
  private(set) var pendingQuantity = FixedPoint.zero

  /// The stop and target of the position that is held, as prices.
  private struct Protection {
    var orderID: Int
    var stop: Double
    var target: Double?
  }

  init(_ settings: VenueSettings, positions: PositionMode, maximumLeverage: Double, instrument: Instrument) {
    self.settings = settings
    self.maximumLeverage = maximumLeverage
    spotOnly = positions == .longFlat
    takerFee = FixedPoint(settings.takerFee)
    priceTick = Double(instrument.priceTick) / 1e8
  }

  /// Takes an order; it fills on the first candle that is not over when it arrives.
  mutating func submit(
    _ side: Side, _ purpose: Order.Purpose, quantity: FixedPoint, at now: Timestamp, arrives: Timestamp,
    sizing: Sizing? = nil, latencyCost: Double = 0
  ) -> Order {
    let order = Order(
      id: nextID, side: side, purpose: purpose, quantity: quantity, submitted: now, arrives: arrives, sizing: sizing,
      latencyCost: latencyCost)
    nextID += 1
    // By arrival; orders that arrive together keep the order in which they were sent.
    pending.insert(order, at: pending.firstIndex { $0.arrives > arrives } ?? pending.endIndex)
    pendingQuantity = side == .buy ? pendingQuantity + quantity : pendingQuantity - quantity
    isBusy = true
    return order
  }

  /// Plays one candle: fills what it fills, books it, and reports it.
  mutating func play(
    from open: Timestamp, to close: Timestamp, sides: MarketSides, account: inout Account, into events: inout EventLog
  ) {
    if account.side != 0, let gap = gapFill(account, sides) {
      settle(gap, at: open, account: &account, into: &events)
    }
    let entered = fillArrivals(from: open, to: close, sides: sides, account: &account, into: &events)
    if account.side != 0, let met = protectiveFill(account, sides, isEntryCandle: entered) {
      settle(met, at: close, account: &account, into: &events)
    }
    isBusy = !pending.isEmpty || protection != nil
  }

  /// Orders that never filled, at the end of a run.
  mutating func drain(into events: inout EventLog) {
    events.orders.append(contentsOf: pending)
    pending.removeAll()
  }

  // MARK: Market orders

  /// Returns whether a position was opened.
  private mutating func fillArrivals(
    from open: Timestamp, to close: Timestamp, sides: MarketSides, account: inout Account, into events: inout EventLog
  ) -> Bool {
    var entered = false
    while let order = pending.first, order.arrives < close {
      pending.removeFirst()
      let signed = order.side == .buy ? order.quantity : -order.quantity
      pendingQuantity -= signed
      var done = order
      done.status = status(of: order, sides, account)
      if done.status == .filled {
        let worse = order.latencyCost + settings.slippage
        let price = order.side == .buy ? sides.ask.open * (1 + worse) : sides.bid.open * (1 - worse)
        let cause: FillCause = order.purpose == .flatten ? .killSwitch : .signal
        book(
          order.id, order.side, order.quantity, price: price, at: max(order.arrives, open), cause, account: &account,
          into: &events)
        if order.purpose == .open {
          entered = true
          protect(order, account)
        } else {
          protection = nil
        }
      }
      events.orders.append(done)
    }
    return entered
  }

  private func status(of order: Order, _ sides: MarketSides, _ account: Account) -> Order.Status {
    switch order.purpose {
    case .close, .flatten:
      return account.quantity.units == -Int64(order.side.sign) * order.quantity.units ? .filled : .cancelled
    case .open:
      if account.side != 0 { return .cancelled }
      let worse = order.latencyCost + settings.slippage
      let price = order.side == .buy ? sides.ask.open * (1 + worse) : sides.bid.open * (1 - worse)
      let notional = FixedPoint(price) * order.quantity
      let available = spotOnly ? account.cash : FixedPoint(account.cash.doubleValue * maximumLeverage)
      return notional + notional * takerFee <= available ? .filled : .rejected
    }
  }

  // MARK: Protective orders

  /// What a protective order fills at, before slippage, and why.
  private typealias ProtectiveFill = (price: Double, cause: FillCause)

  private mutating func protect(_ order: Order, _ account: Account) {
    guard let sizing = order.sizing, let stop = sizing.stopDistance, let entry = account.entry else { return }
    let price = entry.price.doubleValue
    let direction = Double(order.side.sign)
    protection = Protection(
      orderID: order.id, stop: onTick(price * (1 - direction * stop)),
      target: sizing.targetDistance.map { onTick(price * (1 + direction * $0)) })
  }

  private func onTick(_ price: Double) -> Double { (price / priceTick).rounded() * priceTick }

  /// The candle opens beyond the stop (filled at the open) or the target.
  private func gapFill(_ account: Account, _ sides: MarketSides) -> ProtectiveFill? {
    guard let protection else { return nil }
    let isLong = account.side > 0
    let open = isLong ? sides.bid.open : sides.ask.open
    if isLong ? open <= protection.stop : open >= protection.stop { return (open, .stopLoss) }
    guard let target = protection.target, isLong ? open >= target : open <= target else { return nil }
    return (settings.intrabar == .pessimistic ? target : open, .takeProfit)
  }

  /// What the candle does to the protective orders after its open.
  private func protectiveFill(_ account: Account, _ sides: MarketSides, isEntryCandle: Bool) -> ProtectiveFill? {
    guard let protection else { return nil }
    let isLong = account.side > 0
    let bar = isLong ? sides.bid : sides.ask
    let adverse = isLong ? bar.low : bar.high
    let favourable = isLong ? bar.high : bar.low
    let stopped: ProtectiveFill? =
      (isLong ? adverse <= protection.stop : adverse >= protection.stop) ? (protection.stop, .stopLoss) : nil
    let reached: ProtectiveFill? = protection.target.flatMap { target in
      (isLong ? favourable >= target : favourable <= target) ? (target, .takeProfit) : nil
    }
    switch settings.intrabar {
    case .pessimistic:
      return stopped ?? (isEntryCandle ? nil : reached)
    case .optimistic:
      return reached ?? stopped
    case .path:
      // Open, nearer extreme, further extreme, close; a tie goes against the position.
      let favourableFirst = (favourable - bar.open).magnitude < (adverse - bar.open).magnitude
      return favourableFirst ? reached ?? stopped : stopped ?? reached
    }
  }

  private mutating func settle(
    _ fill: ProtectiveFill, at time: Timestamp, account: inout Account, into events: inout EventLog
  ) {
    guard let protection else { return }
    self.protection = nil
    let side: Side = account.side > 0 ? .sell : .buy
    let slippage = fill.cause == .stopLoss ? settings.slippage : 0
    let price = fill.price * (side == .sell ? 1 - slippage : 1 + slippage)
    let quantity = FixedPoint(units: Int64(account.quantity.units.magnitude))
    book(protection.orderID, side, quantity, price: price, at: time, fill.cause, account: &account, into: &events)
  }

  private func book(
    _ orderID: Int, _ side: Side, _ quantity: FixedPoint, price: Double, at time: Timestamp, _ cause: FillCause,
    account: inout Account, into events: inout EventLog
  ) {
    let price = FixedPoint(price)
    let notional = price * quantity
    let fill = Fill(
      orderID: orderID, time: time, side: side, quantity: quantity, price: price, notional: notional,
      fee: notional * takerFee, cause: cause)
    events.fills.append(fill)
    if let trade = account.book(fill) { events.trades.append(trade) }
  }
}
