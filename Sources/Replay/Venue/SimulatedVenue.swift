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
  /// In units of 1e-8.
  private let priceTick: Int64
  private var pending: [Order] = []
  /// The order that opened the position that is held.
  private var positionID: Int?
  private var protection: Protection?
  private var nextID = 1
  /// Orders are numbered from 1.
  var newestOrderID: Int { nextID - 1 }
  /// Whether a candle can change anything here.
  private(set) var isBusy = false
  /// Signed units that orders under way will add; a close whose position has gone adds nothing.
  private(set) var pendingQuantity = FixedPoint.zero

  /// The stop and target of the position that is held, as prices.
  private struct Protection {
    var stop: Double
    var target: Double?
  }

  init(_ settings: VenueSettings, positions: PositionMode, maximumLeverage: Double, instrument: Instrument) {
    self.settings = settings
    self.maximumLeverage = maximumLeverage
    spotOnly = positions == .longFlat
    takerFee = FixedPoint(settings.takerFee)
    priceTick = instrument.priceTick
  }

  /// Takes an order; it fills on the first candle that is not over when it arrives.
  mutating func submit(
    _ side: Side, _ purpose: Order.Purpose, quantity: FixedPoint, at now: Timestamp, arrives: Timestamp,
    sizing: Sizing? = nil, latencyCost: Double = 0
  ) -> Order {
    let closes = purpose == .open ? nil : pending.last { $0.purpose == .open }?.id ?? positionID
    let order = Order(
      id: nextID, side: side, purpose: purpose, closes: closes, quantity: quantity, submitted: now, arrives: arrives,
      sizing: sizing, latencyCost: latencyCost)
    nextID += 1
    // By arrival; orders that arrive together keep the order in which they were sent.
    pending.insert(order, at: pending.firstIndex { $0.arrives > arrives } ?? pending.endIndex)
    countPending()
    isBusy = true
    return order
  }

  private mutating func countPending() {
    pendingQuantity = .zero
    for order in pending where order.purpose == .open || isAlive(order.closes) {
      pendingQuantity = order.side == .buy ? pendingQuantity + order.quantity : pendingQuantity - order.quantity
    }
  }

  /// Whether that opening order's position is held or still to come.
  private func isAlive(_ opening: Int?) -> Bool {
    opening == positionID ? opening != nil : pending.contains { $0.id == opening }
  }

  /// Plays one candle: fills what it fills, books it, and reports it.
  mutating func play(
    from open: Timestamp, to close: Timestamp, sides: MarketSides, account: inout Account, position: inout Position,
    into events: inout EventLog
  ) {
    if position.side != 0, let gap = gapFill(position, sides) {
      settle(gap, at: open, account: &account, position: &position, into: &events)
    }
    let entered = fillArrivals(
      from: open, to: close, sides: sides, account: &account, position: &position, into: &events)
    if position.side != 0, let met = protectiveFill(position, sides, isEntryCandle: entered) {
      settle(met, at: close, account: &account, position: &position, into: &events)
    }
    countPending()
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
    from open: Timestamp, to close: Timestamp, sides: MarketSides, account: inout Account, position: inout Position,
    into events: inout EventLog
  ) -> Bool {
    var entered = false
    while let order = pending.first, order.arrives < close {
      pending.removeFirst()
      var done = order
      done.status = status(of: order, sides, account, position)
      if done.status == .filled {
        let worse = order.latencyCost + settings.slippage
        let price = order.side == .buy ? sides.ask.open * (1 + worse) : sides.bid.open * (1 - worse)
        let cause: FillCause = order.purpose == .flatten ? .killSwitch : .signal
        book(
          order.id, order.side, order.quantity, price: price, at: max(order.arrives, open), cause, account: &account,
          position: &position, into: &events)
        if order.purpose == .open {
          entered = true
          positionID = order.id
          protect(order, position)
        } else {
          positionID = nil
          protection = nil
        }
      }
      events.orders.append(done)
    }
    return entered
  }

  private func status(
    of order: Order, _ sides: MarketSides, _ account: Account, _ position: Position
  ) -> Order.Status {
    switch order.purpose {
    case .close, .flatten:
      let isItsPosition = order.closes == positionID && position.side == -order.side.sign
      return isItsPosition && position.quantity.units.magnitude == order.quantity.units.magnitude ? .filled : .cancelled
    case .open:
      if position.side != 0 { return .cancelled }
      let worse = order.latencyCost + settings.slippage
      let price = order.side == .buy ? sides.ask.open * (1 + worse) : sides.bid.open * (1 - worse)
      let notional = FixedPoint(price) * order.quantity
      let rest = account.cash - notional * takerFee
      let available = spotOnly ? rest : FixedPoint(rest.doubleValue * maximumLeverage)
      return notional <= available ? .filled : .rejected
    }
  }

  // MARK: Protective orders

  /// What a protective order fills at, before slippage, and why.
  private typealias ProtectiveFill = (price: Double, cause: FillCause)

  private mutating func protect(_ order: Order, _ position: Position) {
    guard let sizing = order.sizing, let stop = sizing.stopDistance, let entry = position.entry else { return }
    let price = entry.price.doubleValue
    let direction = Double(order.side.sign)
    protection = Protection(
      stop: onTick(price * (1 - direction * stop)),
      target: sizing.targetDistance.map { onTick(price * (1 + direction * $0)) })
  }

  /// The nearest price on the grid, as the double that a candle at that price holds: a target at the high is met.
  private func onTick(_ price: Double) -> Double {
    let ticks = (price * 1e8 / Double(priceTick)).rounded()
    return FixedPoint(units: Int64(ticks) * priceTick).doubleValue
  }

  /// The candle opens beyond the stop (filled at the open) or the target.
  private func gapFill(_ position: Position, _ sides: MarketSides) -> ProtectiveFill? {
    guard let protection else { return nil }
    let isLong = position.side > 0
    let open = isLong ? sides.bid.open : sides.ask.open
    if isLong ? open <= protection.stop : open >= protection.stop { return (open, .stopLoss) }
    guard let target = protection.target, isLong ? open >= target : open <= target else { return nil }
    return (settings.intrabar == .pessimistic ? target : open, .takeProfit)
  }

  /// What the candle does to the protective orders after its open.
  private func protectiveFill(_ position: Position, _ sides: MarketSides, isEntryCandle: Bool) -> ProtectiveFill? {
    guard let protection else { return nil }
    let isLong = position.side > 0
    let bar = isLong ? sides.bid : sides.ask
    let adverse = isLong ? bar.low : bar.high
    let favourable = isLong ? bar.high : bar.low
    // A wide spread or a costly entry can put the stop beyond the open of the entry candle: then it fills there.
    let worst = isLong ? min(protection.stop, bar.open) : max(protection.stop, bar.open)
    let stopped: ProtectiveFill? =
      (isLong ? adverse <= protection.stop : adverse >= protection.stop) ? (worst, .stopLoss) : nil
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
    _ fill: ProtectiveFill, at time: Timestamp, account: inout Account, position: inout Position,
    into events: inout EventLog
  ) {
    guard let opening = positionID else { preconditionFailure("a protective order protects a position") }
    positionID = nil
    protection = nil
    let side: Side = position.side > 0 ? .sell : .buy
    let slippage = fill.cause == .stopLoss ? settings.slippage : 0
    let price = fill.price * (side == .sell ? 1 - slippage : 1 + slippage)
    let quantity = FixedPoint(units: Int64(position.quantity.units.magnitude))
    book(
      opening, side, quantity, price: price, at: time, fill.cause, account: &account, position: &position, into: &events
    )
  }

  private func book(
    _ orderID: Int, _ side: Side, _ quantity: FixedPoint, price: Double, at time: Timestamp, _ cause: FillCause,
    account: inout Account, position: inout Position,
    into events: inout EventLog
  ) {
    let price = FixedPoint(price)
    let notional = price * quantity
    let fill = Fill(
      orderID: orderID, time: time, side: side, quantity: quantity, price: price, notional: notional,
      fee: notional * takerFee, cause: cause)
    events.fills.append(fill)
    if let trade = account.book(fill, &position) { events.trades.append(trade) }
  }
}
