import Foundation
import Market
import Reports
import Testing

@Suite struct ReportPageTests {
  private func html(_ page: ReportPage, charts: String? = nil) -> String {
    String(decoding: page.html(charts: charts), as: UTF8.self)
  }

  /// What a reader finds in the page: without style sheet and scripts, whose texts name every class.
  private func body(_ page: ReportPage, charts: String? = nil) throws -> Substring {
    let html = html(page, charts: charts)
    let start = try #require(html.range(of: "<body>")?.upperBound)
    let end = try #require(html.range(of: "<script type=\"application/json\"")?.lowerBound)
    return html[start..<end]
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
      "same", "paths", "flips", "funnel", "trades", "equity", "volatility", "metrics", "data", "assumptions", "inputs",
    ]
    for section in sections {
      let found = try #require(body.range(of: "<section id=\"\(section)\""), "section \(section)")
      #expect(found.lowerBound > last)
      last = found.lowerBound
      #expect(body.contains("<a href=\"#\(section)\">"))
    }
  }

  @Test func `a card says what was measured in which experiment`() throws {
    var page = SamplePage.comparison()
    page.variants[1].decisions = .init(
      flips: 25, ticks: 4222, rate: 0.006, interval: .init(0.003, 0.009), verdict: .init("EQUIVALENT", .good))
    page.variants[1].money = .init(
      annual: 0.004, interval: .init(-0.011, 0.019), trackingError: 0.021, smallestDetectable: 0.11)
    let body = try body(page).replacing("\u{A0}", with: " ")
    for text in [
      "3.42 GB, 1.9× smaller", "<span>probe</span><strong class=\"verdict good\">EQUIVALENT</strong>",
      "<b>0.6 %</b> of answers flip", "0.3 to 0.9 %, 95 % by day",
      "25 of 4,222 ticks, noise floor 0.2 %, margin 2.0 %", "<b>+0.4 %</b> a year against the reference",
      "−1.1 to +1.9 %, 95 %", "tracking error 2.1 %, smallest detectable 11.0 %",
      "1.36 s median, 2.04 s p95, from the card; below the resolution of 1h candles",
    ] {
      #expect(body.contains(text), "\(text)")
    }
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
    for text in ["id=\"same\"", "id=\"paths\"", "id=\"flips\"", "forest", "reference</span>", "mock", "type=\"radio\""]
    {
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
    #expect(count("class=\"missing\"", in: with) == 0)
    #expect(count("class=\"missing\"", in: without) == 4)
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

  /// For `page_check.py`, which opens the pages in a browser: `REPORT_PAGES` names the folder to write them to.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["REPORT_PAGES"] != nil))
  func `sample pages are written for the browser`() throws {
    let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["REPORT_PAGES"] ?? "")
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let charts = try String(contentsOf: root.appending(path: ".cache/charts/lightweight-charts.js"), encoding: .utf8)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func write(_ page: ReportPage, as name: String, charts: String?) throws {
      try Data(page.html(charts: charts)).write(to: folder.appending(path: name + ".html"))
    }
    try write(SamplePage.comparison(), as: "comparison", charts: charts)
    try write(SamplePage.strategy(), as: "strategy", charts: charts)
    try write(SamplePage.hostile().page, as: "hostile", charts: charts)
    try write(SamplePage.comparison(), as: "without-charts", charts: nil)
    try write(ReportPage(title: "empty", runID: "0"), as: "empty", charts: charts)
  }
}
