import Market

/// From the reference's profit to the variant's, a bar a cause, each beginning where the one before it ended.
struct Waterfall {
  private static let rowHeight = 40.0

  /// `causes` sum to the last bar.
  static func svg(_ causes: [ReportPage.Attribution.Amount], total: FixedPoint, label: String) -> String {
    var steps: [(name: String, from: Double, to: Double, amount: FixedPoint)] = []
    var level = FixedPoint.zero
    for cause in causes {
      let next = level + cause.amount
      steps.append((cause.name, level.doubleValue, next.doubleValue, cause.amount))
      level = next
    }
    steps.append(("difference", 0, total.doubleValue, total))
    let low = min(0, steps.map { min($0.from, $0.to) }.min() ?? 0)
    let high = max(0, steps.map { max($0.from, $0.to) }.max() ?? 0)
    let span = high > low ? high - low : 1
    func place(_ value: Double) -> Double { (value - low) / span * 96 + 2 }
    func percent(_ value: Double) -> String { Figures.fixed(value, 2) + "%" }
    let height = Int(Double(steps.count) * rowHeight)
    var text = "<svg class=\"waterfall\" width=\"100%\" height=\"\(height)\" role=\"img\""
    text += " aria-label=\"\(label.escaped)\">"
    text += "<line class=\"zero\" x1=\"\(percent(place(0)))\" x2=\"\(percent(place(0)))\" y1=\"0\" y2=\"\(height)\"/>"
    for (row, step) in steps.enumerated() {
      let top = Int(Double(row) * rowHeight)
      let tone = step.amount < .zero ? "loss" : "gain"
      let kind = row == steps.count - 1 ? " whole" : ""
      let (left, right) = (place(min(step.from, step.to)), place(max(step.from, step.to)))
      text += "<text x=\"0\" y=\"\(top + 14)\">\(step.name.escaped)</text>"
      text += "<text class=\"amount\" x=\"100%\" y=\"\(top + 14)\">\(ExactAmount(step.amount).short.escaped)</text>"
      if step.amount != .zero {
        text += "<rect class=\"\(tone)\(kind)\" x=\"\(percent(left))\" y=\"\(top + 20)\""
        text += " width=\"\(percent(max(0.3, right - left)))\" height=\"12\" rx=\"2\"/>"
      }
      if row < steps.count - 1 {
        let end = percent(place(step.to))
        text += "<line class=\"step\" x1=\"\(end)\" x2=\"\(end)\" y1=\"\(top + 32)\" y2=\"\(top + 60)\"/>"
      }
    }
    return text + "</svg>"
  }
}

/// The closes around a tick, a line in the middle where it was.
struct FlipPicture {
  static func svg(_ flip: ReportPage.Attribution.CostlyFlip) -> String {
    let closes = flip.closes.filter(\.isFinite)
    guard closes.count > 1, let low = closes.min(), let high = closes.max() else { return "" }
    let span = high > low ? high - low : 1
    let last = Double(closes.count - 1)
    func x(_ index: Int) -> Int { Int((Double(index) / last * 470 + 5).rounded()) }
    func y(_ close: Double) -> Int { Int(((high - close) / span * 84 + 8).rounded()) }
    let tick = max(0, closes.count - 1 - flip.after)
    let points = closes.indices.map { "\(x($0)),\(y(closes[$0]))" }
    let move = (closes[closes.count - 1] / closes[tick] - 1) * 1e4
    let label = "Closes around the tick; \(Figures.signed(move, 0)) basis points in the candles after it"
    return "<svg class=\"flip\" viewBox=\"0 0 480 100\" preserveAspectRatio=\"none\" role=\"img\""
      + " aria-label=\"\(label)\">"
      + "<line x1=\"\(x(tick))\" x2=\"\(x(tick))\" y1=\"0\" y2=\"100\"/>"
      + "<polyline class=\"before\" points=\"\(points[...tick].joined(separator: " "))\"/>"
      + "<polyline class=\"\(move < 0 ? "loss" : "gain")\" points=\"\(points[tick...].joined(separator: " "))\"/></svg>"
  }
}

/// An amount to the last of its eight decimals: what a reader wants, and the rest that makes sums exact.
struct ExactAmount {
  /// `−1,234.56`, cut off and not rounded.
  let short: String
  /// `789012`.
  let rest: String
  /// As a CSV holds it.
  let raw: String
  let tone: String

  init(_ amount: FixedPoint, isSigned: Bool = true) {
    let magnitude = amount.units.magnitude
    let sign = amount.units < 0 ? "−" : isSigned && amount.units > 0 ? "+" : ""
    func digits(_ value: UInt64, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    short = sign + Figures.grouped(magnitude / 100_000_000) + "." + digits(magnitude / 1_000_000 % 100, 2)
    rest = digits(magnitude % 1_000_000, 6)
    raw = "\(amount)"
    tone = amount.units < 0 ? "loss" : amount.units > 0 ? "gain" : "dim"
  }
}
