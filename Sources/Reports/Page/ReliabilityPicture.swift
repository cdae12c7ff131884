/// Hit rates over confidences, a point a bin, beside the diagonal on which they agree.
struct ReliabilityPicture {
  let svg: String

  /// Pixels of the square that holds the points, and the room to its left and below it.
  private static let size = 210.0
  private static let left = 40.0
  private static let below = 34.0

  /// `edges` are the confidences and hit rates that the picture reaches from and to, the same for all that stand beside
  /// each other.
  init(_ row: ReportPage.Calibration.Row, name: String, edges: (low: Double, high: Double)) {
    let (low, high) = edges
    func x(_ value: Double) -> String { Self.place(Self.left + (value - low) / (high - low) * Self.size) }
    func y(_ value: Double) -> String { Self.place(8 + (high - value) / (high - low) * Self.size) }
    let (width, height) = (Int(Self.left + Self.size) + 10, Int(Self.size + Self.below) + 8)
    let gap = ReportPage.Unit.signedPercent.text(row.confidence - row.hitRate)
    var text = "<svg class=\"reliability\" viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\""
    text += "Hit rate by confidence of \(name), \(row.bins.count) bins; confidence less hit rate \(gap)".escaped + "\">"
    for step in Self.steps(low, high) {
      let label = Figures.fixed(step * 100, 0)
      text += "<line class=\"grid\" x1=\"\(x(low))\" x2=\"\(x(high))\" y1=\"\(y(step))\" y2=\"\(y(step))\"/>"
      text += "<text class=\"value\" x=\"\(Self.place(Self.left - 6))\" y=\"\(y(step))\">\(label)</text>"
      text += "<text x=\"\(x(step))\" y=\"\(Self.place(Self.size + 24))\">\(label)</text>"
    }
    text += "<line class=\"diagonal\" x1=\"\(x(low))\" y1=\"\(y(low))\" x2=\"\(x(high))\" y2=\"\(y(high))\"/>"
    let points = row.bins.map { "\(x($0.confidence)),\(y($0.hitRate))" }
    text += "<polyline points=\"\(points.joined(separator: " "))\"/>"
    for bin in row.bins {
      let share = ReportPage.Unit.percent
      text += "<circle cx=\"\(x(bin.confidence))\" cy=\"\(y(bin.hitRate))\" r=\"4\"><title>"
      text += "confidence \(share.text(bin.confidence)), right \(share.text(bin.hitRate)), "
      text += "\(Figures.grouped(bin.count)) answers</title></circle>"
    }
    svg = text + "</svg>"
  }

  /// Tenths of a pixel, as SVG takes them.
  private static func place(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// Tenths from edge to edge; every second one where there are many.
  private static func steps(_ low: Double, _ high: Double) -> [Double] {
    let tenths = Int((low * 10).rounded())...Int((high * 10).rounded())
    return tenths.filter { tenths.count <= 6 || $0 % 2 == 0 }.map { Double($0) / 10 }
  }

  /// Tenths around everything that is shown.
  static func edges(_ rows: [ReportPage.Calibration.Row]) -> (low: Double, high: Double) {
    let values = rows.flatMap(\.bins).flatMap { [$0.confidence, $0.hitRate] }
    let low = ((values.min() ?? 0) * 10).rounded(.down) / 10
    let high = ((values.max() ?? 1) * 10).rounded(.up) / 10
    return high > low ? (low, high) : (max(0, low - 0.1), min(1, high + 0.1))
  }
}
