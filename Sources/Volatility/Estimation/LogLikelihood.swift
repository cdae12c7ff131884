/// The log-likelihood of a sample as a function of a model's parameters, with exact derivatives.
///
/// Points are parameter vectors of `parameterCount` elements within ``constraints``; there every value is finite.
package protocol LogLikelihood: Sendable {
  var parameterCount: Int { get }
  /// What a parameter vector must satisfy. A strict inequality is stated as a closed one with a margin.
  var constraints: [LinearConstraint] { get }
  /// The log-likelihood alone, the cheapest evaluation: constants included.
  func value(at point: [Double]) -> Double
  func derivatives(at point: [Double]) -> LikelihoodDerivatives
  /// Σ sₜ sₜᵀ over the scores of the single observations: the information matrix of BHHH and OPG.
  func scoreOuterProduct(at point: [Double]) -> SymmetricMatrix
}

/// `coefficients · x ≤ bound`.
package struct LinearConstraint: Equatable, Sendable {
  package var coefficients: [Double]
  package var bound: Double

  package init(_ coefficients: [Double], atMost bound: Double) {
    self.coefficients = coefficients
    self.bound = bound
  }

  /// How far `point` may still move: negative where the constraint is violated.
  package func slack(at point: [Double]) -> Double { bound - product(with: point) }

  /// Whether `point` lies on the bound, up to rounding.
  package func holds(at point: [Double]) -> Bool { slack(at: point) <= 1e-12 }

  package func product(with vector: [Double]) -> Double {
    var sum = 0.0
    for index in coefficients.indices { sum += coefficients[index] * vector[index] }
    return sum
  }

  /// The one parameter that this constraint bounds, and where; nil when it ties several together.
  package var simpleBound: (parameter: Int, value: Double)? {
    let named = coefficients.indices.filter { coefficients[$0] != 0 }
    guard let only = named.first, named.count == 1 else { return nil }
    return (only, bound / coefficients[only] + 0)  // no negative zero
  }
}

/// A log-likelihood with its first and second derivatives at one point.
package struct LikelihoodDerivatives: Sendable {
  package var value: Double
  package var gradient: [Double]
  package var hessian: SymmetricMatrix

  package init(value: Double, gradient: [Double], hessian: SymmetricMatrix) {
    self.value = value
    self.gradient = gradient
    self.hessian = hessian
  }
}
