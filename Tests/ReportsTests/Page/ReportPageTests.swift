import Foundation
import Market
import Reports
import Testing

@Suite struct ReportPageTests {
  private func html(_ page: ReportPage, charts: String? = nil) -> String {
    String(decoding: page.html(charts: charts), as: UTF8.self)
  }

  /// What a reader finds in the page: without style sheet and scripts, whose texts name every class, and without the
  /// links of words to the glossary.
  private func body(_ page: ReportPage, charts: String? = nil) throws -> Substring {
    let html = html(page, charts: charts)
    let start = try #require(html.range(of: "<body>")?.upperBound)
    let end = try #require(html.range(of: "<script type=\"application/json\"")?.lowerBound)
    return Substring(String(html[start..<end]).withoutGlossary)
  }

  private func count(_ part: String, in text: some StringProtocol) -> Int {
    text.components(separatedBy: part).count - 1
  }

  @Test func `equal pages give equal bytes`() {
    #expect(SamplePage.comparison().html(charts: "x()") == SamplePage.comparison().html(charts: "x()"))
  }

  @Test func `a comparison shows all its sections in order`() throws {
    let body = try body(SamplePage.comparison(), charts: "")
    var last = body.startIndex
    let sections = [
      "same", "paths", "flips", "funnel", "trades", "equity", "months", "outcomes", "volatility", "metrics", "data",
      "assumptions", "inputs", "glossary",
    ]
    for section in sections {
      let found = try #require(body.range(of: "<section id=\"\(section)\""), "section \(section)")
      #expect(found.lowerBound > last)
      last = found.lowerBound
      #expect(body.contains("<a href=\"#\(section)\">"))
    }
  }

  @Test func `a row says what was measured in which experiment`() throws {
    var page = SamplePage.comparison()
    page.variants[1].decisions = .init(
      flips: 127, answers: 21_110, rate: 0.006, interval: .init(0.003, 0.009), verdict: .init("EQUIVALENT", .good))
    page.variants[1].decisions?.divergence = 0.00015
    page.variants[1].money = .init(
      annual: 0.0043, interval: .init(-0.011, 0.019), trackingError: 0.021, smallestDetectable: 0.11, days: 1228)
    let body = try body(page).replacing("\u{A0}", with: " ")
    for text in [
      "3.42 GB, 1.9× smaller", "<strong class=\"verdict good\">EQUIVALENT</strong>", "<b>0.60 %</b> of answers flip",
      "0.30 to 0.90 %, 95 % by day", "127 of 21,110 answers", "margin 2.00 %", "divergence 0.15 millinats",
      "<b>+0.43 %</b> a year", "−1.10 to +1.90 %, 95 %", "tracking error 2.10 %", "smallest detectable 11.0 %",
      "answers in 1.36 s, p95 2.04 s",
      "Answer times (median, p95) are from the card; they are below the resolution of 1h candles.",
      "<b>0.20 %</b> noise floor: against itself", "42 of 21,110 answers, masked prompt", "loaded again: 0 of 21,110",
      "another seed: 633 of 21,110",
      "BTCUSD: a year +21.3 %, Sharpe 0.93", "noise floor: the reference against itself, up to 0.40 %",
    ] {
      #expect(body.contains(text), "\(text)")
    }
  }

  /// Made to be told apart: floor up to 0.4 %, one variant below it; one interval of the money without zero.
  @Test func `the answer names who stands out, and what could not have been found`() throws {
    var page = SamplePage.comparison()
    page.variants.removeLast(2)
    page.focus = 1
    for index in page.panels.indices { page.panels[index].trades.removeLast(2) }
    (page.accounts, page.funnels, page.flipMatrices, page.metrics) = ([], [], [], [])
    page.course = nil
    for (index, flips) in [(1, 0.003), (2, 0.04)] {
      page.variants[index].decisions = .init(
        flips: 1, answers: 1000, rate: flips, interval: .init(flips * 0.9, flips * 1.1))
      page.variants[index].money = .init(
        annual: -0.03, interval: .init(-0.05, index == 1 ? 0.01 : -0.01), trackingError: 0.01,
        smallestDetectable: 0.02 * Double(index), days: 500)
    }
    let text = try body(page).replacing("\u{A0}", with: " ")
    #expect(text.contains("<b>Answers:</b> 3B q4_1 flips more answers than the reference does against itself"))
    #expect(text.contains("<b>Money:</b> the 95 % interval of the difference leaves out zero for 3B q4_1."))
    #expect(
      text.contains(
        "500 days find a true difference four times in five if it is at least 2.0 % (3B q8_0) to 4.0 % (3B q4_1)"))
    page.variants[2].decisions = page.variants[1].decisions
    page.variants[2].money = page.variants[1].money
    let same = try body(page).replacing("\u{A0}", with: " ")
    #expect(same.contains("<b>Answers:</b> no variant flips measurably more answers"))
    #expect(same.contains("<b>Money:</b> no variant’s return differs from the reference’s beyond its 95 % interval."))
  }

  @Test func `a gate's worth is drawn, and what was never decided has none`() throws {
    var page = SamplePage.strategy()
    page.funnels[0].stages = [
      .init(name: "stale", kind: .stopped, ticks: 10, markouts: [nil, nil, nil]),
      .init(name: "low confidence", kind: .stopped, ticks: 20, markouts: [.init(1), .init(2), .init(-10)]),
      .init(name: "ordered", kind: .traded, ticks: 5, markouts: [.init(1), .init(2), .init(40)]),
    ]
    page.funnels[0].stopped = [.init(1), .init(2), .init(-10)]
    let body = try body(page).replacing("\u{A0}", with: " ")
    #expect(body.contains("what gates stopped −10.0 bp, what was ordered +40.0 bp a decision"))
    // Half a cell is 40 bp.
    #expect(body.contains("<span class=\"saved\" style=\"left:37.50%;width:12.50%\">"))
    #expect(body.contains("<span class=\"made\" style=\"left:50.00%;width:50.00%\">"))
    #expect(count("<td class=\"worth\"></td>", in: body) == 2)
  }

  @Test func `the funnel sets the variant beside the reference, stages in the order of the pipeline`() throws {
    var page = SamplePage.comparison()
    page.funnels = [
      .init(
        variant: 0, scope: "BTCUSD 1h", ticks: 200,
        stages: [
          .init(name: "stale", kind: .stopped, ticks: 10), .init(name: "hold", kind: .held, ticks: 90),
          .init(name: "ordered", kind: .traded, ticks: 100),
        ]),
      .init(
        variant: 2, scope: "BTCUSD 1h", ticks: 200,
        stages: [
          .init(name: "hold", kind: .held, ticks: 101), .init(name: "too small", kind: .stopped, ticks: 9),
          .init(name: "ordered", kind: .traded, ticks: 90),
        ]),
    ]
    let body = try body(page).replacing("\u{A0}", with: " ")
    let after = try #require(body.split(separator: "<table class=\"funnel paired\"").last)
    let table = try #require(after.split(separator: "</table>").first)
    let names = table.matches(of: /<th scope="row">([a-z ]+)<\/th>/).map { String($0.1) }
    #expect(names == ["all ticks", "stale", "hold", "too small", "ordered"])
    let differences = table.matches(of: /data-column="difference" data-value="[^"]*">([^<]*)</).map { String($0.1) }
    // 0 of 200 less 10 of 200, and so on.
    #expect(differences == ["", "−5.0", "+5.5", "+4.5", "−5.0"])
    #expect(table.contains("data-column=\"3B f16\" data-value=\"0.45\">45.0 % <small class=\"dim\">90</small>"))
    #expect(table.contains("data-column=\"3B q4_1\" data-value=\"0.505\">50.5 % <small class=\"dim\">101</small>"))
    #expect(count("class=\"funnel", in: body) == 1, "the reference has no funnel of its own beside itself")
  }

  @Test func `a path says where it ends, and whether chance alone ends there`() throws {
    var page = SamplePage.comparison()
    for index in page.accounts.indices {
      let count = page.accounts[index].times.count
      func flat(_ value: Double) -> [Double] { Array(repeating: value, count: count) }
      page.accounts[index].difference = (0..<5).map { flat(0.01 * Double($0)) }
      page.accounts[index].chance = (0..<5).map { variant in
        variant == 0
          ? nil : .init(low: flat(-0.02), high: flat(0.025), blockLength: 2.04, resamples: 2_000, seed: "77")
      }
    }
    let text = try body(page).replacing("\u{A0}", with: " ")
    #expect(
      text.contains("3B q4_1 ends at +2.00 %, inside the −2.00 to +2.50 % that chance alone leaves to 95 of 100 paths"))
    #expect(text.contains("3B q4_0 ends at +3.00 %, above the −2.00 to +2.50 %"))
    #expect(
      text.contains(
        "2,000 resamples of its 702 daily differences, centred on zero, in blocks of 2.0 days on average (seed 77)"))
    #expect(count("<polygon class=\"chance\"", in: text) == 8)
    for index in page.accounts.indices { page.accounts[index].chance = [] }
    let without = try body(page)
    #expect(!without.contains("that chance alone leaves") && !without.contains("class=\"chance\""))
  }

  @Test func `several seeds are named wherever figures are their mean, and the one whose trades are shown`() throws {
    let many = try body(SamplePage.comparison())
    #expect(count("the mean of 5 seeds’ accounts", in: many) == 4)
    #expect(many.contains("Means of 5 seeds. "))
    #expect(many.contains("means over 5 seeds"))
    #expect(many.contains("(seed 1, the first of 5)"))
    #expect(try !body(SamplePage.strategy()).contains("seeds"))
  }

  @Test func `a mock says so at the top, in the title and on each card`() throws {
    let page = SamplePage.comparison()
    #expect(html(page).contains("<title>quantized-variants (mock)</title>"))
    let body = try body(page)
    #expect(body.contains("MOCK MODEL"))
    #expect(body.contains("class=\"mock-banner\""))
    #expect(count("<small class=\"mock\">mock</small>", in: body) == page.variants.count)
    var real = page
    for index in real.variants.indices { real.variants[index].isMock = false }
    #expect(try !self.body(real).lowercased().contains("mock"))
  }

  @Test func `a strategy alone has no comparison`() throws {
    let body = try body(SamplePage.strategy(), charts: "")
    for text in [
      "id=\"same\"", "id=\"paths\"", "id=\"flips\"", "forest", "reference</small>", "mock", "type=\"radio\"",
    ] {
      #expect(!body.contains(text), "\(text)")
    }
    for text in ["id=\"overview\"", "Sharpe", "id=\"funnel\"", "id=\"trades\"", "id=\"equity\"", "id=\"metrics\""] {
      #expect(body.contains(text), "\(text)")
    }
  }

  @Test func `a page of nothing but a title is a page`() throws {
    let body = try body(ReportPage(title: "empty", runID: "0"))
    #expect(body.contains("<h1>empty</h1>"))
    for section in ["paths", "flips", "funnel", "trades", "equity", "volatility", "metrics", "data", "assumptions"] {
      #expect(!body.contains("id=\"\(section)\""))
    }
  }

  @Test func `without the charts a note stands where they were and the tables stay`() throws {
    let with = try body(SamplePage.comparison(), charts: "window.LightweightCharts = {}")
    let without = try body(SamplePage.comparison())
    // With charts, two notes wait inside <noscript>.
    #expect(count("class=\"missing\"", in: with) == 2)
    #expect(count("class=\"missing\"", in: without) == 5)
    // Paths, equity and rolling Sharpe ratio of two panels, as still pictures; where scripts can choose among them, paths by
    // variant.
    #expect(count("<svg class=\"still\"", in: with) == 6)
    #expect(count("<svg class=\"still\"", in: without) == 2 * 4 + 4)
    #expect(!without.contains("data-chart"))
    #expect(!without.contains("TradingView, Inc."))
    #expect(with.contains("Copyright © TradingView, Inc."))
    #expect(count("<details", in: with) == count("<details", in: without))
  }

  @Test(arguments: 1...6, 1...3)
  func `any number of variants and panels fits`(variants: Int, panels: Int) throws {
    var page = SamplePage.comparison()
    let names = ["A", "B", "C", "D", "E", "F"].prefix(variants)
    page.variants = names.map { .init(name: $0, fills: 1) }
    page.reference = nil
    page.focus = 0
    page.panels = (0..<panels).map { number in
      var panel = page.panels[number % 2]
      panel.name = "P\(number)"
      panel.trades = names.map { _ in [] }
      return panel
    }
    page.accounts = page.panels.map { panel in
      .init(
        name: panel.name, currency: "USD", times: [0, 1000], equity: names.map { _ in [1, 2] },
        drawdown: names.map { _ in [0, 0] })
    }
    page.funnels = page.panels.flatMap { panel in
      names.indices.map { ReportPage.Funnel(variant: $0, scope: panel.name, ticks: 0, stages: []) }
    }
    page.flipMatrices = []
    page.metrics = []
    page.course = nil
    let body = try body(page)
    #expect(count("<article class=\"card\"", in: body) == variants)
    #expect(count("data-variant=\"0\"", in: body) == panels)
    #expect(body.contains("data-choice=\"scope\"") == (panels > 1))
    #expect(count("name=\"funnel-variant\"", in: body) == (variants > 1 ? variants : 0))
  }

  @Test func `no text of any field is taken for markup`() throws {
    let (page, fields) = SamplePage.hostile()
    let html = html(page, charts: "let a = '</script><!--'")
    let harmless = self.html(SamplePage.comparison(), charts: "let a = 1")
    // The same elements as a page of harmless texts, no more.
    for part in ["<script", "</script", "<!--", "-->", "<img", "{{title}}</", "\u{2028}<"] {
      #expect(count(part, in: html) == count(part, in: harmless), "\(part)")
    }
    // No quote is left before the accent: a browser would end an attribute there. In JSON it is behind a backslash.
    let bytes = try Array(body(page).utf8)
    #expect(!zip(bytes, bytes.dropFirst()).contains { $0 == 0x22 && $1 == 0xCC })
    for field in Set(fields) { #expect(html.contains("[\(field)]"), "\(field) is not on the page") }
  }

  @Test func `the page may load nothing`() {
    let html = html(SamplePage.comparison(), charts: "")
    #expect(html.contains("default-src 'none'"))
    for loader in ["src=\"", "@import", "url(", "fetch(", "XMLHttpRequest", "<link rel=\"stylesheet"] {
      #expect(!html.contains(loader), "\(loader)")
    }
  }
}
