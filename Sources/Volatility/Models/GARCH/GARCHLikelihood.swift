/// The normal log-likelihood of a GARCH(1,1) for standardised returns.
///
/// ℓ = −½ Σ (ln 2π + ln hₜ + e²ₜ / hₜ), all observations and constants included; eₜ = rₜ − μ,
/// hₜ = ω + α e²ₜ₋₁ + β hₜ₋₁, with e²₀ = h₀ = the presample variance. The parameter vector is (μ, ω, α, β), without μ
/// for a zero mean.
package struct GARCHLikelihood: LogLikelihood {
  let returns: StandardizedReturns
  let model: GARCHModel
  /// The presample variance that does not depend on μ; unused by `fcp`.
  private let backcast: Double

  /// The constraints in the order of ``constraints``.
  package enum Bound: String, CaseIterable, Sendable {
    /// ω ≥ 1e-10 of the squared standard deviation, up to the power of four that standardises it.
    case omega
    case alpha
    case beta
    /// α + β ≤ 1 − 1e-6: still below one after rounding to seven digits.
    case persistence
  }

  static let smallestOmega = 1e-10
  static let largestPersistence = 1 - 1e-6

  init(_ returns: StandardizedReturns, model: GARCHModel) {
    self.returns = returns
    self.model = model
    backcast = Presample.backcastVariance(returns.values.span, mean: model.mean)
  }

  /// The likelihood of returns as given, standardised first.
  package init(_ returns: [Double], model: GARCHModel) throws(VolatilityFitError) {
    self.init(try StandardizedReturns(returns.span, mean: model.mean), model: model)
  }

  package var parameterCount: Int { model.mean == .constant ? 4 : 3 }

  package var constraints: [LinearConstraint] {
    Bound.allCases.map { bound in
      var (coefficients, limit) =
        switch bound {
        case .omega: ([0, -1, 0, 0] as [Double], -Self.smallestOmega)
        case .alpha: ([0, 0, -1, 0], 0)
        case .beta: ([0, 0, 0, -1], 0)
        case .persistence: ([0, 0, 1, 1], Self.largestPersistence)
        }
      if model.mean == .zero { coefficients.removeFirst() }
      return LinearConstraint(coefficients, atMost: limit)
    }
  }

  package func value(at point: [Double]) -> Double {
    kernel(at: point).withReturns { $0.value(of: $1) } - unitConstant
  }

  package func derivatives(at point: [Double]) -> LikelihoodDerivatives {
    var derivatives = kernel(at: point).withReturns { $0.derivatives(of: $1) }
    derivatives.value -= unitConstant
    if model.mean == .zero {
      derivatives.gradient.removeFirst()
      derivatives.hessian = derivatives.hessian.submatrix([1, 2, 3])
    }
    return derivatives
  }

  package func scoreOuterProduct(at point: [Double]) -> SymmetricMatrix {
    let product = kernel(at: point).withReturns { $0.scoreOuterProduct(of: $1) }
    return model.mean == .zero ? product.submatrix([1, 2, 3]) : product
  }

  /// n ln(scale): standardised returns have a density `scale` times as high.
  private var unitConstant: Double { Double(returns.values.count) * returns.logScale }

  func kernel(at point: [Double]) -> GARCHKernel {
    let mu = model.mean == .constant ? point[0] : 0
    let rest = point.suffix(3)
    let (omega, alpha, beta) = (rest[rest.startIndex], rest[rest.startIndex + 1], rest[rest.startIndex + 2])
    return switch model.presample {
    case .backcast:
      GARCHKernel(
        returns: returns.values, mu: mu, omega: omega, alpha: alpha, beta: beta,
        presample: .init(value: backcast, slope: 0, curvature: 0))
    case .fcp:
      // mean of (r − μ)² = variance + (mean − μ)², both around the sample mean.
      GARCHKernel(
        returns: returns.values, mu: mu, omega: omega, alpha: alpha, beta: beta,
        presample: .init(
          value: returns.variance + (returns.mean - mu) * (returns.mean - mu), slope: 2 * (mu - returns.mean),
          curvature: 2))
    }
  }
}
