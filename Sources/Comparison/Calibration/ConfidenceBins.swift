/// Where one band of confidence ends and the next begins.
///
/// A band holds its upper bound and not its lower one, the first band both: 0.7 of ten equal bands is of 0.6 to 0.7.
package struct ConfidenceBins: Hashable, Sendable {
  /// The lower bound of the first band and the upper bound of each, not falling.
  package let bounds: [Double]

  /// Bands of equal width over 0 to 1.
  package static func equalWidth(_ count: Int = 10) -> ConfidenceBins {
    precondition(count > 0, "confidences need a band")
    return ConfidenceBins(bounds: (0...count).map { Double($0) / Double(count) })
  }

  /// Bands between quantiles, each of about as many forecasts. Equal confidences share a band, so some may be empty and
  /// others large. Nil without forecasts.
  package static func equalMass(_ count: Int = 10, of forecasts: [StatedConfidence]) -> ConfidenceBins? {
    precondition(count > 0, "confidences need a band")
    guard !forecasts.isEmpty else { return nil }
    let sorted = forecasts.map(\.confidence).sorted()
    return ConfidenceBins(bounds: (0...count).map { sorted.sortedQuantile(Double($0) / Double(count)) })
  }

  package var count: Int { bounds.count - 1 }

  /// The band of a confidence; the outer bands take what lies beyond the bounds.
  package func place(of confidence: Double) -> Int {
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high) / 2
      if confidence <= bounds[middle + 1] { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
