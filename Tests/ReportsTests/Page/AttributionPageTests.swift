import Foundation
import Market
import Reports
import Testing

@Suite struct AttributionPageTests {
  private func html(_ page: ReportPage) -> String {
    String(decoding: page.html(charts: nil), as: UTF8.self).withoutGlossary
  }

  @Test func `amounts are cut off after cents, and the rest of their eight decimals stands behind them`() {
    let text = html(SamplePage.attributed())
    #expect(text.contains("data-value=\"-12345.67890123\">−12,345.67<small>890123</small></td>"))
    #expect(text.contains("data-value=\"1.00000001\">+1.00<small>000001</small></td>"))
    // -12345.67890123 + 1.00000001.
    #expect(text.contains("data-value=\"-12344.67890122\">−12,344.67<small>890122</small></td>"))
  }

  @Test func `parts are summed to both profits and their difference`() {
    let text = html(SamplePage.attributed())
    #expect(text.contains("<tr class=\"whole\"><th scope=\"row\">profit</th>"))
    #expect(text.contains("data-value=\"19\">+19.00"))
    #expect(text.contains("data-value=\"7\">+7.00"))
    #expect(text.contains("data-value=\"-12\">−12.00"))
    #expect(
      text.contains("500 fills of the reference, 1,467 of 3B q4_0; of 2 of them the market’s middle is not known"))
  }

  @Test func `the waterfall says in words what it shows, and draws nothing for nothing`() throws {
    let text = html(SamplePage.attributed())
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
    let text = html(SamplePage.attributed())
    #expect(text.contains("Price: 7,000 &lt;b&gt;&amp; more&lt;/b&gt;"))
    #expect(text.contains("<b class=\"loss nowrap\">−1,824\u{A0}bp</b>"))
  }

  @Test func `the latency that is a variant's own is framed`() {
    let text = html(SamplePage.attributed())
    #expect(text.contains("<td class=\"number own\" data-column=\"3B f16\" data-value=\"1\">"))
    #expect(text.contains("<td class=\"number\" data-column=\"none\" data-value=\"40\">"))
  }

  @Test func `a flip's card and its ring on the path lead to each other`() {
    let text = html(SamplePage.attributed())
    #expect(text.contains("<li id=\"flip-3-1\" tabindex=\"-1\">"))
    #expect(text.contains("href=\"#ring-3-1\">on the path</a>"))
    #expect(text.contains("<a class=\"ring\" id=\"ring-3-1\" href=\"#flip-3-1\""))
    var page = SamplePage.attributed()
    page.accounts = []
    #expect(!html(page).contains("on the path</a>"), "where there is no path")
  }

  @Test func `a ring lies on its variant's line, on the first day that ends after the flip`() throws {
    var page = SamplePage.attributed()
    let day: Int64 = 86_400_000
    let times = (0...4).map { page.panels[0].first.milliseconds + Int64($0) * day }
    page.accounts = [
      .init(
        name: "BTCUSD 1h", currency: "USD", times: times, equity: Array(repeating: [1, 1, 1, 1, 1], count: 5),
        drawdown: Array(repeating: [0, 0, 0, 0, 0], count: 5))
    ]
    page.accounts[0].difference = (0..<5).map { $0 == 3 ? [0, 0, 0.5, 1, 0] : [0, 0, 0, 0, 0] }
    page.attribution?.flips[0].time = Timestamp(milliseconds: times[1] + 1)
    page.focus = 3
    let text = html(page)
    let ring = try #require(text.range(of: "id=\"ring-3-1\""))
    // Two days of four across; half of 0 to 1, whose edges are 4 of 200 from the top and bottom.
    #expect(text[ring.upperBound...].prefix(400).contains("style=\"left:50.00%;top:50.00%;--below:0\""))
  }

  @Test func `a page without an attribution has no such section`() {
    let text = html(SamplePage.comparison())
    #expect(!text.contains("id=\"money\"") && !text.contains("href=\"#money\""))
    #expect(html(SamplePage.attributed()).contains("<a href=\"#money\">Money</a>"))
  }
}
