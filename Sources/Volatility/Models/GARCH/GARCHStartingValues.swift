internal import Glibc

/// Where a cold fit of a GARCH(1,1) starts: the most likely of eight typical parameter pairs.
///
/// μ is the sample mean and ω makes the unconditional variance the sample's ("variance targeting").
struct GARCHStartingValues {
  /// Points for ``GARCHLikelihood``, the most likely first.
  let points: [[Double]]

  private static let alpha = SIMD8<Double>(0.03, 0.05, 0.08, 0.10, 0.15, 0.10, 0.25, 0.05)
  private static let beta = SIMD8<Double>(0.96, 0.90, 0.90, 0.80, 0.80, 0.60, 0.50, 0.30)

  init(for likelihood: GARCHLikelihood) {
    let returns = likelihood.returns
    let omega = returns.variance * (1 - Self.alpha - Self.beta)
    let likelihoods = returns.values.withUnsafeBufferPointer { values in
      // All eight recursions walk side by side; −2 ℓ without its constants.
      var h = SIMD8(repeating: returns.variance)
      var squares = SIMD8<Double>.zero
      var logarithms = SIMD8<Double>.zero
      var product = SIMD8<Double>(repeating: 1)
      for index in values.indices {
        let e = values[index] - returns.mean
        let e2 = SIMD8(repeating: e * e)
        squares += e2 / h
        product *= h
        if index & 7 == 7 {
          logarithms += product.logarithms
          product = SIMD8(repeating: 1)
        }
        h = omega + Self.alpha * e2 + Self.beta * h
      }
      return -(logarithms + product.logarithms + squares)
    }
    let order = (0..<8).sorted { (likelihoods[$0], $1) > (likelihoods[$1], $0) }
    points = order.map { index in
      let point = [returns.mean, omega[index], Self.alpha[index], Self.beta[index]]
      return likelihood.model.mean == .constant ? point : Array(point.dropFirst())
    }
  }
}

extension SIMD8<Double> {
  /// The natural logarithm of each lane.
  fileprivate var logarithms: SIMD8<Double> {
    var result = self
    for lane in indices { result[lane] = log(self[lane]) }
    return result
  }
}
