extension [Double] {
  /// The arithmetic mean, summed in order; nil of nothing.
  var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }

  /// The standard deviation with n - 1 in the denominator; nil of fewer than two values.
  ///
  /// Zero where the values differ by no more than the rounding of their mean: a deviation of 1e-18 is no volatility.
  var sampleStandardDeviation: Double? {
    guard count > 1, let mean else { return nil }
    let squares = reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(count - 1)).squareRoot()
    return deviation > 1e-14 * mean.magnitude ? deviation : 0
  }
}

extension Double {
  /// Nil where a formula left the numbers: a ratio with nothing below it, a growth beyond all bounds.
  var finite: Double? { isFinite ? self : nil }
}
