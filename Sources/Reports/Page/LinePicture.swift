import Market

/// Lines over time as a small still picture, for where no script runs or the chart library is missing.
struct LinePicture {
  struct Line {
    let name: String
    /// Name of its colour in the style sheet.
    let colour: String
    let values: [Double]

    init(_ name: String, _ colour: String, _ values: [Double]) {
      self.name = name
      self.colour = colour
      self.values = values
    }
  }

  /// What the lines belong to.
  let pictureName: String
  /// Each line with its last value.
  let legend: [Entry]
  let svg: String
  /// What its edges are.
  let range: String

  struct Entry {
    let colour: String
    let text: String
  }

  /// Points of a line: a picture is not for reading off values.
  private static let maximumPoints = 160
  private static let height = 200.0

  /// `lines` have a value for each of `times`, milliseconds since 1970.
  init(name: String, times: [Int64], lines: [Line], unit: ReportPage.Unit) {
    pictureName = name
    legend = lines.map { line in
      Entry(colour: line.colour, text: "\(line.name) \(unit.text(line.values.last { $0.isFinite }))")
    }
    let thinning = Thinning(times.count, to: Self.maximumPoints)
    let shown = thinning.newest(times)
    let columns = lines.map { thinning.newest($0.values) }
    let all = columns.joined().filter(\.isFinite)
    guard let first = shown.first, let last = shown.last, first < last, let low = all.min(), let high = all.max() else {
      (svg, range) = ("", "")
      return
    }
    let span = high > low ? high - low : 1
    var text = "<svg class=\"still\" viewBox=\"0 0 1000 \(Int(Self.height))\" preserveAspectRatio=\"none\""
    text += " role=\"img\" aria-label=\"\(name.escaped)\">"
    for (line, column) in zip(lines, columns) {
      var points = ""
      for (time, value) in zip(shown, column) where value.isFinite {
        let x = Double(time - first) / Double(last - first) * 1000
        let y = 4 + (high - value) / span * (Self.height - 8)
        points += "\(Int(x.rounded())),\(Int(y.rounded())) "
      }
      text += "<polyline style=\"stroke:var(--\(line.colour))\" points=\"\(points)\"/>"
    }
    svg = text + "</svg>"
    range =
      "\(unit.text(low)) to \(unit.text(high)), \(Timestamp(milliseconds: first).day) to "
      + Timestamp(milliseconds: last).day
  }
}
