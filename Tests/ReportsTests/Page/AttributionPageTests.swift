import Market
import Reports
import Testing

@Suite struct AttributionPageTests {
  private func page() -> ReportPage {
    var page = SamplePage.comparison()
    var attribution = ReportPage.Attribution(origin: "seed 1, the first of 5")
    attribution.views = [
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
        ], fills: (reference: 500, candidate: 1_467, withoutMiddle: 2))
    ]
    attribution.latencies = [
      .init(
        scope: "BTCUSD 1h", currency: "USD",
        profits: (0..<5).map { variant in (0..<6).map { FixedPoint(Double(variant * 10 + $0)) } })
    ]
    attribution.flips = [
      .init(
        variant: 3, panel: "BTCUSD 1h", time: Timestamp(year: 2018, month: 4, day: 12), reference: "HOLD, 48 sure",
        candidate: "SELL, 54 sure", markOut: -1824, closes: [100, 101, 99, 110], after: 2,
        prompt: "Price: 7,000 <b>& more</b>")
    ]
    attribution.remarks = ["One seed of 5 is taken apart."]
    page.attribution = attribution
    return page
  }

  private func html(_ page: ReportPage) -> String { String(decoding: page.html(charts: nil), as: UTF8.self) }

  @Test func `amounts are cut off after cents, and the rest of their eight decimals stands behind them`() {
    let text = html(page())
    #expect(text.contains("data-value=\"-12345.67890123\">−12,345.67<small>890123</small></td>"))
    #expect(text.contains("data-value=\"1.00000001\">+1.00<small>000001</small></td>"))
    // -12345.67890123 + 1.00000001.
    #expect(text.contains("data-value=\"-12344.67890122\">−12,344.67<small>890122</small></td>"))
  }

  @Test func `parts are summed to both profits and their difference`() {
    let text = html(page())
    #expect(text.contains("<tr class=\"whole\"><th scope=\"row\">profit</th>"))
    #expect(text.contains("data-value=\"19\">+19.00"))
    #expect(text.contains("data-value=\"7\">+7.00"))
    #expect(text.contains("data-value=\"-12\">−12.00"))
    #expect(
      text.contains("500 fills of the reference, 1,467 of 3B q4_0; of 2 of them the market’s middle is not known"))
  }

  @Test func `the waterfall says in words what it shows, and draws nothing for nothing`() throws {
    let text = html(page())
    let after = try #require(text.split(separator: "<svg class=\"waterfall\"").last)
    let picture = try #require(after.split(separator: "</svg>").first)
    #expect(
      picture.contains(
        "aria-label=\"3B q4_0 less the reference on BTCUSD 1h, USD: action −12,345.67, confidence +1.00, "
          + "latency 0.00, in all −12,344.67\""))
    // Two causes and the difference.
    #expect(picture.split(separator: "<rect").count - 1 == 3)
  }

  @Test func `a prompt is text and never markup`() {
    let text = html(page())
    #expect(text.contains("Price: 7,000 &lt;b&gt;&amp; more&lt;/b&gt;"))
    #expect(text.contains("<b class=\"loss nowrap\">−1,824\u{A0}bp</b>"))
  }

  @Test func `the latency that is a variant's own is framed`() {
    let text = html(page())
    #expect(text.contains("<td class=\"number own\" data-column=\"3B f16\" data-value=\"1\">"))
    #expect(text.contains("<td class=\"number\" data-column=\"none\" data-value=\"40\">"))
  }

  @Test func `a page without an attribution has no such section`() {
    let text = html(SamplePage.comparison())
    #expect(!text.contains("id=\"money\"") && !text.contains("href=\"#money\""))
    #expect(html(page()).contains("<a href=\"#money\">Money</a>"))
  }
}
