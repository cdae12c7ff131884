import Reports
import Testing

@Suite struct ForestPlotTests {
  private typealias Row = ForestPlot.Row

  private func row(_ low: Double, _ estimate: Double, _ high: Double) -> Row {
    Row(name: "v", colour: 1, estimate: estimate, low: low, high: high, text: "t")
  }

  private func plot(_ rows: [Row], margin: Double? = nil, isSigned: Bool = true) -> ForestPlot {
    ForestPlot(
      rows: rows, bands: margin.map { [.init(low: -$0, high: $0, label: "margin", style: "margin")] } ?? [],
      isSigned: isSigned)
  }

  @Test(arguments: [(1.0, 0.5), (0.8, 0.2), (0.31, 0.1), (0.2, 0.05), (0.178, 0.05), (0.04, 0.01), (0.0049, 0.002)])
  func `a step is 1, 2 or 5 times a power of ten and parts the span into at most four`(span: Double, step: Double) {
    let found = ForestPlot.roundStep(over: span)
    #expect(abs(found - step) < 1e-12)
    #expect(span / found <= 4 + 1e-9)
  }

  @Test func `the axis covers every interval and zero`() {
    let axis = plot([row(0.003, 0.006, 0.009), row(0.164, 0.178, 0.192)]).axis
    #expect(axis.first == 0)
    #expect(axis.last.map { $0 >= 0.192 } == true)
    let signed = plot([row(-0.21, -0.089, 0.034)]).axis
    #expect(signed.contains(0))
    #expect(signed.first.map { $0 <= -0.21 } == true)
    #expect(signed.last.map { $0 >= 0.034 } == true)
  }

  /// Span 0 to 0.2 in four steps of 0.05: 0.05 is at a quarter.
  @Test func `positions are shares of the axis, the same for every strip`() {
    let (first, second) = (row(0, 0.05, 0.1), row(0.15, 0.178, 0.2))
    let plot = plot([first, second], isSigned: false)
    #expect(
      plot.svg(of: first).contains("<line class=\"interval\" x1=\"0.00%\" x2=\"50.00%\" y1=\"50%\" y2=\"50%\"/>"))
    #expect(plot.svg(of: first).contains("cx=\"25.00%\" cy=\"50%\""))
    #expect(plot.svg(of: second).contains("cx=\"89.00%\" cy=\"50%\""))
    for strip in [plot.svg(of: first), plot.svg(of: second), plot.svg(of: nil)] {
      #expect(strip.contains("<text x=\"100.00%\" y=\"100%\" dy=\"-5\">20\u{A0}%</text>"))
    }
  }

  /// Axis −0.1 to 0.1: a margin of ±0.02 is a fifth of it, from two fifths on.
  @Test func `a band lies where its margin is, in every strip`() {
    let plot = plot([row(-0.1, 0, 0.1)], margin: 0.02)
    let band = "<rect class=\"margin\" x=\"40.00%\" y=\"0\" width=\"20.00%\" height=\"100%\">"
    #expect(plot.svg(of: nil).contains(band))
    #expect(plot.svg(of: row(-0.1, 0, 0.1)).contains(band))
  }

  @Test func `an axis has as many decimals as its step needs`() {
    let plot = plot([])
    #expect(plot.axisText(0.1, step: 0.05) == "+10\u{A0}%")
    #expect(plot.axisText(-0.005, step: 0.005) == "−0.5\u{A0}%")
    #expect(plot.axisText(0.0002, step: 0.0002) == "+0.02\u{A0}%")
    #expect(plot.axisText(0, step: 0.05) == "0\u{A0}%")
  }

  @Test func `what is not a number is left out and the rest is drawn`() {
    let rows = [row(.nan, .nan, .nan), row(-.infinity, 0.01, .infinity), row(0, 0.02, 0.04)]
    let plot = plot(rows)
    let strips = rows.map { plot.svg(of: $0) }
    #expect(strips.map { $0.contains("<circle") } == [false, true, true])
    #expect(strips.map { $0.contains("class=\"interval\"") } == [false, false, true])
    #expect(!strips.joined().contains("nan") && !strips.joined().contains("inf\""))
  }

  @Test func `a plot of nothing still has an axis`() {
    #expect(plot([]).axis.count >= 2)
    #expect(plot([row(0, 0, 0)]).svg(of: row(0, 0, 0)).contains("cx=\"0.00%\""))
  }

  @Test func `names cannot leave the picture`() {
    let hostile = Row(
      name: "</title><script>", colour: 1, estimate: 0.1, low: 0, high: 0.2, text: "\"\u{301}><script>")
    let plot = ForestPlot(
      rows: [hostile], bands: [.init(low: 0, high: 0.1, label: "\"><script>", style: "floor")], isSigned: false)
    let svg = plot.svg(of: hostile)
    #expect(!svg.contains("<script"))
    // As bytes: a quote under an accent is another Character, and ends an attribute all the same.
    let bytes = Array(svg.utf8)
    #expect(!zip(bytes, bytes.dropFirst()).contains { $0 == 0x22 && $1 == 0xCC })
  }
}
