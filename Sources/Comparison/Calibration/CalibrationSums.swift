/// What the calibration figures of a sample are made of. A gap is a confidence less its outcome.
struct CalibrationSums {
  private var gaps: [Double]
  private var counts: [Double]
  private var squares = 0.0

  init(bins: Int) {
    gaps = Array(repeating: 0, count: bins)
    counts = Array(repeating: 0, count: bins)
  }

  mutating func add(_ gap: Double, at place: Int) {
    gaps[place] += gap
    counts[place] += 1
    squares += gap * gap
  }

  private var total: Double { counts.reduce(0, +) }

  var brier: Double { squares / total }
  var overconfidence: Double { gaps.reduce(0, +) / total }

  /// The expected calibration error: the mean over forecasts of the magnitude of their bin's mean gap, here of what is left
  /// of it when `center`'s mean gap in the same bin is taken away.
  func calibrationError(less center: CalibrationSums? = nil) -> Double {
    var sum = 0.0
    for place in gaps.indices where counts[place] > 0 {
      // A bin that a resample reaches is not empty in the sample.
      let expected = center.map { $0.gaps[place] / $0.counts[place] * counts[place] } ?? 0
      sum += (gaps[place] - expected).magnitude
    }
    return sum / total
  }
}
