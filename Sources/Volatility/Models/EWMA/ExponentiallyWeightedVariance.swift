/// The RiskMetrics variance: hₜ₊₁ = λ hₜ + (1 − λ) r²ₜ, the mean taken as zero.
///
/// J. P. Morgan/Reuters, RiskMetrics Technical Document, 4th ed. (1996), equation 5.3; λ is 0.94 there for daily
/// returns and 0.97 for monthly ones. Variances are in the squared unit of the returns.
package struct ExponentiallyWeightedVariance: Equatable, Sendable {
  /// The weight λ that the past keeps at each return, above 0 and below 1.
  package let decay: Double
  @usableFromInline var variance: Double

  /// The variance of the next return, given all returns so far.
  @inlinable package var nextVariance: Double { variance }

  /// Starts from a variance known otherwise.
  package init(decay: Double = 0.94, nextVariance: Double) {
    precondition(0 < decay && decay < 1, "the decay lies between 0 and 1")
    self.decay = decay
    variance = nextVariance
  }

  /// Starts from the mean squared return of the window, then takes in each of its returns.
  package init(decay: Double = 0.94, over returns: Span<Double>) {
    precondition(!returns.isEmpty, "a starting variance needs returns")
    self.init(decay: decay, nextVariance: Presample.meanSquaredResidual(returns, around: 0))
    for index in returns.indices { update(returns[index]) }
  }

  /// Takes in the return that ``nextVariance`` was about.
  @inlinable @inline(__always)
  package mutating func update(_ value: Double) {
    variance = decay * variance + (1 - decay) * (value * value)
  }

  /// Takes in returns one after the other.
  package mutating func update(_ values: Span<Double>) {
    var copy = self
    for index in values.indices { copy.update(values[index]) }
    self = copy
  }

  /// The variance of the sum of the next `steps` returns: forecasts are flat, so `steps` times ``nextVariance``.
  package func varianceSum(over steps: Int) -> Double { nextVariance * Double(steps) }
}
