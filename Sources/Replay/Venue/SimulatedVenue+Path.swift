import Market

/// What a candle does after its open.
extension SimulatedVenue {
  /// Plays a candle from its open to its close, and sets when the venue has to look again.
  package mutating func playRest(
    _ candle: VenueCandle, account: inout Account, position: inout Position, into events: inout EventLog
  ) {
    if canMeetAnything(position) {
      walk(candle, account: &account, position: &position, into: &events)
      removeEnded()
    }
    countPending()
    setWakeLevels(candle, account, position)
  }

  /// Both halves of a candle, where nothing else is played between them.
  package mutating func play(
    _ candle: VenueCandle, account: inout Account, position: inout Position, into events: inout EventLog
  ) {
    playOpen(candle, account: &account, position: &position, into: &events)
    playRest(candle, account: &account, position: &position, into: &events)
  }

  @inline(__always)
  private func canMeetAnything(_ position: Position) -> Bool {
    position.side != 0 && (protection != nil || settings.liquidation != nil) || !orders.isEmpty
  }

  /// What is met on the way, and where.
  private enum Met {
    case stop
    case target
    case liquidation
    case order(Int)
  }

  private mutating func walk(
    _ candle: VenueCandle, account: inout Account, position: inout Position, into events: inout EventLog
  ) {
    let path = CandlePath(candle.sides, lowFirst: lowComesFirst(candle, position))
    for leg in 0..<CandlePath.legs {
      var progress = 0.0
      while let (met, place) = firstMet(path, leg, after: progress, candle, account, position) {
        progress = place.progress
        switch met {
        case .stop:
          leave(
            .stopLoss, at: place.price, time: candle.to, candle, account: &account, position: &position, into: &events)
        case .target:
          leave(
            .takeProfit, at: place.price, time: candle.to, candle, account: &account, position: &position, into: &events
          )
        case .liquidation:
          liquidate(at: place.price, time: candle.to, candle, account: &account, position: &position, into: &events)
        case .order(let index):
          switch orders[index].mode {
          case .onStop:
            trigger(
              index, at: place.price, time: candle.to, candle, account: &account, position: &position, into: &events)
          case .atLimit, .atMarket:
            trade(
              index, at: place.price, isMaker: true, time: candle.to, candle, account: &account, position: &position,
              into: &events)
          }
        }
      }
      follow(path, leg, position)
    }
  }

  /// Whether the low is taken to come before the high. For a position that is held the careful rule takes the adverse
  /// extreme first, so that its stop comes before its target; for one that is yet to be opened the favourable one, so that
  /// after the entry the adverse one follows.
  private func lowComesFirst(_ candle: VenueCandle, _ position: Position) -> Bool {
    let isLong: Bool
    let carefulIsLow: Bool
    if position.side != 0 {
      isLong = position.side > 0
      carefulIsLow = isLong
    } else {
      isLong = orders.first { $0.isWorking }?.order.side == .buy
      carefulIsLow = !isLong
    }
    switch settings.intrabar {
    case .pessimistic: return carefulIsLow
    case .optimistic: return !carefulIsLow
    case .path:
      let bar = (position.side != 0) == isLong ? candle.sides.bid : candle.sides.ask
      let (rise, fall) = (bar.high - bar.open, bar.open - bar.low)
      return carefulIsLow ? !(rise < fall) : fall < rise
    }
  }

  /// The first thing that a leg meets from there on. What is met at the same place: stop, liquidation, target, then orders
  /// by arrival.
  private func firstMet(
    _ path: CandlePath, _ leg: Int, after start: Double, _ candle: VenueCandle, _ account: Account, _ position: Position
  ) -> (Met, Stretch.Meeting)? {
    var first: (Met, Stretch.Meeting)?
    func consider(_ met: Met, _ place: Stretch.Meeting?) {
      guard let place, place.progress < first?.1.progress ?? .infinity else { return }
      first = (met, place)
    }
    let end = candle.to.milliseconds
    if position.side != 0 {
      let isLong = position.side > 0
      let way = path.leg(leg, for: isLong ? .sell : .buy)
      if let protection, protection.servedUntil < end {
        if let stop = protection.stop { consider(.stop, way.meets(stop, rising: !isLong, after: start)) }
        if let target = protection.target, !ignoresFavourable {
          consider(.target, limited(way.meets(target, rising: isLong, after: start), to: target))
        }
      }
      if let price = liquidationPrice(account, position, rate: candle.rate) {
        let place = way.meets(price, rising: !isLong, after: start)
        consider(.liquidation, place)
      }
    }
    for index in orders.indices where orders[index].isWorking && orders[index].servedUntil < end {
      let item = orders[index]
      if item.mode == .atMarket || (item.mode == .atLimit && item.order.isReducing && ignoresFavourable) { continue }
      let place = path.leg(leg, for: item.order.side).meets(item.level, rising: item.meetsRising, after: start)
      consider(.order(index), item.mode == .atLimit ? limited(place, to: item.level) : place)
    }
    return first
  }

  /// In the entry candle the careful rule does not count what is good for the position: it may have come before.
  private var ignoresFavourable: Bool { isEntryCandle && settings.intrabar == .pessimistic }

  /// A limit that the market has passed already gets no more than its price under the careful rule.
  private func limited(_ place: Stretch.Meeting?, to level: Double) -> Stretch.Meeting? {
    place.map { ($0.progress, settings.intrabar == .pessimistic ? level : $0.price) }
  }

  /// Trailing stops move after what a leg has reached.
  private mutating func follow(_ path: CandlePath, _ leg: Int, _ position: Position) {
    if ignoresFavourable { return }
    if position.side != 0 { protection?.follow(path.leg(leg, for: position.side > 0 ? .sell : .buy).to) }
    for index in orders.indices where orders[index].isWorking {
      orders[index].follow(path.leg(leg, for: orders[index].order.side).to, grid)
    }
  }
}
