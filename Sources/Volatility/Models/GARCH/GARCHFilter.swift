/// The conditional variance of a GARCH(1,1), carried from return to return with fixed parameters.
///
/// Plain scalar operations in a fixed order: from ``GARCHParameters/rounded()`` parameters on, the same bits on every
/// processor. Returns and μ share a unit; variances are in its square.
package struct GARCHFilter: Equatable, Sendable {
  package let parameters: GARCHParameters
  @usableFromInline var variance: Double

  /// The variance of the next return, given all returns so far: hₜ₊₁ = ω + α e²ₜ + β hₜ.
  @inlinable package var nextVariance: Double { variance }

  /// Runs the recursion over a window of returns, the first of which follows the presample variance S:
  /// h₁ = ω + (α + β) S.
  package init(
    _ parameters: GARCHParameters, over returns: Span<Double>, mean: MeanModel = .constant,
    presample: Presample = .backcast
  ) {
    precondition(!returns.isEmpty, "a presample needs returns")
    let presampleVariance =
      switch presample {
      case .backcast: Presample.backcastVariance(returns, mean: mean)
      case .fcp: Presample.meanSquaredResidual(returns, around: parameters.mu)
      }
    self.init(
      parameters,
      nextVariance: parameters.omega + (parameters.alpha + parameters.beta) * presampleVariance)
    for index in returns.indices { update(returns[index]) }
  }

  /// Goes on from a variance known otherwise.
  package init(_ parameters: GARCHParameters, nextVariance: Double) {
    self.parameters = parameters
    variance = nextVariance
  }

  /// Takes in the return that ``nextVariance`` was about.
  @inlinable @inline(__always)
  package mutating func update(_ value: Double) {
    let residual = value - parameters.mu
    variance = parameters.omega + parameters.alpha * (residual * residual) + parameters.beta * variance
  }

  /// The expected variance `steps` returns ahead; one step ahead is ``nextVariance``.
  ///
  /// With p = α + β: h(k) = pᵏ⁻¹ h(1) + ω (1 − pᵏ⁻¹) / (1 − p).
  package func variance(ahead steps: Int) -> Double {
    precondition(steps >= 1, "a forecast looks at least one step ahead")
    let sums = GeometricSums(ratio: parameters.persistence, count: steps - 1)
    return sums.power * nextVariance + parameters.omega * sums.single
  }

  /// The sum of the expected variances of the next `steps` returns: the variance of their sum.
  ///
  /// With p = α + β and G(k) = (1 − pᵏ) / (1 − p): h(1) + … + h(k) = h(1) G(k) + ω (k − G(k)) / (1 − p).
  package func varianceSum(over steps: Int) -> Double {
    precondition(steps >= 0, "a span of returns is not negative")
    let sums = GeometricSums(ratio: parameters.persistence, count: steps)
    return nextVariance * sums.single + parameters.omega * sums.double
  }
}

/// pᵏ, G(k) = 1 + p + … + pᵏ⁻¹ and G(0) + … + G(k − 1) = (k − G(k)) / (1 − p).
///
/// Built by doubling k, from G(2m) = G(m) (1 + pᵐ) and its like: only positive terms are added, so that nothing
/// cancels however near p is to one, and no library power function, whose last bit differs between processors.
struct GeometricSums: Equatable, Sendable {
  private(set) var power = 1.0
  private(set) var single = 0.0
  private(set) var double = 0.0

  init(ratio: Double, count: Int) {
    var reached = 0.0
    for bit in (0..<Int.bitWidth - count.leadingZeroBitCount).reversed() {
      double = double * (1 + power) + reached * single
      single *= 1 + power
      power *= power
      reached *= 2
      if count >> bit & 1 == 1 {
        double += single
        single = 1 + ratio * single
        power *= ratio
        reached += 1
      }
    }
  }
}
