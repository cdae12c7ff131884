import Reports
import Testing

/// Expected texts follow from the rules in `Unit.swift`; halves are chosen to be exact in binary.
@Suite struct FiguresTests {
  @Test(arguments: [
    (0.051, "5.1\u{A0}%"), (-0.184, "−18.4\u{A0}%"), (1.5, "150\u{A0}%"), (0, "0.0\u{A0}%"), (-0.0001, "0.0\u{A0}%"),
    (12.345, "1,235\u{A0}%"),
  ])
  func `a share is written in percent, to a tenth below one hundred`(share: Double, text: String) {
    #expect(ReportPage.Unit.percent.text(share) == text)
  }

  @Test(arguments: [(0.004, "+0.4\u{A0}%"), (-0.012, "−1.2\u{A0}%"), (0, "0.0\u{A0}%"), (0.0004, "0.0\u{A0}%")])
  func `a signed share has a sign unless it rounds to zero`(share: Double, text: String) {
    #expect(ReportPage.Unit.signedPercent.text(share) == text)
  }

  /// Thresholds are in `Unit.swift`: two digits or so that say something.
  @Test(arguments: [
    (0.124, "12.4\u{A0}%"), (0.0268, "2.68\u{A0}%"), (0.0038, "0.38\u{A0}%"), (0.000059, "0.006\u{A0}%"),
    (0.000002, "0.0002\u{A0}%"), (0, "0.0\u{A0}%"),
  ])
  func `a small rate does not round to nothing`(rate: Double, text: String) {
    #expect(ReportPage.Unit.rate.text(rate) == text)
    #expect(ReportPage.Unit.signedRate.text(-rate) == (rate == 0 ? text : "−" + text))
  }

  /// 1,524,700,800 s is 2018-04-26 00:00 UTC (`date -u -d @1524700800`).
  @Test func `a date is a UTC day`() {
    #expect(ReportPage.Unit.date.text(1_524_700_800_000) == "2018-04-26")
    #expect(ReportPage.Unit.date.text(1_524_700_799_999) == "2018-04-25")
    #expect(ReportPage.Unit.date.text(1e300) == "–")
  }

  @Test(arguments: [
    (0.0, 0, "0"), (4222, 0, "4,222"), (1_234_567.125, 2, "1,234,567.13"), (-999.5, 0, "−1,000"), (0.0625, 3, "0.063"),
    (999.999, 2, "1,000.00"), (-0.004, 2, "0.00"), (5e-10, 9, "0.000000001"),
  ])
  func `numbers round halves away from zero and part thousands`(value: Double, decimals: Int, text: String) {
    #expect(Figures.fixed(value, decimals) == text)
  }

  @Test func `every unit says what it counts`() {
    #expect(ReportPage.Unit.ratio.text(0.934) == "0.93")
    #expect(ReportPage.Unit.count.text(642) == "642")
    #expect(ReportPage.Unit.money("USD").text(14_020.31) == "14,020.31\u{A0}USD")
    #expect(ReportPage.Unit.basisPoints.text(-11.8) == "−11.8\u{A0}bp")
    #expect(ReportPage.Unit.basisPoints.text(0.4) == "+0.4\u{A0}bp")
    #expect(ReportPage.Unit.seconds.text(0.425) == "0.43\u{A0}s")
    #expect(ReportPage.Unit.seconds.text(31.25) == "31.3\u{A0}s")
    #expect(ReportPage.Unit.days.text(96) == "96.0\u{A0}d")
    #expect(ReportPage.Unit.days.text(113.2) == "113\u{A0}d")
  }

  @Test(arguments: [
    (119.4, "119\u{A0}s"), (120, "2\u{A0}min"), (7199, "120\u{A0}min"), (7200, "2.0\u{A0}h"), (81_000, "22.5\u{A0}h"),
    (172_800, "2.0\u{A0}d"), (12_960_000, "150.0\u{A0}d"),
  ])
  func `a duration is in the largest unit of which there are two`(seconds: Double, text: String) {
    #expect(ReportPage.Unit.duration.text(seconds) == text)
  }

  @Test(arguments: [nil, Double.nan, .infinity, -.infinity])
  func `what has no finite value is a dash`(value: Double?) {
    for unit in [
      ReportPage.Unit.percent, .signedPercent, .rate, .signedRate, .ratio, .count, .money("USD"), .basisPoints,
      .seconds,
      .days, .date, .duration,
    ] {
      #expect(unit.text(value) == "–")
    }
  }

  @Test func `a number too large for 64 bits is still written`() {
    #expect(Figures.fixed(1e300, 2) == "1e+300")
    #expect(Figures.fixed(-1e18, 2) == "-1e+18")
  }

  @Test func `thousands are parted in every length`() {
    #expect(
      [1, 12, 123, 1234, 12_345, 123_456, 1_234_567].map { Figures.grouped($0) } == [
        "1", "12", "123", "1,234", "12,345", "123,456", "1,234,567",
      ])
    #expect(Figures.grouped(-1234) == "−1,234")
  }
}
