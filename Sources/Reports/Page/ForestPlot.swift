/// Estimates with their intervals, a line each, over a common axis: the picture of a comparison.
///
/// The plot is an SVG whose horizontal positions are percentages, so that it fills any width while text and strokes
/// keep their size. Names and values stand beside it, outside this type.
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

  var rows: [Row]
  var bands: [Band]
  /// Estimates are shares; with this, the axis shows their signs.
  var isSigned: Bool
  /// What the plot shows, for who cannot see it.
  var label: String

  package init(rows: [Row], bands: [Band], isSigned: Bool, label: String) {
    self.rows = rows
    self.bands = bands
    self.isSigned = isSigned
    self.label = label
  }

  /// Height of a row, of the room above the rows and of the axis below them; pixels, as in the style sheet.
  static let rowHeight = 36
  static let topHeight = 4
  static let axisHeight = 26

  var height: Int { Self.topHeight + rows.count * Self.rowHeight + Self.axisHeight }

  /// Round values from the first at or below all that is shown to the last at or above; zero is always among them.
  package var axis: [Double] {
    var shown: [Double] = [0]
    for row in rows { shown += [row.low, row.high, row.estimate] }
    for band in bands { shown += [band.low, band.high] }
    let finite: [Double] = shown.filter(\.isFinite)
    let low = finite.min() ?? 0
    let high = finite.max() ?? 0
    let step = Self.roundStep(over: high > low ? high - low : 0.01)
    let first = Int((low / step).rounded(.down))
    let last = Int((high / step).rounded(.up))
    return (first...max(last, first + 1)).map { Double($0) * step }
  }

  /// The smallest of 1, 2, 5 times a power of ten that parts `span` into at most five.
  package static func roundStep(over span: Double) -> Double {
    var power = 1e-9
    while power * 10 * 5 < span { power *= 10 }
    for factor in [1.0, 2, 5] where power * factor * 5 >= span * (1 - 1e-9) { return power * factor }
    return power * 10
  }

  /// `5 %`, `+0.5 %`: as many decimals as `step` needs.
  package func axisText(_ value: Double, step: Double) -> String {
    var decimals = 0
    while decimals < 4, step * 100 * Figures.powersOfTen[decimals] < 1 - 1e-9 { decimals += 1 }
    let text = isSigned ? Figures.signed(value * 100, decimals) : Figures.fixed(value * 100, decimals)
    return text + "\u{A0}%"
  }

  /// The plot as SVG. What is not finite is left out.
  package var svg: String {
    let axis = axis
    let low = axis.first ?? 0
    let span = (axis.last ?? 1) - low
    let step = span / Double(max(1, axis.count - 1))
    /// Percent of the width, two decimals.
    func position(_ value: Double) -> String {
      Figures.fixed(min(max((value - low) / span, 0), 1) * 100, 2) + "%"
    }
    let bottom = Self.topHeight + rows.count * Self.rowHeight
    var text =
      "<svg class=\"forest-plot\" width=\"100%\" height=\"\(height)\" role=\"img\" aria-label=\"\(label.escaped)\">"
    for band in bands where band.low.isFinite && band.high.isFinite {
      let width = Figures.fixed((band.high - band.low) / span * 100, 2)
      text +=
        "<rect class=\"\(band.style)\" x=\"\(position(band.low))\" y=\"\(Self.topHeight)\" width=\"\(width)%\""
      text += " height=\"\(bottom - Self.topHeight)\"><title>\(band.label.escaped)</title></rect>"
    }
    for tick in axis {
      let x = position(tick)
      text += "<line class=\"\(tick == 0 ? "zero" : "grid")\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Self.topHeight)\""
      text +=
        " y2=\"\(bottom)\"/><text class=\"tick\" x=\"\(x)\" y=\"\(bottom + 18)\">\(axisText(tick, step: step))</text>"
    }
    for (index, row) in rows.enumerated() where row.estimate.isFinite {
      let y = Self.topHeight + index * Self.rowHeight + Self.rowHeight / 2
      text += "<g style=\"color:var(--v\(row.colour))\"><title>\(row.name.escaped): \(row.text.escaped)</title>"
      if row.low.isFinite, row.high.isFinite {
        text +=
          "<line class=\"interval\" x1=\"\(position(row.low))\" x2=\"\(position(row.high))\" y1=\"\(y)\" y2=\"\(y)\"/>"
      }
      text += "<circle class=\"estimate\" cx=\"\(position(row.estimate))\" cy=\"\(y)\" r=\"5.5\"/></g>"
    }
    return text + "</svg>"
  }
}
