package import Market

/// How an order, a bracket or a liquidation trades.
extension SimulatedVenue {
  // MARK: Orders

  /// A stop has been met at that price.
  mutating func trigger(
    _ index: Int, at price: Double, time: Timestamp, _ candle: VenueCandle, account: inout Account,
    position: inout Position, into events: inout EventLog
  ) {
    orders[index].trigger()
    if orders[index].mode == .atMarket || orders[index].isMet(at: price) {
      trade(index, at: price, time: time, candle, account: &account, position: &position, into: &events)
    } else {
      cancelUnlessResting(index, at: time, into: &events)
    }
  }

  /// Trades what can be traded of an order at a price of the market; orders at market slip from it.
  mutating func trade(
    _ index: Int, at marketPrice: Double, isMaker: Bool = false, time: Timestamp, _ candle: VenueCandle,
    account: inout Account, position: inout Position, into events: inout EventLog
  ) {
    guard mayTrade(index, time, candle, position, into: &events) else { return }
    // Single fields of an order are read, never the whole of it: it is large.
    let side = orders[index].order.side
    let isReducing = orders[index].order.isReducing
    var wanted = orders[index].order.remaining
    if isReducing {
      wanted = min(wanted, FixedPoint(units: Int64(position.quantity.units.magnitude)))
      // What it was sent for has shrunk meanwhile.
      orders[index].order.ticket.quantity = orders[index].order.filled + wanted
    }
    let quantity = available(wanted, in: candle)
    if quantity < wanted {
      guard orders[index].order.ticket.timeInForce != .fillOrKill else {
        return end(index, .cancel, because: .fillOrKill, at: time, into: &events)
      }
      guard quantity.units > 0 else { return waitForVolume(index, time, candle, into: &events) }
    }
    var price = marketPrice
    if orders[index].mode == .atMarket {
      let late = orders[index].order.state == .pending ? orders[index].order.ticket.latencyCost : 0
      let worse = late + settings.slippageModel.share(of: quantity, volume: candle.volume, candle.conditions)
      price *= side == .buy ? 1 + worse : 1 - worse
    }
    var fees = orders[index].fees
    let isPaid = book(
      &fees, orders[index].order.id, side, quantity, price: price, isMaker: isMaker, at: time, orders[index].cause,
      opens: !isReducing, candle, account: &account, position: &position, into: &events)
    orders[index].fees = fees
    guard isPaid else { return endUnpaid(index, at: time, into: &events) }
    note(index, quantity, at: time, candle, into: &events)
    follow(index, position, time, into: &events)
  }

  /// Whether an order can trade with the position that is held; ends it, or lets it wait, where it cannot.
  private mutating func mayTrade(
    _ index: Int, _ time: Timestamp, _ candle: VenueCandle, _ position: Position, into events: inout EventLog
  ) -> Bool {
    if orders[index].order.isReducing {
      let closes = orders[index].order.closes
      if closes == nil || closes == positionID, position.side == -orders[index].order.side.sign { return true }
      end(index, .cancel, because: .positionClosed, at: time, into: &events)
      return false
    }
    if position.side == 0 || positionID == orders[index].order.id { return true }
    // The opening half of a reversal waits while its closing half is at work.
    if isBeingClosed {
      orders[index].order.accept()
      orders[index].servedUntil = candle.to.milliseconds
    } else {
      end(index, .cancel, because: .positionHeld, at: time, into: &events)
    }
    return false
  }

  private mutating func waitForVolume(
    _ index: Int, _ time: Timestamp, _ candle: VenueCandle, into events: inout EventLog
  ) {
    orders[index].order.accept()
    orders[index].servedUntil = candle.to.milliseconds
    cancelUnlessResting(index, at: time, into: &events)
  }

  private mutating func endUnpaid(_ index: Int, at time: Timestamp, into events: inout EventLog) {
    if orders[index].order.state == .pending {
      end(index, .reject, rejection: .insufficientFunds, at: time, into: &events)
    } else {
      end(index, .cancel, because: .insufficientFunds, at: time, into: &events)
    }
  }

  /// Enters the newest fill into its order.
  private mutating func note(
    _ index: Int, _ quantity: FixedPoint, at time: Timestamp, _ candle: VenueCandle, into events: inout EventLog
  ) {
    orders[index].order.fill(quantity, at: events.fills[events.fills.count - 1].price)
    if orders[index].order.remaining == .zero { return end(index, .fillRest, at: time, into: &events) }
    orders[index].order.take(.fillPart)
    orders[index].servedUntil = candle.to.milliseconds
    cancelUnlessResting(index, at: time, into: &events)
  }

  /// What a fill means for everything else: the position's protection, the order's counterpart, orders left over.
  private mutating func follow(
    _ index: Int, _ position: Position, _ time: Timestamp, into events: inout EventLog
  ) {
    let id = orders[index].order.id
    if orders[index].order.isReducing {
      if position.side == 0 { forgetPosition(at: time, into: &events) }
    } else if positionID == id, let entry = position.entry {
      protection?.place(around: entry.price.doubleValue)
    } else if let entry = position.entry {
      positionID = id
      isEntryCandle = true
      nextRollover = settings.financing?.calendar.next(after: time) ?? .distantFuture
      protection = Protection(
        orders[index].order.ticket.bracket, entry: entry.price.doubleValue, isLong: position.side > 0, grid: grid)
    }
    guard orders.count > 1 else { return }
    let partner = orders[index].order.ticket.oneCancelsOther
    for other in orders.indices
    where orders[other].order.id == partner || orders[other].order.ticket.oneCancelsOther == id {
      end(other, .cancel, because: .oneCancelsOther, at: time, into: &events)
    }
  }

  // MARK: The position's own orders

  /// The stop or the target of the position trades.
  mutating func leave(
    _ cause: FillCause, at marketPrice: Double, time: Timestamp, _ candle: VenueCandle, account: inout Account,
    position: inout Position, into events: inout EventLog
  ) {
    guard var protection, let opening = positionID else { preconditionFailure("a bracket protects a position") }
    protection.isStopped = protection.isStopped || cause == .stopLoss
    protection.servedUntil = candle.to.milliseconds
    self.protection = protection
    supersede(opening, at: time, into: &events)
    let side: Side = position.side > 0 ? .sell : .buy
    let quantity = available(FixedPoint(units: Int64(position.quantity.units.magnitude)), in: candle)
    guard quantity.units > 0 else { return }
    let isTarget = cause == .takeProfit
    let slippage =
      isTarget ? 0 : settings.slippageModel.share(of: quantity, volume: candle.volume, candle.conditions)
    var fees = isTarget ? protection.targetFees : protection.stopFees
    book(
      &fees, opening, side, quantity, price: marketPrice * (side == .sell ? 1 - slippage : 1 + slippage),
      isMaker: isTarget, at: time, cause, opens: false, candle, account: &account, position: &position, into: &events)
    if isTarget { self.protection?.targetFees = fees } else { self.protection?.stopFees = fees }
    if position.side == 0 { forgetPosition(at: time, into: &events) }
  }

  /// The venue closes the whole position at what it gets, and takes every order off the book.
  mutating func liquidate(
    at marketPrice: Double, time: Timestamp, _ candle: VenueCandle, account: inout Account, position: inout Position,
    into events: inout EventLog
  ) {
    guard let opening = positionID, let rule = settings.liquidation else {
      preconditionFailure("only a position on margin is liquidated")
    }
    let side: Side = position.side > 0 ? .sell : .buy
    let quantity = FixedPoint(units: Int64(position.quantity.units.magnitude))
    let slippage = settings.slippageModel.share(of: quantity, volume: candle.volume, candle.conditions)
    let price = marketPrice * (side == .sell ? 1 - slippage : 1 + slippage)
    let fee = (FixedPoint(price) * quantity * FixedPoint(rule.fee)).converted(at: candle.rate)
    account.charge(.liquidationFee, -fee, at: time, &position, into: &events)
    var fees = OrderFees()
    book(
      &fees, opening, side, quantity, price: price, isMaker: false, at: time, .liquidation, opens: false, candle,
      account: &account, position: &position, into: &events)
    forgetPosition(at: time, into: &events)
    for index in orders.indices { end(index, .cancel, because: .liquidation, at: time, into: &events) }
  }

  private mutating func forgetPosition(at time: Timestamp, into events: inout EventLog) {
    if let positionID { supersede(positionID, at: time, into: &events) }
    positionID = nil
    if protection != nil { protection = nil }
    nextRollover = .distantFuture
    for index in orders.indices where orders[index].order.isReducing && orders[index].isWorking {
      end(index, .cancel, because: .positionClosed, at: time, into: &events)
    }
  }

  // MARK: Money

  /// Units that one order gets of a candle, in whole lots.
  @inline(__always)
  private func available(_ wanted: FixedPoint, in candle: VenueCandle) -> FixedPoint {
    guard let participation = settings.participation else { return wanted }
    let units = Int64(min(candle.volume * participation * 1e8, 9e18))
    return min(wanted, FixedPoint(units: units - units % instrument.lotStep))
  }

  /// Books a fill; false, and nothing happens, when it opens and the account cannot pay for it.
  @discardableResult
  private mutating func book(
    _ fees: inout OrderFees, _ orderID: Int, _ side: Side, _ quantity: FixedPoint, price: Double, isMaker: Bool,
    at time: Timestamp, _ cause: FillCause, opens: Bool, _ candle: VenueCandle, account: inout Account,
    position: inout Position, into events: inout EventLog
  ) -> Bool {
    let price = FixedPoint(price)
    let notional = price * quantity
    let volume = settings.fees.readsVolume ? account.tradedVolume.total(at: time) : 0
    var charged = fees
    let fee = settings.fees.fee(
      quantity: quantity, notional: notional, isMaker: isMaker, after: &charged, volume: volume)
    if opens {
      guard canPay(notional, fee, rate: candle.rate, account) else { return false }
    } else if nextRollover < time {
      chargeFinancing(
        through: Timestamp(milliseconds: time.milliseconds - 1), account: &account, position: &position, into: &events)
    }
    fees = charged
    account.book(
      Fill(
        orderID: orderID, time: time, side: side, quantity: quantity, price: price, notional: notional, fee: fee,
        cause: cause, isMaker: isMaker, rate: candle.rate), &position, into: &events)
    if settings.fees.readsVolume { account.tradedVolume.note(notional.doubleValue * candle.rate, at: time) }
    return true
  }

  /// Spot pays with cash; on margin the account's notional may be so many times what the fee leaves of its equity.
  @inline(__always)
  private func canPay(_ notional: FixedPoint, _ fee: FixedPoint, rate: Double, _ account: Account) -> Bool {
    if isSpot { return (notional + fee).converted(at: rate) <= account.cash }
    let rest = account.equity - fee.converted(at: rate)
    return account.grossNotional + notional.converted(at: rate) <= FixedPoint(rest.doubleValue * maximumLeverage)
  }

  /// Whether the account could pay for an order at the price that it waits for, or for what it gets at the open.
  mutating func canRest(
    _ index: Int, open: Double, _ candle: VenueCandle, _ account: inout Account, at time: Timestamp
  ) -> Bool {
    let level = orders[index].level
    let price = orders[index].isMet(at: open) || level == 0 ? open : level
    let quantity = orders[index].order.quantity
    let notional = FixedPoint(price) * quantity
    var fees = OrderFees()
    let volume = settings.fees.readsVolume ? account.tradedVolume.total(at: time) : 0
    let fee = settings.fees.fee(
      quantity: quantity, notional: notional, isMaker: orders[index].mode == .atLimit, after: &fees, volume: volume)
    return canPay(notional, fee, rate: candle.rate, account)
  }

  // MARK: Margin

  /// Charges the rollovers up to an instant, at the position's newest mark.
  package mutating func chargeFinancing(
    through instant: Timestamp, account: inout Account, position: inout Position, into events: inout EventLog
  ) {
    guard let financing = settings.financing, position.side != 0 else { return }
    while nextRollover <= instant {
      let notional = position.side > 0 ? position.notional : -position.notional
      account.charge(
        .financing, financing.amount(notional: notional, at: nextRollover), at: nextRollover, &position, into: &events)
      nextRollover = financing.calendar.next(after: nextRollover)
    }
  }

  /// Where the position would be liquidated, given what the rest of the account is worth; nil where it cannot be.
  package func liquidationPrice(_ account: Account, _ position: Position, rate: Double = 1) -> Double? {
    guard let rule = settings.liquidation, !isSpot, position.side != 0 else { return nil }
    return rule.price(
      quantity: position.quantity, quoteCash: position.quoteCash, rate: rate,
      restEquity: account.equity - position.value, restNotional: account.grossNotional - position.notional)
  }
}
