import CandleStore
import Market
package import Replay
import Scenarios

/// What the market of one panel was when a fill happened, as far as that is known afterwards.
///
/// Market orders trade at the open of the candle that they arrive in: quote and middle are that open's. Stops, targets
/// and liquidations trade somewhere inside a candle: the quote is the price before its slippage, where that is a fixed
/// share; the middle is known by a declared spread, or where the price is that of the open.
package struct FillMarket: Sendable {
  package var opens: OpenPrices
  package var finer: OpenPrices?
  /// A share of price.
  package var halfSpread: Double
  package var slippage: SlippageModel
  /// Whether orders of the strategy trade at market.
  package var entersAtMarket: Bool

  package init(
    opens: OpenPrices, finer: OpenPrices? = nil, halfSpread: Double, slippage: SlippageModel, entersAtMarket: Bool
  ) {
    self.opens = opens
    self.finer = finer
    self.halfSpread = halfSpread
    self.slippage = slippage
    self.entersAtMarket = entersAtMarket
  }

  package struct Reference: Equatable {
    /// What the order's side of the market stood at.
    package var quote: Double
    /// Halfway between the sides; nil where it is not known.
    package var middle: Double?
  }

  /// Nil where even the quote is not known.
  package func reference(of fill: Fill) -> Reference? {
    let open = finer?.open(at: fill.time) ?? opens.open(at: fill.time)
    let isOrder = fill.cause == .signal || fill.cause == .killSwitch
    if isOrder, entersAtMarket, let open {
      return Reference(quote: fill.side == .buy ? open.ask : open.bid, middle: (open.bid + open.ask) / 2)
    }
    guard let quote = quote(of: fill) else { return nil }
    let isQuoted = finer?.isQuoted ?? opens.isQuoted
    guard isQuoted else { return Reference(quote: quote, middle: quote / worse(fill.side, halfSpread)) }
    let isOpen = open.map { abs((fill.side == .buy ? $0.ask : $0.bid) - quote) < 1e-7 * quote } ?? false
    return Reference(quote: quote, middle: isOpen ? open.map { ($0.bid + $0.ask) / 2 } : nil)
  }

  /// The price before slippage; nil where that depends on the order or the day.
  private func quote(of fill: Fill) -> Double? {
    let price = fill.price.doubleValue
    if fill.isMaker || fill.cause == .takeProfit { return price }
    switch slippage {
    case .none: return price
    case .share(let share): return price / worse(fill.side, share)
    case .volatility, .squareRootImpact, .volumeShare: return nil
    }
  }

  private func worse(_ side: Side, _ share: Double) -> Double { side == .buy ? 1 + share : 1 - share }
}

extension ScenarioRun {
  func fillMarket(ofPanel index: Int) throws -> FillMarket {
    let (panel, window) = (scenario.panels[index], panels[index].window)
    let half = panel.settings.venue.spread / 2
    func opens(_ series: SeriesName) throws -> OpenPrices {
      try OpenPrices(
        try store.candles(of: series, from: window.lowerBound, to: window.upperBound), timeframe: series.timeframe,
        halfSpread: half)
    }
    return FillMarket(
      opens: try opens(panel.series), finer: try panel.finer.map { try opens($0.series) },
      halfSpread: half, slippage: panel.settings.venue.slippageModel,
      entersAtMarket: panel.settings.entry.kind == .market)
  }
}
