/// Wilder's smoothing: `average = (average (period − 1) + x) / period`, seeded with the mean of the first `period`
/// values.
///
/// Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978), where it is the smoothing of the
/// relative strength index, the average true range and the directional movement.
struct WilderAverage: Sendable {
  private let weight: Double
  private let decay: Double
  /// How many values the seed still lacks.
  private var missing: Int
  /// The average; the sum of the values divided by the period while seeding.
  private var average = 0.0

  init(period: Int) {
    precondition(period > 0, "the period of Wilder's average is at least 1")
    weight = 1 / Double(period)
    decay = Double(period - 1) / Double(period)
    missing = period
  }

  /// Whether `period` values have been seen.
  @inline(__always)
  var isReady: Bool { missing == 0 }

  /// The average; only meaningful when ready, which its users check.
  @inline(__always)
  var value: Double { average }

  @inline(__always)
  mutating func update(_ next: Double) {
    if missing == 0 {
      average = average * decay + next * weight
    } else {
      average += next * weight
      missing -= 1
    }
  }
}
