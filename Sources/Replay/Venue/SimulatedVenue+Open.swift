import Market

/// The instant of a candle's open.
extension SimulatedVenue {
  /// Plays the open: rollovers that have passed, what the open has jumped over, then what arrives before the close, by
  /// arrival. All of it trades at the open.
  package mutating func playOpen(
    _ candle: VenueCandle, account: inout Account, position: inout Position, into events: inout EventLog
  ) {
    isEntryCandle = false
    if position.side != 0 {
      if nextRollover <= candle.from {
        account.mark(&position, bid: candle.sides.bid.open, ask: candle.sides.ask.open, rate: candle.rate)
        chargeFinancing(through: candle.from, account: &account, position: &position, into: &events)
      }
      playGap(candle, account: &account, position: &position, into: &events)
    }
    guard !orders.isEmpty else { return }
    if orders.count > 1 { supersede(by: candle.from, into: &events) }
    for index in orders.indices where !orders[index].isDone {
      if orders[index].order.state == .pending {
        // By arrival: what comes behind it arrives later still.
        guard orders[index].order.arrives < candle.to else { break }
        receive(index, candle, account: &account, position: &position, into: &events)
      } else {
        playOpen(of: index, candle, account: &account, position: &position, into: &events)
      }
    }
    expire(before: candle.to, into: &events)
    removeEnded()
  }

  private mutating func expire(before end: Timestamp, into events: inout EventLog) {
    for index in orders.indices where orders[index].isWorking && orders[index].order.ticket.expires < end {
      self.end(index, .expire, at: orders[index].order.ticket.expires, into: &events)
    }
  }

  // MARK: What rests

  /// What the open does to a stop, a target or a liquidation that was there before it.
  private mutating func playGap(
    _ candle: VenueCandle, account: inout Account, position: inout Position, into events: inout EventLog
  ) {
    let isLong = position.side > 0
    let open = isLong ? candle.sides.bid.open : candle.sides.ask.open
    if let protection {
      if protection.isStopped || protection.stop.map({ isLong ? open <= $0 : open >= $0 }) == true {
        leave(.stopLoss, at: open, time: candle.from, candle, account: &account, position: &position, into: &events)
      } else if let target = protection.target, isLong ? open >= target : open <= target {
        let price = settings.intrabar == .pessimistic ? target : open
        leave(.takeProfit, at: price, time: candle.from, candle, account: &account, position: &position, into: &events)
      }
    }
    guard position.side != 0 else { return }
    if let price = liquidationPrice(account, position, rate: candle.rate), isLong ? open <= price : open >= price {
      liquidate(at: open, time: candle.from, candle, account: &account, position: &position, into: &events)
    }
    protection?.follow(open)
  }

  /// What the open does to an order that was at the venue before it.
  private mutating func playOpen(
    of index: Int, _ candle: VenueCandle, account: inout Account, position: inout Position, into events: inout EventLog
  ) {
    let expires = orders[index].order.ticket.expires
    if expires <= candle.from { return end(index, .expire, at: expires, into: &events) }
    let open = candle.open(for: orders[index].order.side)
    switch orders[index].mode {
    case .atMarket:
      trade(index, at: open, time: candle.from, candle, account: &account, position: &position, into: &events)
    case .atLimit:
      guard orders[index].isMet(at: open) else { return }
      let price = settings.intrabar == .pessimistic ? orders[index].level : open
      trade(
        index, at: price, isMaker: true, time: candle.from, candle, account: &account, position: &position,
        into: &events)
    case .onStop:
      if orders[index].isMet(at: open) {
        trigger(index, at: open, time: candle.from, candle, account: &account, position: &position, into: &events)
      } else {
        orders[index].follow(open, grid)
      }
    }
  }

  // MARK: What arrives

  private mutating func receive(
    _ index: Int, _ candle: VenueCandle, account: inout Account, position: inout Position, into events: inout EventLog
  ) {
    let time = max(orders[index].order.arrives, candle.from)
    if let closes = orders[index].order.closes { supersede(closes, at: time, into: &events) }
    if let refusal = refusal(of: index, at: time, candle, &account, position) {
      return end(index, .reject, rejection: refusal, at: time, into: &events)
    }
    let open = candle.open(for: orders[index].order.side)
    switch orders[index].mode {
    case .atMarket:
      trade(index, at: open, time: time, candle, account: &account, position: &position, into: &events)
    case .atLimit:
      orders[index].order.take(.accept)
      if orders[index].isMet(at: open) {
        trade(index, at: open, time: time, candle, account: &account, position: &position, into: &events)
      } else {
        cancelUnlessResting(index, at: time, into: &events)
      }
      // What a candle did before the order was there is not its market: the careful rule waits for the next one.
      if settings.intrabar == .pessimistic, time > candle.from { orders[index].servedUntil = candle.to.milliseconds }
    case .onStop:
      orders[index].order.take(.accept)
      orders[index].follow(open, grid)
      if orders[index].isMet(at: open) {
        trigger(index, at: open, time: time, candle, account: &account, position: &position, into: &events)
      }
    }
  }

  /// A close that has arrived by the open comes before what its opening order would still trade there.
  private mutating func supersede(by open: Timestamp, into events: inout EventLog) {
    for index in orders.indices where orders[index].order.state == .pending && orders[index].order.arrives <= open {
      if let closes = orders[index].order.closes { supersede(closes, at: open, into: &events) }
    }
  }

  /// What closes a position ends the building of it.
  mutating func supersede(_ opening: Int, at time: Timestamp, into events: inout EventLog) {
    for index in orders.indices where orders[index].order.id == opening && orders[index].isWorking {
      end(index, .cancel, because: .superseded, at: time, into: &events)
    }
  }

  /// An order that fills at once or not at all does not rest.
  mutating func cancelUnlessResting(_ index: Int, at time: Timestamp, into events: inout EventLog) {
    switch orders[index].order.ticket.timeInForce {
    case .immediateOrCancel: end(index, .cancel, because: .immediateOrCancel, at: time, into: &events)
    case .fillOrKill: end(index, .cancel, because: .fillOrKill, at: time, into: &events)
    case .goodTillCancelled, .goodTillDate, .day: break
    }
  }

  /// Why the venue refuses an order that arrives at `time`; nil when it takes it. Changes nothing: `mutating` says that it
  /// looks at the venue in place, which would be copied otherwise.
  private mutating func refusal(
    of index: Int, at time: Timestamp, _ candle: VenueCandle, _ account: inout Account, _ position: Position
  ) -> RejectReason? {
    if orders[index].order.ticket.expires <= orders[index].order.arrives { return .arrivedExpired }
    if orders[index].order.ticket.sessionEnd <= orders[index].order.arrives { return .sessionClosed }
    if !orders[index].order.ticket.kind.stands(on: grid) { return .offTick }
    if orders[index].order.quantity.units <= 0 || orders[index].order.quantity.units % instrument.lotStep != 0 {
      return .offLot
    }
    if orders[index].order.isReducing {
      // A close that names its position is cancelled where that has gone: it came too late, it was not wrong.
      if orders[index].order.closes == nil, position.side != -orders[index].order.side.sign { return .nothingToReduce }
    } else if orders[index].order.quantity.units < instrument.minimumOrder {
      return .belowMinimum
    } else if isSpot, orders[index].order.side == .sell {
      return .shortOnSpot
    }
    guard orders[index].mode != .atMarket else { return nil }
    let open = candle.open(for: orders[index].order.side)
    if orders[index].mode == .atLimit, orders[index].order.ticket.postOnly, orders[index].isMet(at: open) {
      return .wouldCross
    }
    return orders[index].order.isReducing || canRest(index, open: open, candle, &account, at: time)
      ? nil : .insufficientFunds
  }
}
