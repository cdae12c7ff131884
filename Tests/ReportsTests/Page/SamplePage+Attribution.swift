import Market
import Reports

extension SamplePage {
  /// A comparison with causes, latencies and costly flips, two of which fall on one day.
  static func attributed() -> ReportPage {
    var page = comparison()
    var attribution = ReportPage.Attribution(origin: "seed 1, the first of 5")
    attribution.views = [
      .init(
        variant: 1, scope: "EURUSD 1h", currency: "USD", causes: [.init("action", FixedPoint(units: 5_000_000_000))],
        interactions: [], parts: [], fills: (reference: 1, candidate: 1, withoutMiddle: 0)),
      .init(
        variant: 3, scope: "BTCUSD 1h", currency: "USD",
        causes: [
          .init("action", FixedPoint(units: -1_234_567_890_123)), .init("confidence", FixedPoint(units: 100_000_001)),
          .init("latency", .zero),
        ],
        interactions: [.init("action and confidence", -163.314)],
        parts: [
          .init("price move", reference: FixedPoint(20), candidate: FixedPoint(10)),
          .init("fees", reference: FixedPoint(-1), candidate: FixedPoint(-3)),
        ], fills: (reference: 500, candidate: 1_467, withoutMiddle: 2)),
    ]
    attribution.latencies = [
      .init(
        scope: "BTCUSD 1h", currency: "USD",
        profits: (0..<5).map { variant in (0..<6).map { FixedPoint(Double(variant * 10 + $0)) } })
    ]
    attribution.flips = [
      flip(3, "BTCUSD 1h", Timestamp(year: 2018, month: 4, day: 12), -1824),
      flip(3, "BTCUSD 1h", Timestamp(year: 2019, month: 1, day: 7), -911),
      flip(3, "BTCUSD 1h", Timestamp(year: 2019, month: 1, day: 7), -640),
      flip(3, "EURUSD 1h", Timestamp(year: 2018, month: 8, day: 1), -77),
      flip(1, "EURUSD 1h", Timestamp(year: 2018, month: 3, day: 5), -80),
    ]
    attribution.remarks = ["One seed of 5 is taken apart."]
    page.attribution = attribution
    return page
  }

  private static func flip(_ variant: Int, _ panel: String, _ time: Timestamp, _ markOut: Double)
    -> ReportPage.Attribution.CostlyFlip
  {
    .init(
      variant: variant, panel: panel, account: panel, time: time, reference: "HOLD, 48 sure",
      candidate: "SELL, 54 sure", markOut: markOut, closes: [100, 101, 99, 110], after: 2,
      prompt: "Price: 7,000 <b>& more</b>")
  }
}
