package import Market

/// With which order a position is opened.
package struct EntrySettings: Equatable, Sendable {
  /// Offsets are shares of the quote that the decision saw.
  package enum Kind: Equatable, Sendable {
    case market
    /// So far below the ask for a buy, above the bid for a sell.
    case limit(offset: Double)
    /// So far above the ask for a buy, below the bid for a sell.
    case stop(offset: Double)
    /// The limit lies `limitOffset` beyond the stop: the worst price it takes.
    case stopLimit(offset: Double, limitOffset: Double)
  }
  package var kind = Kind.market
  package var timeInForce = TimeInForce.goodTillCancelled
  /// From arrival to the end of a `gtd` order.
  package var lifetime: Int64 = .millisecondsPerDay
  /// Distance of a trailing stop as a share of price; nil for none.
  package var trailingStop: Double?

  package init() {}

  /// The order's prices for a decision that saw `quote`, the worse side; rounded to the nearest tick.
  package func orderKind(_ side: Side, quote: Double, on instrument: Instrument) -> OrderKind {
    let direction = Double(side.sign)
    func price(_ offset: Double) -> FixedPoint { instrument.nearestTick(to: quote * (1 + direction * offset)) }
    return switch kind {
    case .market: .market
    case .limit(let offset): .limit(price(-offset))
    case .stop(let offset): .stop(price(offset))
    case .stopLimit(let offset, let limitOffset): .stopLimit(stop: price(offset), limit: price(offset + limitOffset))
    }
  }
}

extension Instrument {
  /// The nearest price on the grid, at least one tick.
  package func nearestTick(to price: Double) -> FixedPoint {
    let ticks = (price * 1e8 / Double(priceTick)).rounded()
    return FixedPoint(units: max(Int64(ticks), 1) * priceTick)
  }
}
