/// What maximum likelihood says about a window of returns: estimates with all their digits, and how far to trust them.
///
/// A replay starts from ``GARCHParameters/rounded()``; everything else here is for reading.
package struct GARCHFit: Equatable, Sendable {
  package let model: GARCHModel
  package let parameters: GARCHParameters
  /// All observations and constants included, in the unit of the returns as given.
  package let logLikelihood: Double
  /// Nil when not asked for, when a bound is active (their theory needs an interior maximum) or when the likelihood
  /// is too flat to invert its curvature: ``standardErrorsNote`` says which.
  package let standardErrors: GARCHStandardErrors?
  /// Why there are no standard errors.
  package let standardErrorsNote: String?
  /// Returns in the window.
  package let observations: Int
  /// Newton and BHHH steps, over all climbs.
  package let iterations: Int
  /// How the climb ended; only `converged` and `convergedToRounding` are maxima.
  package let outcome: NewtonMaximizer.Outcome
  /// Bounds on which the maximum lies.
  package let activeBounds: [GARCHLikelihood.Bound]
  /// The largest partial derivative of the log-likelihood by a parameter at its last evaluation, before the last step
  /// of a converged climb; in units of the returns as given, components against active bounds left out.
  package let gradientNorm: Double
  /// The length of the last step in standard errors; what was left after it is of the order of its square.
  package let newtonDecrement: Double
  /// h₁, hₙ and the forecast hₙ₊₁, in squared units of the returns.
  package let firstVariance: Double
  package let lastVariance: Double
  package let nextVariance: Double

  package var isConverged: Bool { outcome.isConverged }
  package var persistence: Double { parameters.persistence }
  /// Steps until half of a shock to the variance is left.
  package var halfLife: Double { parameters.halfLife }
  package var unconditionalVariance: Double { parameters.unconditionalVariance }
  private var estimated: Int { model.mean == .constant ? 4 : 3 }
  /// Akaike's criterion, 2k − 2ℓ.
  package var akaike: Double { 2 * Double(estimated) - 2 * logLikelihood }

  /// Why the estimates are not a clean maximum, in words; nil when they are.
  package var warning: String? {
    if !isConverged { return "not converged: \(outcome.explanation) after \(iterations) steps" }
    if activeBounds.isEmpty { return nil }
    return "the maximum lies on a bound: " + activeBounds.map(\.explanation).joined(separator: ", ")
  }
}

extension GARCHFit {
  init(
    _ result: NewtonMaximizer.Result, of likelihood: GARCHLikelihood, iterations: Int, standardErrors wanted: Bool
  ) {
    let scale = likelihood.returns.scale
    let kernel = likelihood.kernel(at: result.point)
    let variances = kernel.withReturns { $0.lastVariances(of: $1) }
    model = likelihood.model
    parameters = likelihood.parameters(at: result.point)
    logLikelihood = result.derivatives.value
    observations = likelihood.returns.values.count
    self.iterations = iterations
    outcome = result.outcome
    let constraints = likelihood.constraints
    let active = GARCHLikelihood.Bound.allCases.indices.filter { index in
      result.binding.contains(index) || constraints[index].holds(at: result.point)
    }
    activeBounds = active.map { GARCHLikelihood.Bound.allCases[$0] }
    gradientNorm = likelihood.freeGradientNorm(
      result.derivatives.gradient, bounds: active.map { constraints[$0] })
    newtonDecrement = result.decrement.squareRoot()
    firstVariance = kernel.firstVariance * scale * scale
    lastVariance = variances.last * scale * scale
    nextVariance = variances.next * scale * scale

    standardErrors =
      wanted && active.isEmpty && result.outcome.isConverged
      ? GARCHStandardErrors(
        hessian: result.derivatives.hessian, outerProduct: likelihood.scoreOuterProduct(at: result.point),
        scale: scale)
      : nil
    standardErrorsNote =
      if standardErrors != nil {
        nil
      } else if !wanted {
        "not asked for"
      } else if !result.outcome.isConverged {
        "the fit did not converge"
      } else if !active.isEmpty {
        "the maximum lies on a bound"
      } else {
        "the likelihood is too flat there"
      }
  }
}

extension GARCHLikelihood {
  /// A point in this likelihood's own unit, moved inside the bounds where parameters of another sample lie outside.
  func standardized(_ parameters: GARCHParameters) -> [Double] {
    let scale = returns.scale
    let omega = max(parameters.omega / (scale * scale), 10 * Self.smallestOmega)
    let shrinkage = min(1, 0.9999 / max(parameters.persistence, 1e-300))
    let point = [parameters.mu / scale, omega, parameters.alpha * shrinkage, parameters.beta * shrinkage]
    return model.mean == .constant ? point : Array(point.dropFirst())
  }

  /// The parameters at a point, in the unit of the returns as given.
  package func parameters(at point: [Double]) -> GARCHParameters {
    let scale = returns.scale
    let variances = Array(point.suffix(3))
    return GARCHParameters(
      unchecked: model.mean == .constant ? point[0] * scale : 0, variances[0] * scale * scale, variances[1],
      variances[2])
  }

  /// The largest partial derivative once the gradient's components along active bounds are taken out.
  func freeGradientNorm(_ gradient: [Double], bounds: [LinearConstraint]) -> Double {
    var free = gradient
    // The bounds' normals are orthogonal but for α or β with α + β: taking out simple bounds first leaves the rest.
    var taken: Set<Int> = []
    for bound in bounds {
      let named = bound.coefficients.indices.filter { bound.coefficients[$0] != 0 && !taken.contains($0) }
      let share = named.reduce(0) { $0 + bound.coefficients[$1] * free[$1] } / Double(max(named.count, 1))
      for index in named { free[index] -= bound.coefficients[index] * share }
      if named.count == 1 { taken.formUnion(named) }
    }
    let units = [returns.scale, returns.scale * returns.scale, 1, 1].suffix(gradient.count)
    return zip(free, units).reduce(0) { max($0, ($1.0 / $1.1).magnitude) }
  }
}

extension NewtonMaximizer.Outcome {
  /// The outcome in words.
  package var explanation: String {
    switch self {
    case .converged: "the gradient vanishes at a maximum"
    case .convergedToRounding: "steps are as small as rounding allows"
    case .saddlePoint: "the likelihood curves upwards where its gradient vanishes"
    case .noAscent: "no step raises the likelihood"
    case .iterationLimit: "the limit of steps was reached"
    }
  }
}

extension GARCHLikelihood.Bound {
  /// The bound in words.
  package var explanation: String {
    switch self {
    case .omega: "omega is practically 0"
    case .alpha: "alpha is 0, so beta is not identified"
    case .beta: "beta is 0"
    case .persistence: "alpha + beta is practically 1"
    }
  }
}
