import Market
import Reports
import Testing

@Suite struct EvidencePageTests {
  private func html(_ page: ReportPage) -> String {
    String(decoding: page.html(charts: nil), as: UTF8.self).withoutGlossary
  }

  private func calibration(bars: Int = 2_000) -> ReportPage.Calibration {
    var row = ReportPage.Calibration.Row(
      variant: 0, answers: 5_000, bars: bars, neededBars: 480, hitRate: 0.42, confidence: 0.58, brier: 0.27,
      reliability: 0.03, resolution: 0.004, uncertainty: 0.2436, withinBins: 0.0004, calibrationError: 0.16,
      spread: 0.09,
      bins: [.init(count: 2_500, confidence: 0.5, hitRate: 0.4), .init(count: 2_500, confidence: 0.66, hitRate: 0.44)])
    row.overconfidence = .init(0.12, 0.2)
    row.noiseError = 0.03
    row.noiseProbability = 0.001
    return ReportPage.Calibration(horizon: 24, rows: [row], unlabelled: 30)
  }

  @Test func `a page without evidence has none of its sections`() {
    let text = html(SamplePage.comparison())
    for id in ["calibration", "memory", "risk", "luck"] { #expect(!text.contains("id=\"\(id)\"")) }
  }

  @Test func `calibration shows overconfidence with its interval, and Brier's parts`() {
    var page = SamplePage.comparison()
    page.evidence.calibration = calibration()
    let text = html(page)
    #expect(text.contains("Does it know when it is right?") && text.contains("<a href=\"#calibration\">"))
    #expect(text.contains("+16.0\u{A0}%<small>+12.0\u{A0}% to +20.0\u{A0}%</small>"))
    #expect(text.contains("= 0.0300 − 0.0040 + 0.2436 + 0.0004"))
    #expect(text.contains("30 answers of each variant stand too near the end"))
    #expect(!text.contains("Too few independent labels"))
  }

  @Test func `null traders stand on one scale, the account's own return among them`() {
    var page = SamplePage.comparison()
    page.evidence.nullTraders = ReportPage.NullTraders(
      orders: 39, block: 6,
      rows: [
        .init(
          variant: 0, account: "BTCUSD 1h <b>", own: 0.3, shuffled: [-0.1, 0, 0.1], probability: 0.025,
          exposureMatched: 0.2, breakEvenFee: 12.34, paidFee: 5),
        .init(
          variant: 1, account: "BTCUSD 1h", own: 0, shuffled: nil, probability: 1, exposureMatched: 0, breakEvenFee: -3,
          paidFee: nil),
      ])
    let text = html(page)
    // From -10 to +30 %: zero a quarter across, the band the first half, its own return at the end.
    #expect(text.contains("<i class=\"zero\" style=\"left:25.00%\"></i>"))
    #expect(
      text.contains(
        "<i class=\"band\" style=\"left:0.00%;width:50.00%\"></i><i class=\"median\" style=\"left:25.00%\">"))
    #expect(text.contains("<i class=\"held\" style=\"left:75.00%\"></i><i class=\"own\" style=\"left:100.00%\"></i>"))
    #expect(text.contains("<td class=\"number gain\" data-column=\"p\">0.025</td>"))
    #expect(text.contains("+12.3\u{A0}bp<small>paid 5.0 bp</small>"))
    #expect(text.contains("<td class=\"number loss\" data-column=\"break-even fee\">−3.0\u{A0}bp</td>"))
    #expect(text.contains("BTCUSD 1h &lt;b&gt;") && text.contains("<a href=\"#luck\">"))
  }

  @Test func `points lie where confidence and hit rate put them`() throws {
    var page = SamplePage.comparison()
    page.evidence.calibration = calibration()
    // From 40 to 70 % over 210 pixels: 50 % is a third across, 40 % is the bottom.
    #expect(html(page).contains("<circle cx=\"110.0\" cy=\"218.0\" r=\"4\">"))
  }

  @Test func `few labels are warned of`() {
    var page = SamplePage.comparison()
    page.evidence.calibration = calibration(bars: 479)
    #expect(html(page).contains("3B f16 acted at 479 ticks, 480 are wanted"))
  }

  @Test func `memory shows both halves only where there are some, and its warning in a box`() {
    var page = SamplePage.comparison()
    var row = ReportPage.Memory.Row(variant: 1, cutoff: Timestamp(year: 2018, month: 3, day: 1), window: "across")
    row.reworded = .init(count: 10, answers: 1_000, rate: 0.01, interval: .init(0.005, 0.02))
    page.evidence.memory = ReportPage.Memory(otherForm: "masked", rows: [row], warning: "Read <before>.")
    let before = html(page)
    #expect(
      before.contains("Read &lt;before&gt;.") && before.contains("masked prompt") && !before.contains("flips after"))
    #expect(before.contains("10 of 1,000"))
    row.before = .init(answers: 600, flips: row.reworded, hitRate: 0.5, acted: 200)
    row.after = .init(answers: 400, flips: row.reworded, hitRate: 0.4, acted: 100)
    page.evidence.memory = ReportPage.Memory(otherForm: "masked", rows: [row], warning: nil)
    let across = html(page)
    #expect(across.contains("flips after") && across.contains("40.0\u{A0}%<small>of 100 BUY and SELL</small>"))
    #expect(!across.contains("Not a test of foresight"))
  }

  @Test func `a rejected forecast is coloured`() {
    var page = SamplePage.comparison()
    var risk = ReportPage.Risk()
    risk.forecasts = [
      .init(
        instrument: "BTCUSD", level: 0.01, days: 700, exceptions: 20, expected: 7, coverage: [0.001, nil, nil],
        severity: [-0.3, 0.01], shortfall: [-2.5, 0.2])
    ]
    page.evidence.risk = risk
    let text = html(page)
    #expect(text.contains("<td class=\"number loss\" data-column=\"p count\">0.001</td>"))
    #expect(text.contains("<td class=\"number \" data-column=\"p independence\">–</td>"))
    #expect(text.contains("<td class=\"number \" data-column=\"p Z2\">0.200</td>"))
    #expect(text.contains(">99\u{A0}%</td>"))
  }
}
