import Reports
import Testing

@Suite struct TrialsPageTests {
  /// Three by two points; the last failed.
  private func page(prefersLess: Bool = false, keys: [String] = ["fast", "slow"]) -> ReportPage {
    var page = SamplePage.strategy()
    page.trials = SamplePage.trials(keys: keys, prefersLess: prefersLess)
    return page
  }

  private func html(_ page: ReportPage) -> String {
    String(decoding: page.html(charts: nil), as: UTF8.self).withoutGlossary
  }

  @Test func `two keys make a heat map with the best marked`() {
    let text = html(page())
    #expect(text.contains("<table class=\"heat\">"))
    #expect(text.contains("<td class=\"gain best\" style=\"--strength:66\" title=\"fast 10, slow 50: 1.40\">1.40</td>"))
    #expect(text.contains("<td class=\"loss\" style=\"--strength:29\" title=\"fast 5, slow 80: −0.50\">−0.50</td>"))
    #expect(text.contains("<td class=\"none\" style=\"--strength:0\" title=\"fast 20, slow 80: –\">–</td>"))
    #expect(text.contains("6 points tried, 1 failed; ranked by Sharpe ratio."))
    #expect(text.contains("<a href=\"#trials\">Trials</a>"))
    #expect(text.contains("The best of 6 points"))
  }

  @Test func `where less is better the least is strongest`() {
    let text = html(page(prefersLess: true))
    #expect(text.contains("title=\"fast 5, slow 80: −0.50\">−0.50</td>"))
    #expect(text.contains("<td class=\"plain\" style=\"--strength:60\" title=\"fast 5, slow 80: −0.50\">"))
  }

  @Test func `one key makes bars from zero`() {
    var page = page()
    page.trials?.keys = ["fast"]
    page.trials?.grid = [["5", "10"]]
    page.trials?.figures = [-1, 3]
    let text = html(page)
    #expect(!text.contains("<table class=\"heat\">"))
    #expect(text.contains("<i class=\"loss\" style=\"left:0.00%;width:25.00%\"></i>"))
    #expect(text.contains("<i class=\"gain\" style=\"left:25.00%;width:75.00%\"></i>"))
  }

  @Test func `points that are no grid have their table alone`() {
    var page = page()
    page.trials?.grid = []
    let text = html(page)
    #expect(!text.contains("<table class=\"heat\">") && !text.contains("<div class=\"bars\""))
    #expect(text.contains("<table class=\"trials\">"))
  }

  @Test func `a page without trials has none`() {
    let text = html(SamplePage.strategy())
    #expect(!text.contains("id=\"trials\"") && !text.contains("id=\"folds\""))
    #expect(text.contains("After all costs, over the whole tape"))
  }

  @Test func `a long list is cut and says so`() {
    var page = page()
    let row = SamplePage.trials(keys: ["fast", "slow"]).rows[0]
    page.trials?.rows = Array(repeating: row, count: 1_234)
    #expect(html(page).contains("The best 100 of 1,234; trials.csv has all."))
  }

  @Test func `a sweep says what the search explains, or why it cannot`() {
    var page = page()
    var selection = ReportPage.Trials.Selection(sentence: "More than luck <perhaps>?")
    selection.lines = [
      .init("deflated Sharpe ratio", 0.243, .percent, note: "sure"), .init("p", nil, .probability, note: "none"),
    ]
    page.trials?.selection = selection
    let text = html(page)
    #expect(text.contains("<p>More than luck &lt;perhaps&gt;?</p>"))
    #expect(text.contains("deflated Sharpe ratio <small>sure</small></th><td class=\"number\">24.3\u{A0}%</td>"))
    #expect(text.contains("p <small>none</small></th><td class=\"number\">–</td>"))
    page.trials?.selection = ReportPage.Trials.Selection(refusal: "Too few days.")
    #expect(html(page).contains("<p class=\"dim\">Too few days.</p>"))
  }

  @Test func `folds show what was chosen and what came of it`() {
    var page = SamplePage.strategy()
    page.folds = SamplePage.folds()
    let text = html(page)
    #expect(text.contains("In each fold the best of 6 points in training by Sharpe ratio plays the test that follows"))
    #expect(text.contains("<td class=\"number loss\" data-column=\"Sharpe ratio, test\"><b>−0.40</b></td>"))
    #expect(text.contains("Out of sample: 2 test windows"))
  }

  @Test func `keys, values and errors stay text`() {
    var page = page(keys: [SamplePage.attack + "[key]", "slow"])
    page.trials?.grid = [[SamplePage.attack + "[value]", "10", "20"], ["50", "80"]]
    page.trials?.rows[5].error = SamplePage.attack + "[error]"
    page.trials?.rows[0].values[0] = SamplePage.attack + "[cell]"
    page.folds = SamplePage.folds()
    page.folds?.keys = [SamplePage.attack + "[fold]", "slow"]
    let text = html(page)
    for field in ["key", "value", "error", "cell", "fold"] { #expect(text.contains("[\(field)]"), "\(field)") }
    #expect(!text.contains("<script>alert") && !text.contains("<img src=x"))
  }
}

extension SamplePage {
  /// A strategy's page with a sweep and folds on it.
  static func swept() -> ReportPage {
    var page = strategy()
    page.trials = trials(keys: ["strategy.fast", "strategy.slow"])
    page.folds = folds()
    return page
  }

  static func trials(keys: [String], prefersLess: Bool = false) -> ReportPage.Trials {
    let metric = ReportPage.Trials.Metric("Sharpe ratio", .ratio, prefersLess: prefersLess)
    let figures = [0.6, -0.5, 1.4, 0.2, 0.9, nil] as [Double?]
    let points = [("5", "50"), ("5", "80"), ("10", "50"), ("10", "80"), ("20", "50"), ("20", "80")]
    let order = [2, 4, 0, 3, 1, 5]
    var trials = ReportPage.Trials(
      keys: keys, metric: metric, others: [.init("total return", .signedPercent), .init("trades", .count)],
      rows: order.map { index in
        ReportPage.Trials.Row(
          point: index + 1, values: [points[index].0, points[index].1],
          figures: figures[index].map { [$0, $0 / 10, 40] } ?? [nil, nil, nil],
          error: figures[index] == nil ? "fast (20) must be shorter than slow." : nil)
      })
    trials.grid = [["5", "10", "20"], ["50", "80"]]
    trials.figures = figures
    return trials
  }

  static func folds() -> ReportPage.Folds {
    ReportPage.Folds(
      mode: "rolling", metric: .init("Sharpe ratio", .ratio), keys: ["fast", "slow"],
      rows: [
        .init(
          number: 1, train: "2018-01-01 to 2018-06-30", test: "2018-07-01 to 2018-08-31", values: ["5", "50"],
          trained: 1.2, tested: 0.8, testReturn: 0.021, trades: 12),
        .init(
          number: 2, train: "2018-03-01 to 2018-08-31", test: "2018-09-01 to 2018-10-31", values: ["10", "80"],
          trained: 1.6, tested: -0.4, testReturn: -0.012, trades: 9),
      ], points: 6)
  }
}
