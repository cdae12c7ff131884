package import Market

/// What became of an order: reported once, when it has ended or the run has.
package struct Order: Equatable, Sendable {
  package typealias Purpose = OrderTicket.Purpose

  /// Numbered from 1 by its venue; 0 for one that was never sent.
  package var id: Int
  package var ticket: OrderTicket
  /// The opening order whose position it is to close; it closes no other.
  package var closes: Int?
  package var submitted: Timestamp
  /// When it reaches the venue: the decision's latency later.
  package var arrives: Timestamp
  package var state = OrderState.pending
  /// When it ended.
  package var ended = Timestamp.distantFuture
  package var rejection: RejectReason?
  package var cancellation: CancelReason?
  package var filled = FixedPoint.zero
  /// Of all its fills, weighted by quantity; zero before the first.
  package var averagePrice = FixedPoint.zero

  @inline(__always)
  package init(id: Int, _ ticket: OrderTicket, closes: Int? = nil, submitted: Timestamp, arrives: Timestamp) {
    self.id = id
    self.ticket = ticket
    self.closes = closes
    self.submitted = submitted
    self.arrives = arrives
  }

  @inline(__always)
  package var side: Side { ticket.side }
  @inline(__always)
  package var purpose: Purpose { ticket.purpose }
  @inline(__always)
  package var quantity: FixedPoint { ticket.quantity }
  @inline(__always)
  package var sizing: Sizing? { ticket.sizing }

  /// Not yet filled.
  @inline(__always)
  package var remaining: FixedPoint { ticket.quantity - filled }

  /// Whether it can only bring a position nearer to nothing.
  @inline(__always)
  package var isReducing: Bool { ticket.purpose != .open || ticket.reduceOnly }

  /// The state, with its reason where it has one: `rejected:off_tick`.
  package var status: String {
    if let rejection { return "\(state.name):\(rejection.name)" }
    if let cancellation { return "\(state.name):\(cancellation.name)" }
    return state.name
  }

  @inline(__always)
  mutating func take(_ event: OrderState.Event) {
    guard let next = state.after(event) else { preconditionFailure("an order cannot \(event) when \(state)") }
    state = next
  }

  /// It is at the venue, if it was not before.
  @inline(__always)
  mutating func accept() {
    if state == .pending { take(.accept) }
  }

  /// So much of it has traded at that price.
  @inline(__always)
  mutating func fill(_ quantity: FixedPoint, at price: FixedPoint) {
    accept()
    let before = filled
    filled = before + quantity
    if before == .zero {
      averagePrice = price
    } else {
      let total = averagePrice.doubleValue * before.doubleValue + price.doubleValue * quantity.doubleValue
      averagePrice = FixedPoint(total / filled.doubleValue)
    }
  }

  @inline(__always)
  mutating func end(
    _ event: OrderState.Event, because reason: CancelReason?, rejection: RejectReason?, at time: Timestamp
  ) {
    take(event)
    ended = time
    cancellation = reason
    self.rejection = rejection
  }
}
