import Market

/// An order at the venue or on its way there, and what the venue has to remember of it.
struct WorkingOrder: Sendable {
  /// What it is waiting for.
  enum Mode: UInt8, Sendable {
    case atMarket
    case atLimit
    case onStop
  }

  var order: Order
  var mode: Mode
  /// The price of the mode it is in.
  private(set) var level = 0.0
  /// Where a stop-limit order goes on once it is met.
  private var limitAfterStop = 0.0
  /// The best price since arrival, for a trailing stop.
  private var best = 0.0
  var fees = OrderFees()
  /// It has had its turn until this instant: what it may take of a candle's volume is taken.
  var servedUntil = Int64.min

  @inline(__always)
  init(_ order: Order) {
    self.order = order
    switch order.ticket.kind {
    case .market:
      mode = .atMarket
    case .limit(let price), .takeProfit(let price):
      mode = .atLimit
      level = price.doubleValue
    case .stop(let price):
      mode = .onStop
      level = price.doubleValue
    case .stopLimit(let stop, let limit):
      mode = .onStop
      level = stop.doubleValue
      limitAfterStop = limit.doubleValue
    case .trailingStop:
      mode = .onStop
    }
  }

  @inline(__always)
  var isDone: Bool { order.state.isFinal }

  /// Whether its level is met from below: a buying stop, a selling limit.
  @inline(__always)
  var meetsRising: Bool { (order.side == .buy) == (mode == .onStop) }

  @inline(__always)
  func isMet(at price: Double) -> Bool { meetsRising ? price >= level : price <= level }

  /// The stop has been met: from now on it goes at market, or rests at its limit.
  mutating func trigger() {
    guard case .stopLimit = order.ticket.kind else {
      mode = .atMarket
      return
    }
    order.take(.trigger)
    mode = .atLimit
    level = limitAfterStop
  }

  /// Distance of a trailing stop, a share of price; nil for every other kind.
  @inline(__always)
  var trailingDistance: Double? {
    if mode == .onStop, case .trailingStop(let distance) = order.ticket.kind { distance } else { nil }
  }

  /// Moves a trailing stop after the market, never back; other kinds stay where they are.
  mutating func follow(_ price: Double, _ grid: PriceGrid) {
    guard let distance = trailingDistance else { return }
    let isSelling = order.side == .sell
    guard level == 0 || (isSelling ? price > best : price < best) else { return }
    best = price
    level = grid.nearest(to: price * (isSelling ? 1 - distance : 1 + distance))
  }

  /// Why the order's fills happen.
  @inline(__always)
  var cause: FillCause {
    if order.purpose == .flatten { return .killSwitch }
    switch order.ticket.kind {
    case .market: return .signal
    case .takeProfit: return .takeProfit
    case .limit: return order.isReducing ? .takeProfit : .signal
    case .stop, .stopLimit, .trailingStop: return order.isReducing ? .stopLoss : .signal
    }
  }
}

/// The prices on which an instrument's orders stand.
struct PriceGrid: Sendable {
  private let tick: Int64

  init(_ instrument: Instrument) { tick = instrument.priceTick }

  /// The nearest price on the grid, as the double that a candle at that price holds: a target at the high is met.
  func nearest(to price: Double) -> Double {
    let ticks = (price * 1e8 / Double(tick)).rounded()
    return FixedPoint(units: Int64(ticks) * tick).doubleValue
  }

  func contains(_ price: FixedPoint) -> Bool { price.units > 0 && price.units % tick == 0 }
}

extension OrderKind {
  /// Whether its prices stand on the grid, and its distance, where it has one, is a share.
  func stands(on grid: PriceGrid) -> Bool {
    switch self {
    case .market: true
    case .limit(let price), .stop(let price), .takeProfit(let price): grid.contains(price)
    case .stopLimit(let stop, let limit): grid.contains(stop) && grid.contains(limit)
    case .trailingStop(let distance): distance > 0 && distance < 1
    }
  }
}
