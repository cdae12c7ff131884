package import Market

/// One interval at the venue: what both sides of the market did in it, and what money and liquidity were then.
package struct VenueCandle: Sendable {
  /// It covers `from ..< to`.
  package let from: Timestamp
  package let to: Timestamp
  package let sides: MarketSides
  /// Whether both sides were recorded, not made from trades and a declared spread.
  package let isQuoted: Bool
  /// Base units that traded.
  package let volume: Double
  /// Account currency for a unit of quote currency.
  package let rate: Double
  package let conditions: MarketConditions

  @inline(__always)
  init(
    from: Timestamp, to: Timestamp, sides: MarketSides, isQuoted: Bool, volume: Double, rate: Double = 1,
    conditions: MarketConditions = MarketConditions()
  ) {
    self.from = from
    self.to = to
    self.sides = sides
    self.isQuoted = isQuoted
    self.volume = volume
    self.rate = rate
    self.conditions = conditions
  }

  /// Trades, with `halfSpread` (a fraction) to either side of them.
  package init(
    from: Timestamp, to: Timestamp, trades: PriceBar, halfSpread: Double = 0, volume: Double = 0, rate: Double = 1,
    conditions: MarketConditions = MarketConditions()
  ) {
    self.init(
      from: from, to: to, sides: MarketSides(trades: trades, halfSpread: halfSpread), isQuoted: false, volume: volume,
      rate: rate, conditions: conditions)
  }

  /// Recorded quotes.
  package init(
    from: Timestamp, to: Timestamp, bid: PriceBar, ask: PriceBar, volume: Double = 0, rate: Double = 1,
    conditions: MarketConditions = MarketConditions()
  ) {
    self.init(
      from: from, to: to, sides: MarketSides(bid: bid, ask: ask), isQuoted: true, volume: volume, rate: rate,
      conditions: conditions)
  }

  /// What an order on that side trades against: buys the ask, sells the bid.
  @inline(__always)
  func bar(for side: Side) -> PriceBar { side == .buy ? sides.ask : sides.bid }

  @inline(__always)
  func open(for side: Side) -> Double { side == .buy ? sides.ask.open : sides.bid.open }
}
