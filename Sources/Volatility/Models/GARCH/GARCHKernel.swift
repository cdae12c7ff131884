internal import Glibc

/// One evaluation of the GARCH(1,1) likelihood: parameters, and the sums that a single walk over the returns gives.
///
/// The variance and its derivatives obey the same recursion x ← s + βx with different sources s. With primes for the
/// step before (Fiorentini, Calzolari and Panattoni 1996, section 2):
///
///     h      s = ω + α e'²
///     h_μ    s = −2 α e'     h_μμ   s = 2α
///     h_ω    s = 1           h_μα   s = −2 e'
///     h_α    s = e'²         h_μβ   s = h_μ'
///     h_β    s = h'          h_ωβ   s = h_ω'     h_αβ  s = h_α'     h_ββ  s = 2 h_β'
///
/// All other second derivatives are zero. Pairs share a SIMD register so that one pair is the source of another.
struct GARCHKernel {
  let returns: [Double]
  let mu: Double
  let omega: Double
  let alpha: Double
  let beta: Double
  let presample: PresampleVariance

  /// The presample variance and its first two derivatives by μ.
  struct PresampleVariance {
    let value: Double
    let slope: Double
    let curvature: Double
  }

  /// Runs `body` over the returns as an unsafe buffer: the walks are bound by arithmetic, not by bounds checks.
  func withReturns<T>(_ body: (GARCHKernel, UnsafeBufferPointer<Double>) -> T) -> T {
    returns.withUnsafeBufferPointer { body(self, $0) }
  }

  var firstVariance: Double { omega + (alpha + beta) * presample.value }

  /// The log-likelihood alone.
  func value(of returns: UnsafeBufferPointer<Double>) -> Double {
    var h = firstVariance
    var squares = 0.0
    var logarithms = LogarithmSum()
    for index in returns.indices {
      let e = returns[index] - mu
      let e2 = e * e
      squares += e2 / h
      logarithms.add(h, at: index)
      h = omega + alpha * e2 + beta * h
    }
    return logLikelihood(squares: squares, logarithms: logarithms.total, count: returns.count)
  }

  private func logLikelihood(squares: Double, logarithms: Double, count: Int) -> Double {
    -0.5 * (Double(count) * Self.logOfTwoPi + logarithms + squares)
  }

  private static let logOfTwoPi = log(2 * Double.pi)

  /// The variances' derivatives at one return, paired by the sources they share.
  private struct Sensitivities {
    /// (h_μ, h_α)
    var muAlpha: SIMD2<Double>
    /// (h_β, h_ω)
    var betaOmega: SIMD2<Double>

    init(_ kernel: GARCHKernel) {
      let presample = kernel.presample
      muAlpha = SIMD2((kernel.alpha + kernel.beta) * presample.slope, presample.value)
      betaOmega = SIMD2(presample.value, 1)
    }

    @inline(__always)
    mutating func advance(residual e: Double, variance h: Double, kernel: GARCHKernel) {
      muAlpha = SIMD2(-2 * kernel.alpha * e, e * e) + kernel.beta * muAlpha
      betaOmega = SIMD2(h, 1) + kernel.beta * betaOmega
    }
  }

  /// Log-likelihood, gradient and Hessian in the order (μ, ω, α, β), in one walk.
  func derivatives(of returns: UnsafeBufferPointer<Double>) -> LikelihoodDerivatives {
    var h = firstVariance
    var first = Sensitivities(self)
    // (h_μβ, h_αβ), (½ h_ββ, h_ωβ), (h_μα, h_μμ)
    var second1 = SIMD2(presample.slope, 0)
    var second2 = SIMD2<Double>.zero
    var second3 = SIMD2(presample.slope, (alpha + beta) * presample.curvature)

    var squares = 0.0
    var logarithms = LogarithmSum()
    var residuals = 0.0
    var reciprocals = 0.0
    // Weighted sums of the derivatives of h. Slope: 2 ∂ℓ/∂h; curvature: 2 ∂²ℓ/∂h²; cross: −∂²ℓ/∂μ∂h.
    var slopeMuAlpha = SIMD2<Double>.zero
    var slopeBetaOmega = SIMD2<Double>.zero
    var slopeSecond1 = SIMD2<Double>.zero
    var slopeSecond2 = SIMD2<Double>.zero
    var slopeSecond3 = SIMD2<Double>.zero
    var crossMuAlpha = SIMD2<Double>.zero
    var crossBetaOmega = SIMD2<Double>.zero
    var muMuAlphaAlpha = SIMD2<Double>.zero
    var betaBetaOmegaOmega = SIMD2<Double>.zero
    var muBetaAlphaOmega = SIMD2<Double>.zero
    var muOmegaAlphaBeta = SIMD2<Double>.zero
    var muAlphaBetaOmega = SIMD2<Double>.zero

    for index in returns.indices {
      let e = returns[index] - mu
      let e2 = e * e
      let reciprocal = 1 / h
      let square = e2 * reciprocal
      let squaredReciprocal = reciprocal * reciprocal
      let slope = SIMD2(repeating: (square - 1) * reciprocal)
      let curvature = SIMD2(repeating: (1 - (square + square)) * squaredReciprocal)
      let cross = SIMD2(repeating: e * squaredReciprocal)

      squares += square
      logarithms.add(h, at: index)
      residuals += e * reciprocal
      reciprocals += reciprocal
      slopeMuAlpha += slope * first.muAlpha
      slopeBetaOmega += slope * first.betaOmega
      slopeSecond1 += slope * second1
      slopeSecond2 += slope * second2
      slopeSecond3 += slope * second3
      crossMuAlpha += cross * first.muAlpha
      crossBetaOmega += cross * first.betaOmega
      let curvedMuAlpha = curvature * first.muAlpha
      let curvedBetaOmega = curvature * first.betaOmega
      muMuAlphaAlpha += curvedMuAlpha * first.muAlpha
      betaBetaOmegaOmega += curvedBetaOmega * first.betaOmega
      muBetaAlphaOmega += curvedMuAlpha * first.betaOmega
      muOmegaAlphaBeta += curvedMuAlpha * SIMD2(first.betaOmega.y, first.betaOmega.x)
      muAlphaBetaOmega +=
        SIMD2(curvedMuAlpha.x, curvedBetaOmega.x) * SIMD2(first.muAlpha.y, first.betaOmega.y)

      second1 = first.muAlpha + beta * second1
      second2 = first.betaOmega + beta * second2
      second3 = SIMD2(-2 * e, 2 * alpha) + beta * second3
      first.advance(residual: e, variance: h, kernel: self)
      h = omega + alpha * e2 + beta * h
    }

    var hessian = SymmetricMatrix(order: 4)
    hessian[0, 0] = 0.5 * (muMuAlphaAlpha.x + slopeSecond3.y) - 2 * crossMuAlpha.x - reciprocals
    hessian[1, 0] = 0.5 * muOmegaAlphaBeta.x - crossBetaOmega.y
    hessian[2, 0] = 0.5 * (muAlphaBetaOmega.x + slopeSecond3.x) - crossMuAlpha.y
    hessian[3, 0] = 0.5 * (muBetaAlphaOmega.x + slopeSecond1.x) - crossBetaOmega.x
    hessian[1, 1] = 0.5 * betaBetaOmegaOmega.y
    hessian[2, 1] = 0.5 * muBetaAlphaOmega.y
    hessian[3, 1] = 0.5 * (muAlphaBetaOmega.y + slopeSecond2.y)
    hessian[2, 2] = 0.5 * muMuAlphaAlpha.y
    hessian[3, 2] = 0.5 * (muOmegaAlphaBeta.y + slopeSecond1.y)
    hessian[3, 3] = 0.5 * betaBetaOmegaOmega.x + slopeSecond2.x
    return LikelihoodDerivatives(
      value: logLikelihood(squares: squares, logarithms: logarithms.total, count: returns.count),
      gradient: [
        0.5 * slopeMuAlpha.x + residuals, 0.5 * slopeBetaOmega.y, 0.5 * slopeMuAlpha.y, 0.5 * slopeBetaOmega.x,
      ],
      hessian: hessian)
  }

  /// Σ sₜ sₜᵀ in the order (μ, ω, α, β), with the scores sₜ = ½ (e²ₜ / hₜ − 1) / hₜ · ∂hₜ, plus eₜ / hₜ for μ.
  func scoreOuterProduct(of returns: UnsafeBufferPointer<Double>) -> SymmetricMatrix {
    var h = firstVariance
    var first = Sensitivities(self)
    var muMuAlphaAlpha = SIMD2<Double>.zero
    var betaBetaOmegaOmega = SIMD2<Double>.zero
    var muBetaAlphaOmega = SIMD2<Double>.zero
    var muOmegaAlphaBeta = SIMD2<Double>.zero
    var muAlphaBetaOmega = SIMD2<Double>.zero
    for index in returns.indices {
      let e = returns[index] - mu
      let reciprocal = 1 / h
      let slope = 0.5 * (e * e * reciprocal - 1) * reciprocal
      let muAlpha = slope * first.muAlpha + SIMD2(e * reciprocal, 0)
      let betaOmega = slope * first.betaOmega
      muMuAlphaAlpha += muAlpha * muAlpha
      betaBetaOmegaOmega += betaOmega * betaOmega
      muBetaAlphaOmega += muAlpha * betaOmega
      muOmegaAlphaBeta += muAlpha * SIMD2(betaOmega.y, betaOmega.x)
      muAlphaBetaOmega += SIMD2(muAlpha.x, betaOmega.x) * SIMD2(muAlpha.y, betaOmega.y)
      first.advance(residual: e, variance: h, kernel: self)
      h = omega + alpha * (e * e) + beta * h
    }
    var product = SymmetricMatrix(order: 4)
    product[0, 0] = muMuAlphaAlpha.x
    product[1, 0] = muOmegaAlphaBeta.x
    product[2, 0] = muAlphaBetaOmega.x
    product[3, 0] = muBetaAlphaOmega.x
    product[1, 1] = betaBetaOmegaOmega.y
    product[2, 1] = muBetaAlphaOmega.y
    product[3, 1] = muAlphaBetaOmega.y
    product[2, 2] = muMuAlphaAlpha.y
    product[3, 2] = muOmegaAlphaBeta.y
    product[3, 3] = betaBetaOmegaOmega.x
    return product
  }

  /// The variance of the last return, and of the one after it.
  func lastVariances(of returns: UnsafeBufferPointer<Double>) -> (last: Double, next: Double) {
    var last = firstVariance
    var next = firstVariance
    for value in returns {
      last = next
      next = omega + alpha * ((value - mu) * (value - mu)) + beta * last
    }
    return (last, next)
  }
}

/// Σ ln x, one logarithm for eight factors: their product cannot leave the range of doubles here, where standardised
/// variances lie between 1e-10 and the number of returns.
struct LogarithmSum {
  private var sum = 0.0
  private var product = 1.0

  /// `index` counts the factors from 0.
  @inline(__always)
  mutating func add(_ factor: Double, at index: Int) {
    product *= factor
    if index & 7 == 7 {
      sum += log(product)
      product = 1
    }
  }

  var total: Double { sum + log(product) }
}
