import Market
import Replay

/// What one replay did, tick by tick: the decisions themselves, and a fingerprint of each thing that led to them.
package struct SessionTrace: Equatable, Sendable {
  package var instrument: String
  package var seed: UInt64
  /// Of a walk-forward, from 1; nil of all others.
  package var fold: Int?
  package var times: [Int64] = []
  package var stages: [UInt8] = []
  package var actions: [UInt8] = []
  package var confidences: [UInt8] = []
  /// Fingerprints by tick, zero where there was nothing: the candles since the tick before, what the strategy read, the
  /// forecast, the prompt.
  package var candles: [UInt32] = []
  package var readings: [UInt32] = []
  package var forecasts: [UInt32] = []
  package var prompts: [UInt32] = []
  /// By number, then in the order they were told of.
  package var orders: [TracedOrder] = []
  package var fills: [TracedFill] = []

  package init(instrument: String, seed: UInt64, fold: Int? = nil) {
    self.instrument = instrument
    self.seed = seed
    self.fold = fold
  }

  /// Whether it is of the same replay as `other`, whatever either did.
  func isCounterpart(of other: SessionTrace) -> Bool {
    instrument == other.instrument && seed == other.seed && fold == other.fold
  }
}

/// An order as a baseline holds it.
package struct TracedOrder: Equatable, Sendable {
  package var id: Int
  package var submitted: Int64
  /// All else that is known of it.
  package var text: String

  package init(id: Int, submitted: Int64, text: String) {
    self.id = id
    self.submitted = submitted
    self.text = text
  }
}

/// A fill as a baseline holds it.
package struct TracedFill: Equatable, Sendable {
  package var order: Int
  package var time: Int64
  package var text: String

  package init(order: Int, time: Int64, text: String) {
    self.order = order
    self.time = time
    self.text = text
  }
}

extension TracedOrder {
  init(_ order: Order) {
    (id, submitted) = (order.id, order.submitted.milliseconds)
    text = ([order.described, order.status] + order.grounds + ["arrives \(order.arrives)"]).joined(separator: ", ")
  }
}

extension Order {
  /// What was sent: `open buy 0.5 limit 99.5`.
  var described: String {
    let prices = [ticket.kind.stopPrice, ticket.kind.limitPrice].compactMap { $0.map { " \($0)" } }.joined()
    let kind = ticket.kind == .market ? "" : " \(ticket.kind.name)\(prices)"
    return "\(purpose.name) \(side.name) \(quantity)\(kind)"
  }

  /// How its size came about and where it leaves again: `half_kelly by 0.1`, `stop 0.02`.
  var grounds: [String] {
    func text(_ distance: Double?) -> String { distance.map { "\($0)" } ?? "none" }
    var parts: [String] = []
    if let sizing {
      parts.append("\(sizing.rule.rawValue) by \(sizing.input)")
      if sizing.cap != .none { parts.append("cap \(sizing.cap.name)") }
      parts.append("stop \(text(sizing.stopDistance))")
      parts.append("target \(text(sizing.targetDistance))")
    }
    if let trailing = ticket.bracket?.trailing { parts.append("trailing \(trailing)") }
    return parts
  }
}

extension TracedFill {
  /// The number in the place of an order's for a charge, which no order caused.
  static let charge = -1

  init(_ charge: Charge) {
    (order, time) = (Self.charge, charge.time.milliseconds)
    text = "\(charge.kind.name) \(charge.amount)"
  }

  init(_ fill: Fill) {
    (order, time) = (fill.orderID, fill.time.milliseconds)
    text = "\(fill.side.name) \(fill.quantity) at \(fill.price), fee \(fill.fee), \(fill.cause.name)"
  }
}
