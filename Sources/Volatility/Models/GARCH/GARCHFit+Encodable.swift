extension GARCHFit: Encodable {
  private enum Keys: String, CodingKey {
    case model, distribution, mean, presample, observations
    case parameters = "params"
    case logLikelihood = "loglik"
    case akaike = "aic"
    case hessianErrors = "se_hessian"
    case outerProductErrors = "se_opg"
    case sandwichErrors = "se_qmle"
    case standardErrorsNote = "se_note"
    case persistence
    case halfLife = "half_life"
    case unconditionalVariance = "unconditional_variance"
    case firstVariance = "first_variance"
    case lastVariance = "last_variance"
    case nextVariance = "next_variance"
    case converged, outcome, iterations, warning
    case activeBounds = "active_bounds"
    case gradientNorm = "gradient_norm"
    case newtonDecrement = "newton_decrement"
  }

  /// One flat object, numbers with all their digits. The three `se_` objects are there when there are standard
  /// errors, else `se_note` says why not; `mu` is left out of both `params` and errors where the mean is zero.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode("garch", forKey: .model)
    try container.encode("normal", forKey: .distribution)
    try container.encode(model.mean.rawValue, forKey: .mean)
    try container.encode(model.presample.rawValue, forKey: .presample)
    try container.encode(observations, forKey: .observations)
    try container.encode(
      GARCHCoefficients(
        mu: model.mean == .constant ? parameters.mu : nil, omega: parameters.omega, alpha: parameters.alpha,
        beta: parameters.beta),
      forKey: .parameters)
    try container.encode(logLikelihood, forKey: .logLikelihood)
    try container.encode(akaike, forKey: .akaike)
    try container.encodeIfPresent(standardErrors?.hessian, forKey: .hessianErrors)
    try container.encodeIfPresent(standardErrors?.outerProduct, forKey: .outerProductErrors)
    try container.encodeIfPresent(standardErrors?.sandwich, forKey: .sandwichErrors)
    try container.encodeIfPresent(standardErrorsNote, forKey: .standardErrorsNote)
    try container.encode(persistence, forKey: .persistence)
    try container.encode(halfLife, forKey: .halfLife)
    try container.encode(unconditionalVariance, forKey: .unconditionalVariance)
    try container.encode(firstVariance, forKey: .firstVariance)
    try container.encode(lastVariance, forKey: .lastVariance)
    try container.encode(nextVariance, forKey: .nextVariance)
    try container.encode(isConverged, forKey: .converged)
    try container.encode(outcome.rawValue, forKey: .outcome)
    try container.encode(iterations, forKey: .iterations)
    try container.encode(activeBounds.map(\.rawValue), forKey: .activeBounds)
    try container.encode(gradientNorm, forKey: .gradientNorm)
    try container.encode(newtonDecrement, forKey: .newtonDecrement)
    try container.encodeIfPresent(warning, forKey: .warning)
  }
}
