import Market
import Replay

/// A venue, an account and one position, without a pipeline in front of them: orders go in, hourly candles follow.
struct VenueBench {
  var venue: SimulatedVenue
  var account: Account
  var position: Position
  var events = EventLog()
  private let settings: VenueSettings
  private var ledger: Ledger
  private var entered = (fills: 0, charges: 0)
  /// The candle that comes next.
  private(set) var index = 0

  init(
    _ settings: VenueSettings = VenueSettings(), positions: PositionMode = .longShort, leverage: Double = 10,
    instrument: Instrument = .bitcoin, settlement: Position.Settlement = .atOnce
  ) {
    self.settings = settings
    venue = SimulatedVenue(settings, positions: positions, maximumLeverage: leverage, instrument: instrument)
    account = Account(balance: settings.balance ?? .zero)
    position = Position(settlement: settlement)
    ledger = Ledger(balance: settings.balance ?? .zero, settlements: [settlement])
  }

  /// The open of the next candle, which is the close of the last.
  var now: Timestamp { Timestamp.monday.open(of: index) }

  @discardableResult
  mutating func send(
    _ side: Side, _ kind: OrderKind, _ units: Double, _ purpose: OrderTicket.Purpose = .open,
    latency: Int64 = 0, _ change: (inout OrderTicket) -> Void = { _ in }
  ) -> Int {
    var ticket = OrderTicket(side, purpose, kind, quantity: FixedPoint(units))
    change(&ticket)
    return venue.submit(ticket, at: now, arrives: Timestamp(milliseconds: now.milliseconds + latency))
  }

  /// At market.
  @discardableResult
  mutating func send(
    _ side: Side, _ units: Double, _ purpose: OrderTicket.Purpose = .open, latency: Int64 = 0,
    _ change: (inout OrderTicket) -> Void = { _ in }
  ) -> Int {
    send(side, .market, units, purpose, latency: latency, change)
  }

  mutating func play(
    _ bars: PriceBar..., volume: Double = 1_000, rate: Double = 1, conditions: MarketConditions = MarketConditions()
  ) {
    for bar in bars { play(candle(bar, volume, rate, conditions)) }
  }

  /// As an engine does that asks first; false when the venue slept.
  mutating func play(unlessAsleep bar: PriceBar, volume: Double) -> Bool {
    let candle = candle(bar, volume, 1, MarketConditions())
    let isAsleep = venue.sleeps(low: bar.low, high: bar.high, closesAt: candle.to.milliseconds)
    play(candle, isAsleep: isAsleep)
    return !isAsleep
  }

  private func candle(
    _ bar: PriceBar, _ volume: Double, _ rate: Double, _ conditions: MarketConditions
  ) -> VenueCandle {
    VenueCandle(
      from: now, to: Timestamp.monday.close(of: index), trades: bar, halfSpread: settings.spread / 2, volume: volume,
      rate: rate, conditions: conditions)
  }

  private mutating func play(_ candle: VenueCandle, isAsleep: Bool = false) {
    if !isAsleep { venue.play(candle, account: &account, position: &position, into: &events) }
    account.mark(&position, bid: candle.sides.bid.close, ask: candle.sides.ask.close, rate: candle.rate)
    index += 1
  }

  /// Throws unless fills and charges add up to what account and position hold.
  mutating func verify() throws {
    for fill in events.fills[entered.fills...] { ledger.enter(fill) }
    for charge in events.charges[entered.charges...] { ledger.enter(charge) }
    entered = (events.fills.count, events.charges.count)
    try ledger.verify(account, [position])
  }

  var prices: [Double] { events.fills.map(\.price.doubleValue) }
  var quantities: [Double] { events.fills.map(\.quantity.doubleValue) }
  var causes: [FillCause] { events.fills.map(\.cause) }
  /// What became of the orders, in the order in which they ended.
  var ends: [String] { events.orders.map(\.status) }
}

extension OrderKind {
  static func limit(_ price: Double) -> OrderKind { .limit(FixedPoint(price)) }
  static func stop(_ price: Double) -> OrderKind { .stop(FixedPoint(price)) }
  static func takeProfit(_ price: Double) -> OrderKind { .takeProfit(FixedPoint(price)) }
  static func stopLimit(_ stop: Double, _ limit: Double) -> OrderKind {
    .stopLimit(stop: FixedPoint(stop), limit: FixedPoint(limit))
  }
}

extension VenueSettings {
  static func rule(_ intrabar: Intrabar) -> VenueSettings {
    var settings = VenueSettings()
    settings.intrabar = intrabar
    return settings
  }
}
