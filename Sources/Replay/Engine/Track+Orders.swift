import Market

/// What a decision sends to the venue: rare, so none of it is inlined into the ticks.
extension Track {
  /// Sends what the decision asks for, or says which gate stopped it. The gates from here on stop only what increases
  /// exposure.
  @inline(never)
  mutating func carryOut(_ decision: Decision, closes: Bool, opens: Bool, latency: Int64, on desk: inout Desk) {
    if closes { close(latency: latency) }
    guard opens else { return log(.ordered, decision, desk.equity, detail: Int32(clamping: venue.newestOrderID)) }
    if decision.confidence < settings.minimumConfidence { return log(.lowConfidence, decision, desk.equity) }
    let stage = opening(decision, latency: latency, closes: closes, on: &desk)
    log(stage, decision, desk.equity, detail: stage == .ordered ? Int32(clamping: venue.newestOrderID) : 0)
  }

  /// Sends the opening order, or says which gate stopped it.
  private mutating func opening(_ decision: Decision, latency: Int64, closes: Bool, on desk: inout Desk) -> Stage {
    let now = clock.now
    let equity = desk.equity.doubleValue
    let forecast = desk.risk.readsForecast(for: decision) ? dailyForecast() : nil
    if let broken = desk.risk.broken(by: decision, equity: equity, at: now, forecast: forecast) { return broken }
    guard settings.venue.balance != nil else {
      signal(decision)
      return .signalOnly
    }
    let side: Side = decision.action == .buy ? .buy : .sell
    // The closing half of a reversal pays its fee first.
    let closingFee =
      closes ? abs(position.quantity.doubleValue) * newest.close * settings.venue.takerFee : 0
    let inputs = SizingInputs(
      side: side, equity: equity - closingFee, cash: desk.account.cash.doubleValue,
      price: side == .buy ? newest.ask : newest.bid,
      averageTrueRange: averageTrueRange?.value,
      annualVolatility: sizer.needsVolatility ? dailyForecast().map(forecaster.annualised) : nil,
      worstDay: dailyReturns.worstDay(for: side))
    switch sizer.size(inputs) {
    case .refused(let stage):
      return stage
    case .sized(let sizing):
      desk.risk.countOpening()
      _ = venue.submit(
        side, .open, quantity: sizing.quantity, at: now, arrives: arrival(latency), sizing: sizing,
        latencyCost: latencyCost(latency))
      return .ordered
    }
  }

  /// Without a known balance nothing can be sized; the origin sized its venues' minimum orders all the same.
  private mutating func signal(_ decision: Decision) {
    guard settings.sizing.profile == .legacy else { return }
    let side: Side = decision.action == .buy ? .buy : .sell
    let quantity = Sizer.legacySignal(instrument, price: newest.close)
    events.orders.append(
      Order(
        id: 0, side: side, purpose: .open, quantity: quantity, submitted: clock.now, arrives: clock.now,
        status: .signal))
  }

  private mutating func close(latency: Int64) {
    let quantity = position.quantity + venue.pendingQuantity
    _ = venue.submit(
      quantity.units > 0 ? .sell : .buy, .close, quantity: FixedPoint(units: Int64(quantity.units.magnitude)),
      at: clock.now, arrives: arrival(latency), latencyCost: latencyCost(latency))
  }

  /// The kill switch closes what is open.
  @inline(never)
  mutating func flatten() {
    guard venue.pendingQuantity == .zero else { return }
    _ = venue.submit(
      position.side > 0 ? .sell : .buy, .flatten,
      quantity: FixedPoint(units: Int64(position.quantity.units.magnitude)), at: clock.now, arrives: clock.now)
  }

  private func arrival(_ latency: Int64) -> Timestamp { Timestamp(milliseconds: clock.now.milliseconds + latency) }

  /// `k x sigma(1 s) x sqrt(seconds)` as a share of price, from the daily forecast.
  private mutating func latencyCost(_ latency: Int64) -> Double {
    guard settings.venue.latencyCost > 0, latency > 0, let daily = dailyForecast() else { return 0 }
    let perSecond = daily / 100 / secondsPerDay.squareRoot()
    return settings.venue.latencyCost * perSecond * (Double(latency) / 1000).squareRoot()
  }
}
