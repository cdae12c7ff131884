/// Where an order is on its way, from sent to done.
package enum OrderState: UInt8, CaseIterable, Sendable {
  /// Sent, not yet at the venue.
  case pending
  /// At the venue, nothing filled.
  case resting
  /// A stop-limit order whose stop was met: its limit rests.
  case triggered
  case partlyFilled
  case filled
  case cancelled
  case expired
  case rejected
  /// Never sent: there was no balance to size it by.
  case signal

  package enum Event: UInt8, CaseIterable, Sendable {
    case accept
    case reject
    case trigger
    case fillPart
    case fillRest
    case cancel
    case expire
  }

  /// Where an event leads; nil where it cannot happen. This is the whole table.
  @inline(__always)
  package func after(_ event: Event) -> OrderState? {
    switch (self, event) {
    case (.pending, .accept): .resting
    case (.pending, .reject): .rejected
    case (.pending, .cancel): .cancelled
    case (.resting, .trigger): .triggered
    case (.resting, .fillPart), (.triggered, .fillPart), (.partlyFilled, .fillPart): .partlyFilled
    case (.resting, .fillRest), (.triggered, .fillRest), (.partlyFilled, .fillRest): .filled
    case (.resting, .cancel), (.triggered, .cancel), (.partlyFilled, .cancel): .cancelled
    case (.resting, .expire), (.triggered, .expire), (.partlyFilled, .expire): .expired
    default: nil
    }
  }

  /// Whether nothing can happen to it any more.
  @inline(__always)
  package var isFinal: Bool { self >= .filled }

  package var name: String {
    switch self {
    case .pending: "pending"
    case .resting: "resting"
    case .triggered: "triggered"
    case .partlyFilled: "partly_filled"
    case .filled: "filled"
    case .cancelled: "cancelled"
    case .expired: "expired"
    case .rejected: "rejected"
    case .signal: "signal"
    }
  }
}

extension OrderState: Comparable {
  @inline(__always)
  package static func < (a: OrderState, b: OrderState) -> Bool { a.rawValue < b.rawValue }
}

/// Why the venue refused an order on its arrival.
package enum RejectReason: UInt8, CaseIterable, Sendable {
  case insufficientFunds
  /// A price that is no multiple of the instrument's tick.
  case offTick
  /// A quantity that is no multiple of the lot step.
  case offLot
  case belowMinimum
  /// It arrived at or after the close of the session it was meant for.
  case sessionClosed
  /// It could only reduce, and there was nothing to reduce.
  case nothingToReduce
  /// It arrived at or after its own expiry.
  case arrivedExpired
  /// Post-only, and it would have traded at once.
  case wouldCross
  /// A spot account sells only what it has.
  case shortOnSpot

  package var name: String {
    switch self {
    case .insufficientFunds: "insufficient_funds"
    case .offTick: "off_tick"
    case .offLot: "off_lot"
    case .belowMinimum: "below_minimum"
    case .sessionClosed: "session_closed"
    case .nothingToReduce: "nothing_to_reduce"
    case .arrivedExpired: "arrived_expired"
    case .wouldCross: "would_cross"
    case .shortOnSpot: "short_on_spot"
    }
  }
}

/// Why an order that had not failed was taken back.
package enum CancelReason: UInt8, CaseIterable, Sendable {
  /// The order it was tied to has filled.
  case oneCancelsOther
  /// The position it was to close or reduce has gone.
  case positionClosed
  /// Another position is held: one is opened from flat.
  case positionHeld
  /// A close arrived for the position that it was still building.
  case superseded
  /// What immediate-or-cancel could not fill at once.
  case immediateOrCancel
  /// Fill-or-kill could not fill whole.
  case fillOrKill
  /// It was met, and the account could not pay for it any more.
  case insufficientFunds
  case liquidation
  case endOfRun
  /// Whoever sent it took it back.
  case requested

  package var name: String {
    switch self {
    case .oneCancelsOther: "one_cancels_other"
    case .positionClosed: "position_closed"
    case .positionHeld: "position_held"
    case .superseded: "superseded"
    case .immediateOrCancel: "immediate_or_cancel"
    case .fillOrKill: "fill_or_kill"
    case .insufficientFunds: "insufficient_funds"
    case .liquidation: "liquidation"
    case .endOfRun: "end_of_run"
    case .requested: "requested"
    }
  }
}
