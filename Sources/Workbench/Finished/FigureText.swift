import Foundation

/// Figures as the terminal and Markdown have them; what does not exist is `-`.
enum FigureText {
  static func percent(_ share: Double?, decimals: Int = 2) -> String {
    share.map { number($0 * 100, decimals) + " %" } ?? "-"
  }

  /// `[-1.20, 3.40] %`
  static func interval(_ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return "-" }
    return "[\(number(low * 100, 2)), \(number(high * 100, 2))] %"
  }

  static func number(_ value: Double?, _ decimals: Int) -> String {
    value.map { String(format: "%.\(decimals)f", $0) } ?? "-"
  }
}
