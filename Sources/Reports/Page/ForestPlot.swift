/// Estimates with their intervals over a common axis, a strip each: the picture of a comparison.
///
/// Horizontal positions are percentages of a strip's width and vertical ones of its height, so that strips fill any table
/// cell while text and strokes keep their size; stacked strips have one grid. Names and values stand outside this type.
package struct ForestPlot {
  package struct Row {
    var name: String
    /// Number of the variant's colour, `var(--v3)`.
    var colour: Int
    var estimate: Double
    var low: Double
    var high: Double
    /// Estimate and interval in words, for who cannot see the plot.
    var text: String

    package init(name: String, colour: Int, estimate: Double, low: Double, high: Double, text: String) {
      self.name = name
      self.colour = colour
      self.estimate = estimate
      self.low = low
      self.high = high
      self.text = text
    }
  }

  /// A range behind the rows: a noise floor, an equivalence margin.
  package struct Band {
    var low: Double
    var high: Double
    var label: String
    /// Class of its rectangle.
    var style: String

    package init(low: Double, high: Double, label: String, style: String) {
      self.low = low
      self.high = high
      self.label = label
      self.style = style
    }
  }

  let bands: [Band]
  /// Estimates are shares; with this, the axis shows their signs.
  let isSigned: Bool
  /// Round values from the first at or below all that is shown to the last at or above; zero is always among them.
  package let axis: [Double]

  package init(rows: [Row], bands: [Band], isSigned: Bool) {
    self.bands = bands
    self.isSigned = isSigned
    var shown: [Double] = [0]
    for row in rows { shown += [row.low, row.high, row.estimate] }
    for band in bands { shown += [band.low, band.high] }
    let finite: [Double] = shown.filter(\.isFinite)
    let low = finite.min() ?? 0
    let high = finite.max() ?? 0
    let step = Self.roundStep(over: high > low ? high - low : 0.01)
    let first = Int((low / step).rounded(.down))
    let last = Int((high / step).rounded(.up))
    axis = (first...max(last, first + 1)).map { Double($0) * step }
  }

  /// The smallest of 1, 2, 5 times a power of ten that parts `span` into at most four.
  package static func roundStep(over span: Double) -> Double {
    var power = 1e-9
    while power * 10 * 4 < span { power *= 10 }
    for factor in [1.0, 2, 5] where power * factor * 4 >= span * (1 - 1e-9) { return power * factor }
    return power * 10
  }

  /// `5 %`, `+0.5 %`: as many decimals as `step` needs.
  package func axisText(_ value: Double, step: Double) -> String {
    var decimals = 0
    while decimals < 4, step * 100 * Figures.powersOfTen[decimals] < 1 - 1e-9 { decimals += 1 }
    let text = isSigned ? Figures.signed(value * 100, decimals) : Figures.fixed(value * 100, decimals)
    return text + "\u{A0}%"
  }

  /// The strip of `row` as SVG; only grid and bands without one. What is not finite is left out.
  package func svg(of row: Row?) -> String {
    var text = "<svg class=\"forest-plot\" width=\"100%\" height=\"100%\""
    if let row {
      text += " role=\"img\" aria-label=\"\(row.name.escaped): \(row.text.escaped)\">"
    } else {
      text += " aria-hidden=\"true\">"
    }
    for band in bands where band.low.isFinite && band.high.isFinite {
      let width = Figures.fixed((band.high - band.low) / span * 100, 2)
      text += "<rect class=\"\(band.style)\" x=\"\(position(band.low))\" y=\"0\" width=\"\(width)%\" height=\"100%\">"
      text += "<title>\(band.label.escaped)</title></rect>"
    }
    for tick in axis {
      let x = position(tick)
      text += "<line class=\"\(tick == 0 ? "zero" : "grid")\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"100%\"/>"
    }
    text += ticks
    if let row, row.estimate.isFinite {
      text += "<g style=\"color:var(--v\(row.colour))\"><title>\(row.name.escaped): \(row.text.escaped)</title>"
      if row.low.isFinite, row.high.isFinite {
        text +=
          "<line class=\"interval\" x1=\"\(position(row.low))\" x2=\"\(position(row.high))\" y1=\"50%\" y2=\"50%\"/>"
      }
      text += "<circle class=\"estimate\" cx=\"\(position(row.estimate))\" cy=\"50%\" r=\"5.5\"/></g>"
    }
    return text + "</svg>"
  }

  /// What stands under the strips, or on narrow screens in each.
  private var ticks: String {
    let step = span / Double(max(1, axis.count - 1))
    return "<g class=\"ticks\">"
      + axis.map { value in
        // Every second one but zero goes where there is no room for five.
        let isBetween = axis.count > 4 && !Int((value / step).rounded()).isMultiple(of: 2)
        return "<text\(isBetween ? " class=\"between\"" : "") x=\"\(position(value))\" y=\"100%\" dy=\"-5\">"
          + "\(axisText(value, step: step))</text>"
      }.joined() + "</g>"
  }

  private var span: Double { (axis.last ?? 1) - (axis.first ?? 0) }

  /// Percent of the width, two decimals.
  private func position(_ value: Double) -> String {
    Figures.fixed(min(max((value - (axis.first ?? 0)) / span, 0), 1) * 100, 2) + "%"
  }
}
