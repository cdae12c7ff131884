import Market
import Replay
import Testing
import Workbench

/// A profit by accounting, counted by hand.
@Suite struct ProfitPartsTests {
  /// Hourly candles from 0 on, opening at these bids and asks.
  private struct Quotes: CandleSource {
    var opens: [(bid: Double, ask: Double)]
    var isRead = false

    mutating func next() -> CandleColumns? {
      guard !isRead else { return nil }
      isRead = true
      var columns = CandleColumns(quoted: true)
      for (hour, open) in opens.enumerated() {
        func bar(_ price: Double) -> PriceBar { PriceBar(open: price, high: price, low: price, close: price) }
        columns.append(
          openTime: Timestamp(milliseconds: Int64(hour) * 3_600_000), open: open.bid, high: open.ask, low: open.bid,
          close: open.bid, volume: 1, bid: bar(open.bid), ask: bar(open.ask))
      }
      return columns
    }
  }

  private func market(
    _ opens: [(bid: Double, ask: Double)], slippage: SlippageModel = .none, entersAtMarket: Bool = true
  ) throws -> FillMarket {
    FillMarket(
      opens: try OpenPrices(Quotes(opens: opens), timeframe: .oneHour, halfSpread: 0), halfSpread: 0,
      slippage: slippage, entersAtMarket: entersAtMarket)
  }

  private func fill(
    _ side: Side, _ quantity: Double, at price: Double, hour: Double, fee: Double = 0, _ cause: FillCause = .signal,
    rate: Double = 1
  ) -> Fill {
    let (price, quantity) = (FixedPoint(price), FixedPoint(quantity))
    return Fill(
      orderID: 1, time: Timestamp(milliseconds: Int64(hour * 3_600_000)), side: side, quantity: quantity, price: price,
      notional: price * quantity, fee: FixedPoint(fee), cause: cause, rate: rate)
  }

  @Test func `a round trip is price move, spread, slippage and fees`() throws {
    // Bought 2 at 101.5 when the market was 99 to 101, sold at 109 when it was 109 to 111. Middle 100 to 110: +20.
    // Spread 2 x 1 twice: -4. Slippage 2 x 0.5: -1. Fees -0.3. In all 2 x (109 - 101.5) - 0.3 = 14.7.
    let flows = AccountFlows(fills: [
      fill(.buy, 2, at: 101.5, hour: 0.5, fee: 0.1), fill(.sell, 2, at: 109, hour: 1, fee: 0.2),
    ])
    let parts = ProfitParts(
      profit: FixedPoint(14.7), [(try market([(99, 101), (109, 111)], slippage: .share(0.005)), flows, .atOnce)])
    #expect(parts.spread == FixedPoint(-4))
    #expect(parts.slippage == FixedPoint(-1))
    #expect(parts.fees == FixedPoint(-0.3))
    #expect(parts.priceMove == FixedPoint(20))
    #expect(parts.total == FixedPoint(14.7))
    #expect(parts.fills == 2 && parts.fillsWithoutMiddle == 0)
  }

  @Test func `a stop inside a quoted candle has no known middle, and its spread stays in the price move`() throws {
    // Stopped at 95 with 1 % slippage: 94.05.
    let flows = AccountFlows(fills: [fill(.sell, 1, at: 94.05, hour: 1, .stopLoss)])
    let parts = ProfitParts(
      profit: FixedPoint(-6), [(try market([(99, 101), (97, 99)], slippage: .share(0.01)), flows, .atOnce)])
    #expect(parts.slippage == FixedPoint(-0.95))
    #expect(parts.spread == .zero && parts.fillsWithoutMiddle == 1)
    #expect(parts.priceMove == FixedPoint(-5.05))
  }

  @Test func `a stop that the open jumped over has the open's middle`() throws {
    let flows = AccountFlows(fills: [fill(.sell, 1, at: 97, hour: 1, .stopLoss)])
    let parts = ProfitParts(profit: FixedPoint(-3), [(try market([(99, 101), (97, 99)]), flows, .atOnce)])
    #expect(parts.spread == FixedPoint(-1) && parts.fillsWithoutMiddle == 0)
  }

  @Test func `slippage that hangs on the day is not known afterwards for a stop`() throws {
    let flows = AccountFlows(fills: [fill(.sell, 1, at: 94, hour: 1, .stopLoss)])
    let parts = ProfitParts(
      profit: FixedPoint(-6), [(try market([(99, 101), (97, 99)], slippage: .volatility(1)), flows, .atOnce)])
    #expect(parts.slippage == .zero && parts.fillsWithoutMiddle == 1 && parts.priceMove == FixedPoint(-6))
  }

  @Test func `charges are financing and fees, and money bought at another rate is conversion`() throws {
    // 100 quote at 1.5 are 150; at 2 they would have been 200 at the same price.
    let flows = AccountFlows(
      fills: [fill(.buy, 1, at: 100, hour: 0, rate: 1.5), fill(.sell, 1, at: 100, hour: 1, rate: 2)],
      charges: [
        Charge(.financing, time: .distantPast, amount: FixedPoint(-3)),
        Charge(.liquidationFee, time: .distantPast, amount: FixedPoint(-2)),
      ])
    let parts = ProfitParts(profit: FixedPoint(45), [(try market([(100, 100), (100, 100)]), flows, .atOnce)])
    #expect(parts.conversion == FixedPoint(50) && parts.financing == FixedPoint(-3) && parts.fees == FixedPoint(-2))
    #expect(parts.priceMove == .zero)
  }
}
