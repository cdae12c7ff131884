import Market

/// What a decision sends to the venue: rare, so none of it is inlined into the ticks.
extension Track {
  /// Sends what the decision asks for, or says which gate stopped it.
  @inline(never)
  mutating func carryOut(_ decision: Decision, _ need: Need, latency: Int64, on desk: inout Desk) {
    want = Want(decision: decision, need: need, latency: latency)
    if need.closes { close() }
    conclude(need.opens ? opening(decision, on: &desk) : .ordered, equity: desk.equity)
  }

  /// Sends the opening order, or says which gate stopped it.
  private mutating func opening(_ decision: Decision, on desk: inout Desk) -> Stage {
    if let stage = refusal(of: decision, on: desk, correlated: 0) { return stage }
    guard settings.venue.balance != nil else {
      signal(decision)
      return .signalOnly
    }
    let side: Side = decision.action == .buy ? .buy : .sell
    switch sizing(side, on: desk, beside: Neighbours()) {
    case .refused(let stage):
      return stage
    case .sized(let sizing):
      desk.risk.countOpening()
      open(side, sizing)
      return .ordered
    }
  }

  /// The gate that stops an opening before it is sized. These gates stop only what increases exposure.
  @inline(__always)
  mutating func refusal(of decision: Decision, on desk: Desk, correlated: @autoclosure () -> Int) -> Stage? {
    if decision.confidence < settings.minimumConfidence { return .lowConfidence }
    let forecast = desk.risk.readsForecast(for: decision) ? dailyForecast() : nil
    return desk.risk.broken(
      by: decision, equity: desk.equity.doubleValue, at: clock.now, forecast: forecast, correlated: correlated())
  }

  @inline(__always)
  mutating func sizing(_ side: Side, on desk: Desk, beside neighbours: Neighbours) -> Sizer.Outcome {
    updateRate(at: clock.now)
    // The closing half of a reversal pays its fee first.
    let closingFee =
      want?.need.closes == true
      ? abs(position.quantity.doubleValue) * newest.close * rate * settings.venue.takerFee : 0
    let inputs = SizingInputs(
      side: side, equity: desk.equity.doubleValue - closingFee,
      cash: desk.account.cash.doubleValue - neighbours.reservedCash, price: quote(side), rate: rate,
      averageTrueRange: averageTrueRange?.value,
      annualVolatility: sizer.needsVolatility ? dailyForecast().map(forecaster.annualised) : nil,
      worstDay: dailyReturns.worstDay(for: side), dailyReturns: dailyReturns, neighbours: neighbours)
    return sizer.size(inputs)
  }

  @inline(__always)
  mutating func open(_ side: Side, _ sizing: Sizing) {
    let entry = settings.entry
    var ticket = OrderTicket(
      side, .open, entry.orderKind(side, quote: quote(side), on: instrument), quantity: sizing.quantity)
    ticket.sizing = sizing
    ticket.timeInForce = entry.timeInForce
    switch entry.timeInForce {
    case .goodTillDate: ticket.expires = Timestamp(milliseconds: arrival.milliseconds + entry.lifetime)
    case .day: ticket.expires = stretch.dayEnd
    case .goodTillCancelled, .immediateOrCancel, .fillOrKill: break
    }
    if sizing.stopDistance != nil || entry.trailingStop != nil {
      ticket.bracket = Bracket(
        stop: sizing.stopDistance, target: sizing.targetDistance, trailing: entry.trailingStop)
    }
    ticket.latencyCost = latencyCost()
    venue.submit(ticket, at: clock.now, arrives: arrival)
  }

  /// Without a known balance nothing can be sized; the origin sized its venues' minimum orders all the same.
  mutating func signal(_ decision: Decision) {
    guard settings.sizing.profile == .legacy else { return }
    let quantity = Sizer.legacySignal(instrument, price: newest.close)
    var order = Order(
      id: 0, OrderTicket(decision.action == .buy ? .buy : .sell, .open, quantity: quantity), submitted: clock.now,
      arrives: clock.now)
    order.state = .signal
    events.orders.append(order)
  }

  /// Closes what is held, or is on its way.
  mutating func close() {
    let quantity = position.quantity + venue.pendingQuantity
    var ticket = OrderTicket(
      quantity.units > 0 ? .sell : .buy, .close, quantity: FixedPoint(units: Int64(quantity.units.magnitude)))
    ticket.latencyCost = latencyCost()
    venue.submit(ticket, at: clock.now, arrives: arrival)
  }

  /// The kill switch closes what is open.
  @inline(never)
  mutating func flatten() {
    guard venue.pendingQuantity == .zero else { return }
    let quantity = FixedPoint(units: Int64(position.quantity.units.magnitude))
    venue.submit(
      OrderTicket(position.side > 0 ? .sell : .buy, .flatten, quantity: quantity), at: clock.now, arrives: clock.now)
  }

  // MARK: What it stands for on the account

  /// +1 long, -1 short, 0 flat, once what is on its way has arrived.
  var committedSide: Int { Int((position.quantity + venue.pendingQuantity).units.signum()) }

  /// Signed, account currency, at the newest price: what is held and what is on its way.
  var committedNotional: Double { (position.quantity + venue.pendingQuantity).doubleValue * newest.close * rate }

  /// Account currency that buys on their way will pay, as far as is known.
  var reservedCash: Double { max(0, venue.pendingQuantity.doubleValue) * newest.ask * rate }

  /// Account currency that a sized opening puts in.
  func value(of sizing: Sizing) -> Double { sizing.quantity.doubleValue * sizing.price * rate }

  /// Account currency that a sized opening pays, fee and slippage included.
  func cost(of sizing: Sizing?) -> Double { sizing.map { sizer.cost($0) * rate } ?? 0 }

  // MARK: Prices and times

  /// The worse side of the newest quote.
  private func quote(_ side: Side) -> Double { side == .buy ? newest.ask : newest.bid }

  private var latency: Int64 { want?.latency ?? settings.venue.latency }

  private var arrival: Timestamp { Timestamp(milliseconds: clock.now.milliseconds + latency) }

  /// `k x sigma(1 s) x sqrt(seconds)` as a share of price, from the daily forecast.
  private mutating func latencyCost() -> Double {
    guard settings.venue.latencyCost > 0, latency > 0, let daily = dailyForecast() else { return 0 }
    let perSecond = daily / 100 / secondsPerDay.squareRoot()
    return settings.venue.latencyCost * perSecond * (Double(latency) / 1000).squareRoot()
  }
}
