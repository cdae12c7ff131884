package import Market

/// Fills orders on one instrument against candles, never before an order's arrival.
///
/// A candle is played in two halves: ``playOpen(_:account:position:into:)`` is the instant of its open,
/// ``playRest(_:account:position:into:)`` what it does from there. Documentation/venue.md says what happens when.
package struct SimulatedVenue: Sendable {
  let settings: VenueSettings
  let instrument: Instrument
  let isSpot: Bool
  let maximumLeverage: Double
  /// Whether other positions on the account can move it to its liquidation.
  let sharesAccount: Bool
  let grid: PriceGrid
  /// By arrival; orders that arrive together keep the order in which they were sent.
  var orders: [WorkingOrder] = []
  /// The order that opened the position that is held.
  var positionID: Int?
  var protection: Protection?
  /// The position was opened in the candle that is being played.
  var isEntryCandle = false
  /// The first rollover that what is held has not paid for.
  var nextRollover = Timestamp.distantFuture
  var wake = WakeLevels()
  private var nextID = 1
  /// Orders are numbered from 1.
  package var newestOrderID: Int { nextID - 1 }
  /// Signed units that orders under way will add; a close whose position has gone adds nothing, nor does an order that
  /// rests until the market comes to it in order to reduce.
  package private(set) var pendingQuantity = FixedPoint.zero

  package init(
    _ settings: VenueSettings, positions: PositionMode, maximumLeverage: Double, instrument: Instrument,
    sharesAccount: Bool = false
  ) {
    self.settings = settings
    self.instrument = instrument
    self.maximumLeverage = maximumLeverage
    self.sharesAccount = sharesAccount
    isSpot = positions == .longFlat
    grid = PriceGrid(instrument)
  }

  /// Whether a candle whose trades lie within `low ... high` and which closes then can change nothing here.
  @inline(__always)
  package func sleeps(low: Double, high: Double, closesAt: Int64) -> Bool {
    low > wake.below && high < wake.above && closesAt <= wake.instant
  }

  /// Whether any candle can change anything here.
  @inline(__always)
  package var isBusy: Bool { wake.isSet }

  // MARK: Sending and taking back

  /// Takes an order; it is at the venue from the first candle on that is not over when it arrives. Returns its number.
  @discardableResult
  package mutating func submit(_ ticket: OrderTicket, at now: Timestamp, arrives: Timestamp) -> Int {
    let id = nextID
    nextID += 1
    let order = Order(
      id: id, ticket, closes: ticket.purpose == .open ? nil : newestOpening ?? positionID, submitted: now,
      arrives: arrives)
    orders.append(WorkingOrder(order))
    var place = orders.count - 1
    while place > 0, orders[place - 1].order.arrives > arrives {
      orders.swapAt(place, place - 1)
      place -= 1
    }
    countPending()
    wake.add(instant: arrives)
    return id
  }

  private var newestOpening: Int? {
    var place = orders.count - 1
    while place >= 0 {
      if orders[place].order.purpose == .open { return orders[place].order.id }
      place -= 1
    }
    return nil
  }

  /// Takes an order back, wherever it is; false when there is none of that number that has not ended.
  package mutating func cancel(_ id: Int, at now: Timestamp, into events: inout EventLog) -> Bool {
    guard let index = orders.firstIndex(where: { $0.order.id == id }) else { return false }
    end(index, .cancel, because: .requested, at: now, into: &events)
    removeEnded()
    countPending()
    return true
  }

  /// Takes all orders back. The stop and the target of a position that is held stay.
  package mutating func cancelAll(at now: Timestamp, into events: inout EventLog) {
    for index in orders.indices { end(index, .cancel, because: .requested, at: now, into: &events) }
    removeEnded()
    countPending()
  }

  /// Moves the stop of the position that is held; the reason when that cannot be.
  package mutating func replaceStop(_ price: FixedPoint, of position: Position) -> RejectReason? {
    guard grid.contains(price) else { return .offTick }
    guard position.side != 0, let entry = position.entry else { return .nothingToReduce }
    if protection == nil {
      protection = Protection(
        Bracket(stop: 0), entry: entry.price.doubleValue, isLong: position.side > 0, grid: grid)
    }
    protection?.replaceStop(price.doubleValue)
    wake.wakeAlways()
    return nil
  }

  /// The prices of what protects the position that is held.
  package var protectiveStop: Double? { protection?.stop }
  package var protectiveTarget: Double? { protection?.target }

  /// Reports the orders that have not ended, at the end of a run: one still on its way stays pending.
  package mutating func drain(at now: Timestamp, into events: inout EventLog) {
    for index in orders.indices {
      if orders[index].order.state == .pending {
        events.orders.append(orders[index].order)
      } else {
        end(index, .cancel, because: .endOfRun, at: now, into: &events)
      }
    }
    orders.removeAll()
    countPending()
  }

  // MARK: The queue

  /// Ends an order and reports it.
  mutating func end(
    _ index: Int, _ event: OrderState.Event, because reason: CancelReason? = nil, rejection: RejectReason? = nil,
    at time: Timestamp, into events: inout EventLog
  ) {
    guard !orders[index].isDone else { return }
    orders[index].order.end(event, because: reason, rejection: rejection, at: time)
    events.orders.append(orders[index].order)
  }

  mutating func removeEnded() {
    var kept = 0
    for index in orders.indices where !orders[index].isDone {
      if kept != index { orders.swapAt(kept, index) }
      kept += 1
    }
    while orders.count > kept { orders.removeLast() }
  }

  /// Whether an order at the venue is closing the position that is held.
  var isBeingClosed: Bool {
    guard let positionID else { return false }
    for index in orders.indices where orders[index].order.closes == positionID && orders[index].isWorking {
      return true
    }
    return false
  }

  mutating func countPending() {
    pendingQuantity = .zero
    for index in orders.indices where !orders[index].order.isReducing || countsAsClosing(index) {
      let remaining = orders[index].order.remaining
      pendingQuantity = orders[index].order.side == .buy ? pendingQuantity + remaining : pendingQuantity - remaining
    }
  }

  private func countsAsClosing(_ index: Int) -> Bool {
    guard case .market = orders[index].order.ticket.kind, let opening = orders[index].order.closes else { return false }
    if opening == positionID { return true }
    for other in orders.indices where orders[other].order.id == opening { return true }
    return false
  }
}

extension WorkingOrder {
  /// At the venue, and not done.
  @inline(__always)
  var isWorking: Bool { order.state != .pending && !isDone }
}
