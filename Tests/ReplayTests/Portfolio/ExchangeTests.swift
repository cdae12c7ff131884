import Market
import Replay
import Testing

/// Instruments quoted in another currency than the account's.
@Suite struct ExchangeTests {
  private static let pound = Instrument(
    symbol: "GBPUSD", base: "GBP", quote: "USD", calendar: .alwaysOpen, priceTick: 1_000, lotStep: 100_000_000,
    minimumOrder: 100_000_000)

  /// Hourly rates that are known from each candle's close on.
  private func rates(_ values: [Double]) -> ExchangeRates {
    ExchangeRates(times: values.indices.map { Timestamp.monday.close(of: $0).milliseconds }, rates: values)
  }

  private func scene(_ closes: [Double], _ rates: [Double], _ positions: PositionMode) -> ReplayScene {
    var scene = ReplayScene(
      CandleColumns(closes: closes, from: .monday), instrument: Self.pound, settings: .permissive)
    scene.settings.positions = positions
    scene.settings.sizing.rule = .fixedFraction
    scene.settings.sizing.fraction = 0.5
    scene.settings.risk.maximumConcentration = 1
    scene.exchange = self.rates(rates)
    return scene
  }

  @Test func `a margin account carries only the profit from one currency into the other`() throws {
    // 5,000 EUR at 0.8 EUR a USD are 6,250 USD: 5,000 pounds at 1.25.
    let run = try scene([1.25, 1.25, 1.35, 1.35, 1.35], [0.8, 0.8, 0.8, 0.9, 0.9], .longShort)
      .played(by: .plan([0: .buy, 3: .hold]))
    #expect(run.position.quantity == FixedPoint(5_000))
    // 500 USD of profit: 400 EUR at 0.8, 450 at 0.9; the 6,250 USD themselves gain nothing when the dollar rises.
    #expect(run.rows.map(\.equity) == [10_000, 10_000, 10_400, 10_450, 10_450].map { FixedPoint(Double($0)) })
    #expect(run.account.cash == FixedPoint(10_000))
  }

  @Test func `its profit is exchanged once, when the position has gone`() throws {
    let run = try scene([1.25, 1.25, 1.35, 1.35, 1.35], [0.8, 0.8, 0.8, 0.9, 0.9], .longShort)
      .played(by: .plan([0: .buy, 2: .sell, 3: .hold]))
    let first = try #require(run.charges.first)
    // The close fills at 03:00, when the rate of the hour before, 0.8, is known.
    #expect(first.kind == .conversion && first.quoteAmount == FixedPoint(500) && first.amount == FixedPoint(400))
    #expect(run.trades.first?.profit == FixedPoint(400))
  }

  @Test func `a spot account exchanges every fill, and what it holds is exposed to the rate`() throws {
    let run = try scene([1.25, 1.25, 1.25, 1.25], [0.8, 0.8, 0.9, 0.9], .longFlat)
      .played(by: .plan([0: .buy]))
    #expect(run.account.cash == FixedPoint(5_000))
    #expect(run.rows.map(\.equity) == [10_000, 10_000, 10_625, 10_625].map { FixedPoint(Double($0)) })
    #expect(run.charges.isEmpty)
  }

  @Test func `a rate is not known before its candle has closed`() throws {
    let run = try scene([1.25, 1.25, 1.25, 1.25], [0.8, 0.8, 0.8, 5], .longFlat).played(by: .plan([0: .buy]))
    #expect(run.rows.prefix(3).allSatisfy { $0.equity == FixedPoint(10_000) })
  }
}
