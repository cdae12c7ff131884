/// Climbs a log-likelihood: Newton steps with the exact Hessian where it is negative definite, BHHH steps (Berndt,
/// Hall, Hall and Hausman 1974) with the outer product of the scores where it is not, each within the constraints and
/// followed by a backtracking line search.
package struct NewtonMaximizer: Sendable {
  package var maximumIterations = 200
  /// The climb ends with the first Newton step whose decrement, the squared distance in standard errors, is at most
  /// this. That step is taken without evaluating the likelihood again: convergence is quadratic, so that the distance
  /// left is of the order of this number.
  package var tolerance = 1e-20

  package init() {}

  /// Where the climb ended.
  package struct Result: Sendable {
    package var point: [Double]
    /// At the last evaluation, one step before ``point`` where the climb converged; the value has that step's gain.
    package var derivatives: LikelihoodDerivatives
    /// Steps taken.
    package var iterations: Int
    package var outcome: Outcome
    /// Constraints that hold with equality and push back.
    package var binding: [Int]
    /// The squared distance to the maximum in standard errors at the last evaluation.
    package var decrement: Double
  }

  /// Why the climb ended.
  package enum Outcome: String, Sendable {
    /// The next step would be below the tolerance.
    case converged
    /// Steps are as small as rounding lets them become, and below 1e-5 standard errors.
    case convergedToRounding = "converged_to_rounding"
    /// Neither the gradient's sign nor the curvature is that of a maximum.
    case saddlePoint = "saddle_point"
    /// No step along an ascent direction raised the likelihood.
    case noAscent = "no_ascent"
    case iterationLimit = "iteration_limit"

    package var isConverged: Bool { self == .converged || self == .convergedToRounding }
  }

  /// `start` must satisfy the constraints.
  package func maximize(_ likelihood: some LogLikelihood, from start: [Double]) -> Result {
    var result = Result(
      point: start, derivatives: likelihood.derivatives(at: start), iterations: 0, outcome: .iterationLimit,
      binding: [], decrement: .infinity)
    while true {
      let (step, isNewton) = bestStep(likelihood, at: result)
      guard let step else {
        result.outcome = .noAscent
        return result
      }
      let previous = result.decrement
      result.decrement = max(0, step.decrement)
      result.binding = step.binding
      if step.decrement <= tolerance {
        result.outcome = isNewton ? .converged : .saddlePoint
        if isNewton {
          result.point = moved(result.point, by: step, share: 1, within: likelihood.constraints)
          result.derivatives.value += result.decrement / 2
          result.iterations += 1
        }
        return result
      }
      if step.decrement <= Self.roundingLevel, isNewton, step.decrement > previous / 4 {
        result.outcome = .convergedToRounding
        return result
      }
      if result.iterations == maximumIterations { return result }
      guard advance(&result, by: step, on: likelihood) || advanceByScores(&result, after: isNewton, on: likelihood)
      else {
        result.outcome = .noAscent
        return result
      }
      result.iterations += 1
    }
  }

  /// Below this decrement the gain of a step drowns in the rounding of the likelihood itself: steps are taken unasked.
  private static let roundingLevel = 1e-10

  /// Newton's step where the curvature allows one, else the BHHH step.
  ///
  /// At a bound the likelihood need only be concave along it. Raising the curvature across the bounds that hold now
  /// (as an augmented Lagrangian does) leaves the steps along them as they are.
  private func bestStep(_ likelihood: some LogLikelihood, at result: Result) -> (ConstrainedStep?, isNewton: Bool) {
    let curvature = -result.derivatives.hessian
    func step(_ curvature: SymmetricMatrix) -> ConstrainedStep? {
      ConstrainedStep(
        gradient: result.derivatives.gradient, curvature: curvature, constraints: likelihood.constraints,
        at: result.point)
    }
    if let step = step(curvature) { return (step, true) }
    let holding = likelihood.constraints.filter { $0.holds(at: result.point) }
    if !holding.isEmpty, let step = step(curvature.raised(across: holding.map(\.coefficients))) {
      return (step, true)
    }
    return (scoreStep(likelihood, at: result), false)
  }

  /// The BHHH step. The outer product is positive semidefinite; a ridge makes it definite where scores are collinear.
  private func scoreStep(_ likelihood: some LogLikelihood, at result: Result) -> ConstrainedStep? {
    let outerProduct = likelihood.scoreOuterProduct(at: result.point)
    for ridge in [0, 1e-8, 1e-4, 1] {
      if let step = ConstrainedStep(
        gradient: result.derivatives.gradient, curvature: outerProduct.ridged(by: ridge),
        constraints: likelihood.constraints, at: result.point)
      {
        return step
      }
    }
    return nil
  }

  private func advanceByScores(
    _ result: inout Result, after wasNewton: Bool, on likelihood: some LogLikelihood
  ) -> Bool {
    guard wasNewton, let step = scoreStep(likelihood, at: result) else { return false }
    return advance(&result, by: step, on: likelihood)
  }

  /// Takes the full step, or the first of its halves that gains enough (Armijo, 1e-4 of what the slope promises).
  private func advance(
    _ result: inout Result, by step: ConstrainedStep, on likelihood: some LogLikelihood
  ) -> Bool {
    let full = moved(result.point, by: step, share: 1, within: likelihood.constraints)
    let trial = likelihood.derivatives(at: full)
    if trial.value >= result.derivatives.value + 1e-4 * step.decrement || step.decrement <= Self.roundingLevel {
      result.point = full
      result.derivatives = trial
      return true
    }
    var share = 0.5
    while share > 1e-9 {
      let point = moved(result.point, by: step, share: share, within: likelihood.constraints)
      if likelihood.value(at: point) >= result.derivatives.value + 1e-4 * share * step.decrement {
        result.point = point
        result.derivatives = likelihood.derivatives(at: point)
        return true
      }
      share /= 2
    }
    return false
  }

  /// `point` plus a share of the step, brought back onto simple bounds that rounding overstepped.
  private func moved(
    _ point: [Double], by step: ConstrainedStep, share: Double, within constraints: [LinearConstraint]
  ) -> [Double] {
    var moved = zip(point, step.direction).map { $0 + share * $1 }
    for (index, constraint) in constraints.enumerated() {
      guard let bound = constraint.simpleBound else { continue }
      if constraint.slack(at: moved) < 0 || (share == 1 && step.binding.contains(index)) {
        moved[bound.parameter] = bound.value
      }
    }
    return moved
  }
}
