/// One number for each coefficient of a GARCH(1,1).
package struct GARCHCoefficients: Equatable, Sendable, Encodable {
  /// Nil for a model with a zero mean, which does not estimate it.
  package let mu: Double?
  package let omega: Double
  package let alpha: Double
  package let beta: Double

  package init(mu: Double?, omega: Double, alpha: Double, beta: Double) {
    self.mu = mu
    self.omega = omega
    self.alpha = alpha
    self.beta = beta
  }
}

/// Standard errors of GARCH(1,1) estimates by the three usual covariances, each in the unit of its parameter.
package struct GARCHStandardErrors: Equatable, Sendable {
  /// From the inverse of the negative Hessian.
  package let hessian: GARCHCoefficients
  /// From the inverse outer product of the scores (OPG, BHHH).
  package let outerProduct: GARCHCoefficients
  /// The quasi-maximum-likelihood sandwich H⁻¹ G H⁻¹ of both, robust to innovations that are not normal
  /// (Bollerslev and Wooldridge 1992). No correction for small samples.
  package let sandwich: GARCHCoefficients

  /// Nil where a matrix is not positive definite: the likelihood does not pin the parameters down.
  init?(hessian: SymmetricMatrix, outerProduct: SymmetricMatrix, scale: Double) {
    guard let hessianCovariance = (-hessian).inverse(), let outerProductCovariance = outerProduct.inverse() else {
      return nil
    }
    let sandwichCovariance = hessianCovariance.sandwich(outerProduct)
    func errors(_ covariance: SymmetricMatrix) -> GARCHCoefficients {
      let roots = covariance.diagonal.map { $0.squareRoot() }
      let variances = Array(roots.suffix(3))
      return GARCHCoefficients(
        mu: roots.count == 4 ? roots[0] * scale : nil, omega: variances[0] * scale * scale, alpha: variances[1],
        beta: variances[2])
    }
    self.hessian = errors(hessianCovariance)
    self.outerProduct = errors(outerProductCovariance)
    sandwich = errors(sandwichCovariance)
  }
}
