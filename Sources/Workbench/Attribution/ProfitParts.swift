package import Market
package import Replay

/// What an account's profit is made of, in its currency; costs are negative. The parts sum to the profit exactly.
package struct ProfitParts: Equatable, Sendable {
  /// The rest, once everything below is taken off: what the market's middle did to what was held.
  package var priceMove = FixedPoint.zero
  /// From the middle to the side that was traded on.
  package var spread = FixedPoint.zero
  /// From that side to the price of the fill; a cost of latency included.
  package var slippage = FixedPoint.zero
  /// Fees of fills, and of liquidations.
  package var fees = FixedPoint.zero
  package var financing = FixedPoint.zero
  /// What the exchange rate's change did to money that closed positions had been bought with.
  package var conversion = FixedPoint.zero
  package var fills = 0
  /// Fills whose middle is not known: their spread is in `priceMove`.
  package var fillsWithoutMiddle = 0

  package var total: FixedPoint { priceMove + spread + slippage + fees + financing + conversion }

  /// The names of the parts, in their order.
  package static let names = ["price_move", "spread", "slippage", "fees", "financing", "conversion"]
  package var amounts: [FixedPoint] { [priceMove, spread, slippage, fees, financing, conversion] }

  package init() {}

  /// `profit` is the account's; `panels` are its markets with what happened on each.
  package init(
    profit: FixedPoint, _ panels: [(market: FillMarket, flows: AccountFlows, settlement: Position.Settlement)]
  ) {
    for (market, flows, settlement) in panels {
      for fill in flows.fills { count(fill, market) }
      for charge in flows.charges {
        switch charge.kind {
        case .financing: financing += charge.amount
        case .liquidationFee: fees += charge.amount
        case .conversion: break
        }
      }
      if settlement == .atOnce { conversion += Self.rateEffect(flows.fills) }
    }
    priceMove = profit - total
  }

  private mutating func count(_ fill: Fill, _ market: FillMarket) {
    fills += 1
    fees += -Self.exchanged(fill.fee, fill.rate)
    guard let reference = market.reference(of: fill) else {
      fillsWithoutMiddle += 1
      return
    }
    let worth = Double(fill.side.sign) * fill.quantity.doubleValue * fill.rate
    slippage += FixedPoint((reference.quote - fill.price.doubleValue) * worth)
    if let middle = reference.middle {
      spread += FixedPoint((middle - reference.quote) * worth)
    } else {
      fillsWithoutMiddle += 1
    }
  }

  private static func exchanged(_ amount: FixedPoint, _ rate: Double) -> FixedPoint {
    rate == 1 ? amount : FixedPoint(amount.doubleValue * rate)
  }

  /// What came of buying at one rate and selling at another, at the average rate of what was bought.
  private static func rateEffect(_ fills: [Fill]) -> FixedPoint {
    guard fills.contains(where: { $0.rate != 1 }) else { return .zero }
    var held = 0.0
    var paid = (quote: 0.0, own: 0.0)
    var effect = 0.0
    for fill in fills {
      let quantity = fill.quantity.doubleValue
      if fill.side == .buy {
        held += quantity
        paid.quote += fill.notional.doubleValue
        paid.own += fill.notional.doubleValue * fill.rate
      } else if held > 0 {
        let part = min(1, quantity / held)
        effect += part * (paid.quote * fill.rate - paid.own)
        held -= part * held
        paid = (paid.quote * (1 - part), paid.own * (1 - part))
      }
    }
    return FixedPoint(effect)
  }

  package static func - (own: ProfitParts, other: ProfitParts) -> ProfitParts {
    var parts = ProfitParts()
    parts.priceMove = own.priceMove - other.priceMove
    parts.spread = own.spread - other.spread
    parts.slippage = own.slippage - other.slippage
    parts.fees = own.fees - other.fees
    parts.financing = own.financing - other.financing
    parts.conversion = own.conversion - other.conversion
    parts.fills = own.fills - other.fills
    parts.fillsWithoutMiddle = own.fillsWithoutMiddle - other.fillsWithoutMiddle
    return parts
  }

  package static func += (sum: inout ProfitParts, own: ProfitParts) {
    sum.priceMove += own.priceMove
    sum.spread += own.spread
    sum.slippage += own.slippage
    sum.fees += own.fees
    sum.financing += own.financing
    sum.conversion += own.conversion
    sum.fills += own.fills
    sum.fillsWithoutMiddle += own.fillsWithoutMiddle
  }
}
