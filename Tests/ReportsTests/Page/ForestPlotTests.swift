import Reports
import Testing

@Suite struct ForestPlotTests {
  private func plot(_ rows: [(Double, Double, Double)], margin: Double? = nil, isSigned: Bool = true) -> ForestPlot {
    ForestPlot(
      rows: rows.enumerated().map { index, row in
        .init(name: "v\(index)", colour: index + 1, estimate: row.1, low: row.0, high: row.2, text: "t\(index)")
      },
      bands: margin.map { [.init(low: -$0, high: $0, label: "margin", style: "margin")] } ?? [], isSigned: isSigned,
      label: "a plot")
  }

  @Test(arguments: [(1.0, 0.2), (0.9, 0.2), (0.31, 0.1), (0.2, 0.05), (0.178, 0.05), (0.05, 0.01), (0.0049, 0.001)])
  func `a step is 1, 2 or 5 times a power of ten and parts the span into at most five`(span: Double, step: Double) {
    let found = ForestPlot.roundStep(over: span)
    #expect(abs(found - step) < 1e-12)
    #expect(span / found <= 5 + 1e-9)
  }

  @Test func `the axis covers every interval and zero`() {
    let axis = plot([(0.003, 0.006, 0.009), (0.164, 0.178, 0.192)]).axis
    #expect(axis.first == 0)
    #expect(axis.last.map { $0 >= 0.192 } == true)
    let signed = plot([(-0.21, -0.089, 0.034)]).axis
    #expect(signed.contains(0))
    #expect(signed.first.map { $0 <= -0.21 } == true)
    #expect(signed.last.map { $0 >= 0.034 } == true)
  }

  /// Span 0 to 0.2 in four steps of 0.05: 0.05 is at a quarter.
  @Test func `positions are shares of the axis`() {
    let svg = plot([(0, 0.05, 0.1), (0.15, 0.178, 0.2)], isSigned: false).svg
    #expect(svg.contains("<line class=\"interval\" x1=\"0.00%\" x2=\"50.00%\" y1=\"22\" y2=\"22\"/>"))
    #expect(svg.contains("cx=\"25.00%\" cy=\"22\""))
    #expect(svg.contains("cx=\"89.00%\" cy=\"58\""))
    #expect(svg.contains("x=\"100.00%\" y=\"94\">20\u{A0}%</text>"))
    #expect(svg.contains("height=\"102\""))
  }

  /// Axis −0.1 to 0.1: a margin of ±0.02 is a fifth of it, from two fifths on.
  @Test func `a band lies where its margin is`() {
    let svg = plot([(-0.1, 0, 0.1)], margin: 0.02).svg
    #expect(svg.contains("<rect class=\"margin\" x=\"40.00%\" y=\"4\" width=\"20.00%\" height=\"36\">"))
  }

  @Test func `an axis has as many decimals as its step needs`() {
    let plot = plot([])
    #expect(plot.axisText(0.1, step: 0.05) == "+10\u{A0}%")
    #expect(plot.axisText(-0.005, step: 0.005) == "−0.5\u{A0}%")
    #expect(plot.axisText(0.0002, step: 0.0002) == "+0.02\u{A0}%")
    #expect(plot.axisText(0, step: 0.05) == "0\u{A0}%")
  }

  @Test func `what is not a number is left out and the rest is drawn`() {
    let svg = plot([(.nan, .nan, .nan), (-.infinity, 0.01, .infinity), (0, 0.02, 0.04)]).svg
    #expect(svg.split(separator: "<circle").count - 1 == 2)
    #expect(svg.split(separator: "class=\"interval\"").count - 1 == 1)
    #expect(!svg.contains("nan") && !svg.contains("inf\""))
  }

  @Test func `a plot of nothing still has an axis`() {
    #expect(plot([]).axis.count >= 2)
    #expect(plot([(0, 0, 0)]).svg.contains("cx=\"0.00%\""))
  }

  @Test func `names cannot leave the picture`() {
    var hostile = plot([(0, 0.1, 0.2)])
    hostile = ForestPlot(
      rows: [.init(name: "</title><script>", colour: 1, estimate: 0.1, low: 0, high: 0.2, text: "\"\u{301}>")],
      bands: [.init(low: 0, high: 1, label: "<b>", style: "margin")], isSigned: false, label: "\"><i>")
    #expect(!hostile.svg.contains("<script>") && !hostile.svg.contains("<b>") && !hostile.svg.contains("<i>"))
  }
}
