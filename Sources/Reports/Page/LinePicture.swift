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

  /// A point of a line that leads to a card.
  struct Ring {
    let ringID: String
    let cardID: String
    let ringRank: String
    let ringLabel: String
    /// Milliseconds since 1970.
    let time: Int64
    /// Which of the lines it lies on.
    let line: Int
  }

  /// A ring where it is drawn: percent of the picture, and how many lie on the same spot below it.
  struct PlacedRing {
    let ring: Ring
    let ringLeft: String
    let ringTop: String
    let ringsBelow: Int
  }

  /// What the reader must have chosen to see the picture.
  struct View {
    let scope: Int
    let variant: Int
    let isFirst: Bool
  }

  /// What the lines belong to.
  let pictureName: String
  /// Each line with its last value.
  let legend: [Entry]
  let svg: String
  let rings: [PlacedRing]
  /// What its edges are.
  let range: String
  /// Of the figure: the choices under which it is shown.
  let attributes: String

  struct Entry {
    let colour: String
    let text: String
  }

  /// Points of a line: a picture is not for reading off values.
  private static let maximumPoints = 160
  private static let height = 200.0

  /// `lines` and `band` have a value for each of `times`, milliseconds since 1970.
  init(
    name: String, times: [Int64], lines: [Line], unit: ReportPage.Unit, band: (low: [Double], high: [Double])? = nil,
    rings: [Ring] = [], view: View? = nil
  ) {
    pictureName = name
    attributes =
      view.map {
        " class=\"view\($0.isFirst ? "" : " other")\" data-scope=\"\($0.scope)\" data-variant=\"\($0.variant)\""
      } ?? ""
    legend = lines.map { line in
      Entry(colour: line.colour, text: "\(line.name) \(unit.text(line.values.last { $0.isFinite }))")
    }
    let thinning = Thinning(times.count, to: Self.maximumPoints)
    let shown = thinning.newest(times)
    let columns = lines.map { thinning.newest($0.values) }
    let edges = band.map { [thinning.newest($0.low), thinning.newest($0.high)] } ?? []
    let all = (columns + edges).joined().filter(\.isFinite)
    guard let first = shown.first, let last = shown.last, first < last, let low = all.min(), let high = all.max() else {
      (svg, range, self.rings) = ("", "", [])
      return
    }
    let span = high > low ? high - low : 1
    func x(_ time: Int64) -> Double { Double(time - first) / Double(last - first) * 1000 }
    func y(_ value: Double) -> Double { 4 + (high - value) / span * (Self.height - 8) }
    func points(_ places: [(Int64, Double)]) -> String {
      places.filter { $0.1.isFinite }.map { "\(Int(x($0.0).rounded())),\(Int(y($0.1).rounded())) " }.joined()
    }
    var text = "<svg class=\"still\" viewBox=\"0 0 1000 \(Int(Self.height))\" preserveAspectRatio=\"none\""
    text += " role=\"img\" aria-label=\"\(name.escaped)\">"
    if edges.count == 2 {
      let around = Array(zip(shown, edges[0])) + zip(shown, edges[1]).reversed()
      text += "<polygon class=\"chance\" points=\"\(points(around))\"/>"
      text += "<line class=\"zero\" x1=\"0\" x2=\"1000\" y1=\"\(Int(y(0)))\" y2=\"\(Int(y(0)))\"/>"
    }
    for (line, column) in zip(lines, columns) {
      text += "<polyline style=\"stroke:var(--\(line.colour))\" points=\"\(points(Array(zip(shown, column))))\"/>"
    }
    svg = text + "</svg>"
    range =
      "\(unit.text(low)) to \(unit.text(high)), \(Timestamp(milliseconds: first).day) to "
      + Timestamp(milliseconds: last).day

    var taken: [(Double, Double)] = []
    self.rings = rings.map { ring in
      let index = min(shown.count - 1, shown.firstIndex { $0 >= ring.time } ?? shown.count - 1)
      let (left, top) = (x(shown[index]) / 10, y(columns[ring.line][index]) / Self.height * 100)
      let below = taken.count { abs($0.0 - left) < 2 && abs($0.1 - top) < 10 }
      taken.append((left, top))
      return PlacedRing(
        ring: ring, ringLeft: Figures.fixed(left, 2), ringTop: Figures.fixed(top, 2), ringsBelow: below)
    }
  }
}
