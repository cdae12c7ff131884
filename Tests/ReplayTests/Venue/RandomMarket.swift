import Market
import Replay

/// Seeded random candles, settings and orders for property tests.
struct RandomMarket {
  var generator: SeededGenerator
  private(set) var close = 100.0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func chance(_ probability: Double) -> Bool { generator.uniform() < probability }

  mutating func one<T>(of choices: [T]) -> T { choices[generator.index(below: choices.count)] }

  /// A candle that opens away from the last close a third of the time.
  mutating func bar(jumps: Bool = true) -> PriceBar {
    let open = close * (1 + (jumps && chance(0.33) ? 0.06 * (generator.uniform() - 0.5) : 0))
    close = open * (1 + 0.04 * (generator.uniform() - 0.5))
    return PriceBar(
      open, max(open, close) * (1 + 0.02 * generator.uniform()), min(open, close) * (1 - 0.02 * generator.uniform()),
      close)
  }

  /// Within 4 % of the last close, on the grid.
  mutating func price(on instrument: Instrument) -> FixedPoint {
    instrument.nearestTick(to: close * (1 + 0.08 * (generator.uniform() - 0.5)))
  }

  mutating func kind(on instrument: Instrument) -> OrderKind {
    switch generator.index(below: 6) {
    case 0: .limit(price(on: instrument))
    case 1: .stop(price(on: instrument))
    case 2: .stopLimit(stop: price(on: instrument), limit: price(on: instrument))
    case 3: .trailingStop(0.005 + 0.03 * generator.uniform())
    case 4: .takeProfit(price(on: instrument))
    default: .market
    }
  }

  mutating func bracket() -> Bracket? {
    guard chance(0.6) else { return nil }
    return Bracket(
      stop: chance(0.7) ? 0.002 + 0.04 * generator.uniform() : nil,
      target: chance(0.7) ? 0.002 + 0.06 * generator.uniform() : nil,
      trailing: chance(0.3) ? 0.005 + 0.03 * generator.uniform() : nil)
  }

  mutating func ticket(on instrument: Instrument, at now: Timestamp, largest: Double) -> OrderTicket {
    let side: Side = chance(0.5) ? .buy : .sell
    let purpose: OrderTicket.Purpose = one(of: [.open, .open, .close, .flatten])
    let quantity = FixedPoint(
      units: Int64(1e8 * largest * generator.uniform()) / instrument.lotStep * instrument.lotStep)
    var ticket = OrderTicket(side, purpose, kind(on: instrument), quantity: quantity)
    ticket.timeInForce = one(of: TimeInForce.allCases)
    if ticket.timeInForce == .day || ticket.timeInForce == .goodTillDate {
      ticket.expires = Timestamp(milliseconds: now.milliseconds + Int64(generator.index(below: 40_000_000)))
    }
    if chance(0.1) { ticket.reduceOnly = true }
    if chance(0.1) { ticket.postOnly = true }
    ticket.bracket = bracket()
    return ticket
  }

  mutating func settings() -> VenueSettings {
    var settings = VenueSettings()
    settings.intrabar = one(of: VenueSettings.Intrabar.allCases)
    settings.fees = one(of: [
      .none, .share(maker: 0.0005, taker: 0.001), .tiered(.coinbase), .perShare(.unitedStatesShares),
      .perOrder(FixedPoint(1.23456789)),
    ])
    settings.slippageModel = one(of: [
      .none, .share(0.0007), .volatility(0.1), .squareRootImpact(0.5), .volumeShare(0.2),
    ])
    settings.spread = chance(0.5) ? 0 : 0.001
    settings.participation = chance(0.5) ? nil : 0.1
    if chance(0.5) {
      settings.financing = Financing(
        one(of: Financing.Calendar.allCases), longRate: 0.3 * (generator.uniform() - 0.3),
        shortRate: 0.3 * (generator.uniform() - 0.3))
    }
    if chance(0.5) { settings.liquidation = LiquidationRule(maintenance: 0.05, fee: 0.005) }
    return settings
  }
}
