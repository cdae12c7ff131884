import Comparison
import Market

extension EquityCurve {
  /// One point a day from day 0 on.
  static func of(_ equity: Double...) -> EquityCurve {
    EquityCurve(equity.enumerated().map { EquityPoint(time: .day($0.offset), equity: FixedPoint($0.element)) })
  }
}

extension Timestamp {
  static func day(_ number: Int) -> Timestamp { Timestamp(milliseconds: Int64(number) * 86_400_000) }
}

extension Double {
  /// Whether the two differ by at most `tolerance`, as a share of the larger.
  func isClose(to other: Double, _ tolerance: Double) -> Bool {
    abs(self - other) <= tolerance * max(magnitude, other.magnitude)
  }
}

extension SeededGenerator {
  /// Roughly normal, mean 0 and variance 1: twelve uniform numbers less their mean.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
}
