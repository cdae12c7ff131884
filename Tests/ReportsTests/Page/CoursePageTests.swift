import Foundation
import Market
import Reports
import Testing

@Suite struct CoursePageTests {
  private typealias Return = ReportPage.Course.Return

  private func html(_ page: ReportPage, charts: String? = nil) -> String {
    let text = String(decoding: page.html(charts: charts), as: UTF8.self)
    return (text.components(separatedBy: "<main>").last ?? "").replacing("\u{A0}", with: " ")
  }

  /// Two variants on one account, the second against the first, in the first two months of 2018.
  private func page(_ months: [[Return?]], whole: [Return]) -> ReportPage {
    var page = ReportPage(title: "t", runID: "r")
    page.variants = [.init(name: "A", fills: 1), .init(name: "B", fills: 1)]
    page.reference = 0
    page.focus = 1
    page.accounts = [
      .init(
        name: "X 1h", currency: "USD", times: [0, 1000], equity: [[1, 2], [1, 2]], drawdown: [[0, 0], [0, 0]])
    ]
    let years = zip(months, whole).map { own, whole in
      [ReportPage.Course.Year(year: 2018, months: own + [Return?](repeating: nil, count: 12 - own.count), whole: whole)]
    }
    let none = ReportPage.Course.Trades(
      count: 0, hitRate: nil, mean: nil, median: nil, averageWin: nil, averageLoss: nil, longestLosingStreak: 0,
      medianHolding: nil, bins: [])
    page.course = .init(
      accounts: [.init(name: "X 1h", days: 59, years: years, falls: [[], []], trades: [none, none], edges: [])],
      window: 90)
    return page
  }

  private var twoMonths: ReportPage {
    page(
      [
        [.init(0.1, isWhole: true), .init(-0.05, isWhole: false)],
        [.init(0.08, difference: -0.02, isWhole: true), .init(0, difference: 0.05, isWhole: false)],
      ],
      whole: [.init(0.045, isWhole: false), .init(0.08, difference: 0.035, isWhole: false)])
  }

  @Test func `a page without its course has neither section`() {
    var page = SamplePage.comparison()
    page.course = nil
    let text = html(page)
    #expect(!text.contains("id=\"months\"") && !text.contains("id=\"outcomes\""))
  }

  /// Ten per cent is the largest month and so has 8 + 58 of the colour, half of it 8 + 29; years have their own measure.
  @Test func `months have their number, their colour by sign and size, and a mark where they are a part`() {
    let text = html(twoMonths)
    #expect(text.contains("<td class=\"gain\" style=\"--strength:66\">+10.0</td>"))
    #expect(text.contains("<td class=\"loss part\" style=\"--strength:37\">−5.0</td>"))
    #expect(text.contains("<td class=\"none part\" style=\"--strength:0\">0.0</td>"))
    #expect(text.contains("<td class=\"year gain part\" style=\"--strength:66\">+8.0</td>"))
    #expect(text.contains("<td class=\"outside\" style=\"--strength:0\"></td>"))
    #expect(text.contains("only a part of it lies in the run"))
  }

  @Test func `differences to the reference are a choice with a scale of its own`() {
    let text = html(twoMonths)
    #expect(text.contains("less the reference’s</span>"))
    #expect(text.contains("<td class=\"loss\" style=\"--strength:31\">−2.0</td>"))
    #expect(text.contains("<td class=\"gain part\" style=\"--strength:66\">+5.0</td>"))
    #expect(text.components(separatedBy: "this is the reference itself").count == 2)
  }

  @Test func `small returns have a second decimal`() {
    let small = page(
      [[.init(0.0012, isWhole: true)], [.init(0.0034, difference: 0.0022, isWhole: true)]],
      whole: [.init(0.0012, isWhole: true), .init(0.0034, difference: 0.0022, isWhole: true)])
    let text = html(small)
    #expect(text.contains(">+0.12</td>") && text.contains(">+0.22</td>"))
    #expect(!text.contains("only a part of it"))
  }

  @Test func `a run shorter than a window says so in place of the line`() {
    let text = html(twoMonths, charts: "x")
    #expect(text.contains("X 1h: the account has 59 days with returns, fewer than the 90 of a window"))
    #expect(!text.contains("data-chart=\"sharpe\"") && !text.contains("data-table=\"sharpe\""))
    let long = html(SamplePage.comparison(), charts: "x")
    #expect(long.contains("data-chart=\"sharpe\"") && !long.contains("of a window, and so no line"))
  }

  @Test func `the reference's drawdowns stand beside those of the variant that was chosen`() {
    var page = twoMonths
    page.course?.accounts[0].falls = [
      [
        .init(
          depth: 0.25, peak: .init(year: 2018, month: 1, day: 3), trough: .init(year: 2018, month: 1, day: 9),
          recovery: nil, days: 56)
      ],
      [
        .init(
          depth: 0.5, peak: .init(year: 2018, month: 1, day: 4), trough: .init(year: 2018, month: 1, day: 5),
          recovery: .init(year: 2018, month: 1, day: 6), days: 2)
      ],
    ]
    let text = html(page)
    for (choice, name) in [("", "A"), (" data-variant=\"1\"", "B")] {
      let start =
        "<div class=\"view\" data-scope=\"0\"\(choice)>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        + "aria-label=\"Deepest drawdowns of \(name) on X 1h\">"
      #expect(text.contains(start), "\(name)")
    }
    #expect(text.contains("data-value=\"0.25\">25.0 %</th>"))
    #expect(text.contains("data-column=\"recovered on\">–</td>") && text.contains(">2018-01-06</td>"))
    #expect(html(twoMonths).contains("Equity never fell."))
  }

  @Test func `bars are shares of a variant's own trades, with the reference's as an outline`() {
    var page = twoMonths
    func trades(_ bins: [Int]) -> ReportPage.Course.Trades {
      .init(
        count: bins.reduce(0, +), hitRate: 0.5, mean: 0.00123, median: -0.0002, averageWin: 0.01, averageLoss: -0.01,
        longestLosingStreak: 7, medianHolding: 81_000, bins: bins)
    }
    page.course?.accounts[0].edges = [-10, 0, 10]
    page.course?.accounts[0].trades = [trades([0, 10, 10, 0]), trades([1, 1, 2, 0])]
    let text = html(page)
    #expect(text.contains("<b>B</b> <span class=\"dim\">4 trades, mean +12.3 bp</span>"))
    // Half of the trades is the highest, at steps of 20 %: 25 % stands at 583 of 1,000 from the top of 60 %.
    #expect(text.contains(" d=\"M2 1000V583H248V1000zM252 1000V583H498V1000zM502 1000V167H748V1000z\"/>"))
    #expect(text.contains("<path class=\"outline\" d=\"M0 1000V1000H250V167H500V167H750V1000H1000V1000\"/>"))
    #expect(text.contains("data-value=\"81000\">22.5 h</td>") && text.contains("data-value=\"7\">7</td>"))
    #expect(text.contains(">−10</text>") && text.contains("class=\"zero\" x1=\"50.00%\""))
  }

  @Test func `the bins of every variant are in a table`() {
    let text = html(SamplePage.strategy())
    let rows = text.components(separatedBy: "<caption>Trades by return")[1].components(separatedBy: "</table>")[0]
    #expect(rows.components(separatedBy: "<tr>").count - 2 == 26)
    #expect(!text.contains("the reference’s</li>"))
  }
}
