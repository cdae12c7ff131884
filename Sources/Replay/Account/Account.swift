package import Market

/// Cash, and what the positions are worth at their newest marks, counted exactly.
///
/// Every amount is a whole number of 1e-8 of the account's currency. A fill's notional, its fee and the exchange of an
/// amount into the account's currency are each rounded once, to the nearest unit, halves to even; nothing else is.
package struct Account: Equatable, Sendable {
  package private(set) var cash: FixedPoint
  /// The sum over all positions: longs at the bid, shorts at the ask.
  package private(set) var positionsValue: FixedPoint = .zero
  /// The sum of the positions' sizes.
  package private(set) var grossNotional: FixedPoint = .zero
  /// Counted only for venues whose fees ask for it.
  var tradedVolume = TradedVolume()

  package init(balance: FixedPoint) { cash = balance }

  @inline(__always)
  package var equity: FixedPoint { cash + positionsValue }

  /// Values a position at what it could be closed for; `rate` is account currency for a unit of quote currency.
  @inline(__always)
  package mutating func mark(_ position: inout Position, bid: Double, ask: Double, rate: Double = 1) {
    if position.quantity.units == 0 { return }
    value(&position, at: FixedPoint(position.quantity.units > 0 ? bid : ask), rate: rate)
  }

  /// Values a position as ``mark(_:bid:ask:rate:)`` does, but leaves its size as it was last marked: for every tick.
  @inline(__always)
  mutating func revalue(_ position: inout Position, at price: Double, rate: Double) {
    var value = position.quantity * FixedPoint(price)
    if rate != 1 { value = (value + position.quoteCash).converted(at: rate) }
    positionsValue += value - position.value
    position.value = value
  }

  @inline(__always)
  private mutating func value(_ position: inout Position, at price: FixedPoint, rate: Double) {
    let held = position.quantity * price
    let value = (held + position.quoteCash).converted(at: rate)
    let notional = FixedPoint(units: Int64(held.units.magnitude)).converted(at: rate)
    positionsValue += value - position.value
    grossNotional += notional - position.notional
    position.value = value
    position.notional = notional
  }

  /// Books a fill and reports it: opens, adds to, reduces or closes the position, which is worth the fill's price until
  /// it is marked again. A fill never turns a position over. Returns whether the position has gone.
  @discardableResult
  package mutating func book(_ fill: Fill, _ position: inout Position, into events: inout EventLog) -> Bool {
    events.fills.append(fill)
    let cashEffect = settle(fill.quoteEffect, of: fill, &position)
    let isOpening = position.quantity == .zero || (position.quantity.units > 0) == (fill.side == .buy)
    position.quantity += fill.side == .buy ? fill.quantity : -fill.quantity
    if isOpening {
      open(fill, cashEffect, &position)
      value(&position, at: fill.price, rate: fill.rate)
      return false
    }
    guard var entry = position.entry else { preconditionFailure("a position that is held has been entered") }
    entry.closedQuantity += fill.quantity
    entry.closedNotional += fill.notional
    entry.fee += fill.fee
    entry.cashEffect += cashEffect
    precondition(entry.closedQuantity <= entry.quantity, "a fill never turns a position over")
    guard position.quantity == .zero else {
      position.entry = entry
      value(&position, at: fill.price, rate: fill.rate)
      return false
    }
    clear(&position)
    if position.settlement == .whenFlat { entry.cashEffect = convert(&position, fill, into: &events) }
    events.trades.append(Trade(entry, closing: fill))
    return true
  }

  /// What a fill's quote currency does to the account's cash; none yet where it is kept until the position has gone.
  @inline(__always)
  private mutating func settle(_ quote: FixedPoint, of fill: Fill, _ position: inout Position) -> FixedPoint {
    guard position.settlement == .atOnce else {
      position.quoteCash += quote
      return .zero
    }
    let effect = quote.converted(at: fill.rate)
    cash += effect
    return effect
  }

  @inline(__always)
  private func open(_ fill: Fill, _ cashEffect: FixedPoint, _ position: inout Position) {
    let investment = fill.notional.doubleValue * fill.rate
    guard var entry = position.entry else {
      position.entry = Position.Entry(
        time: fill.time, price: fill.price, quantity: fill.quantity, notional: fill.notional, fee: fill.fee,
        investment: investment, cashEffect: cashEffect)
      return
    }
    entry.quantity += fill.quantity
    entry.notional += fill.notional
    entry.price = FixedPoint(entry.notional.doubleValue / entry.quantity.doubleValue)
    entry.fee += fill.fee
    entry.investment += investment
    entry.cashEffect += cashEffect
    position.entry = entry
  }

  @inline(__always)
  private mutating func clear(_ position: inout Position) {
    positionsValue -= position.value
    grossNotional -= position.notional
    position.value = .zero
    position.notional = .zero
    position.entry = nil
  }

  private mutating func convert(_ position: inout Position, _ fill: Fill, into events: inout EventLog) -> FixedPoint {
    let quote = position.quoteCash
    let amount = quote.converted(at: fill.rate)
    position.quoteCash = .zero
    cash += amount
    events.charges.append(
      Charge(.conversion, time: fill.time, amount: amount, quoteAmount: quote, rate: fill.rate))
    return amount
  }

  /// Books what a position costs or earns without a fill; `amount` is added to cash, in the account's currency.
  package mutating func charge(
    _ kind: Charge.Kind, _ amount: FixedPoint, at time: Timestamp, _ position: inout Position,
    into events: inout EventLog
  ) {
    guard amount != .zero else { return }
    cash += amount
    position.entry?.charges += amount
    events.charges.append(Charge(kind, time: time, amount: amount))
  }
}
