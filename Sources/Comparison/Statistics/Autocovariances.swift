extension [Double] {
  /// Of the lags 0 to `longest`, about the mean, with n below.
  func autocovariances(upTo longest: Int) -> [Double] {
    let length = Double(count)
    let center = reduce(0, +) / length
    let deviations = map { $0 - center }
    return (0...longest).map { lag in
      zip(deviations, deviations.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } / length
    }
  }
}
