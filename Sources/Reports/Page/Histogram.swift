/// How many of a variant's trades brought how much, as bars, with the reference's as an outline over them.
struct Histogram {
  let svg: String

  /// Pixels; the width is the box's.
  private static let height = 150
  private static let plotted = 124

  /// `highest` is the largest share of any that stand beside each other.
  init(
    _ trades: ReportPage.Course.Trades, beside reference: ReportPage.Course.Trades?, edges: [Double], highest: Double,
    name: String
  ) {
    let bins = edges.count + 1
    let step = ForestPlot.roundStep(over: max(highest, 1e-6))
    let top = (highest / step).rounded(.up) * step
    /// A bin's edge in thousandths of the width, a share's height in thousandths of the plot's.
    func x(_ bin: Int) -> Int { Int((Double(bin) / Double(bins) * 1000).rounded()) }
    func y(_ share: Double) -> Int { top > 0 ? 1000 - Int((share / top * 1000).rounded()) : 1000 }
    func shares(_ trades: ReportPage.Course.Trades) -> [Double] {
      trades.bins.map { trades.count == 0 ? 0 : Double($0) / Double(trades.count) }
    }
    let middle = ReportPage.Unit.basisPoints.text(trades.median.map { $0 * 1e4 })
    var text = "<svg class=\"histogram\" width=\"100%\" height=\"\(Self.height)\" role=\"img\" aria-label=\""
    text += "Returns of \(Figures.grouped(trades.count)) trades of \(name); half below \(middle)".escaped + "\">"
    var level = step
    while top > 0, level <= top * (1 + 1e-9) {
      let at = Figures.fixed((1 - level / top) * Double(Self.plotted), 1)
      text += "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"\(at)\" y2=\"\(at)\"/>"
      text += "<text class=\"level\" x=\"0\" y=\"\(at)\" dx=\"-5\" dy=\"4\">\(Self.percent(level, step))</text>"
      level += step
    }
    text += "<svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" width=\"100%\" height=\"\(Self.plotted)\">"
    let bars = shares(trades).enumerated().filter { $0.element > 0 }.map { bin, share in
      "M\(x(bin) + 2) 1000V\(y(share))H\(x(bin + 1) - 2)V1000z"
    }
    text += "<path class=\"bars\" d=\"\(bars.joined())\"/>"
    if let reference {
      let line = shares(reference).enumerated().map { bin, share in "V\(y(share))H\(x(bin + 1))" }
      text += "<path class=\"outline\" d=\"M0 1000\(line.joined())V1000\"/>"
    }
    text += "</svg><line class=\"base\" x1=\"0\" x2=\"100%\" y1=\"\(Self.plotted)\" y2=\"\(Self.plotted)\"/>"
    text += Self.axis(edges, bins: bins)
    svg = text + "</svg>"
  }

  /// Basis points below the plot, at edges that are round; zero as a line through it. Every second one has a class, for
  /// where there is no room for all.
  private static func axis(_ edges: [Double], bins: Int) -> String {
    guard let first = edges.first, let last = edges.last else { return "" }
    let step = ForestPlot.roundStep(over: (last - first) / 1.6)
    return edges.enumerated().reduce(into: "") { text, edge in
      let steps = edge.element / step
      guard abs(steps - steps.rounded()) < 1e-6 else { return }
      let at = Figures.fixed(Double(edge.offset + 1) / Double(bins) * 100, 2) + "%"
      if edge.element == 0 {
        text += "<line class=\"zero\" x1=\"\(at)\" x2=\"\(at)\" y1=\"0\" y2=\"\(plotted)\"/>"
      }
      let style = Int(steps.rounded()).isMultiple(of: 2) ? "" : " class=\"odd\""
      let label = Figures.signed(edge.element, step < 1 ? 2 : 0)
      text += "<text\(style) x=\"\(at)\" y=\"\(height - 9)\">\(label)</text>"
    }
  }

  private static func percent(_ share: Double, _ step: Double) -> String {
    Figures.fixed(share * 100, step < 0.01 ? 1 : 0) + "\u{A0}%"
  }
}
