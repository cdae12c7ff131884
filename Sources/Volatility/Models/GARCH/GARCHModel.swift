/// What kind of GARCH(1,1) to fit; innovations are normal.
///
///     let fit = try GARCHModel(mean: .constant, presample: .fcp).fit(returns)
package struct GARCHModel: Equatable, Sendable {
  package var mean: MeanModel
  package var presample: Presample

  package init(mean: MeanModel = .constant, presample: Presample = .backcast) {
    self.mean = mean
    self.presample = presample
  }

  /// The maximum-likelihood fit to a window of returns, oldest first, in any one unit.
  ///
  /// `start` is where to climb from, such as the fit of the window before. A climb from there that does not end at a
  /// maximum inside the bounds is repeated from the typical starting values, and the likelier end wins.
  /// Without `standardErrors` the climb ends a step earlier, 1e-10 standard errors from the maximum: two walks over
  /// the returns less.
  ///
  /// An end that is not a maximum is returned too, and says so: see ``GARCHFit/outcome``.
  package func fit(
    _ returns: Span<Double>, start: GARCHParameters? = nil, standardErrors: Bool = true
  ) throws(VolatilityFitError) -> GARCHFit {
    let likelihood = GARCHLikelihood(try StandardizedReturns(returns, mean: mean), model: self)
    var maximizer = NewtonMaximizer()
    if !standardErrors { maximizer.tolerance = 1e-10 }
    var best: NewtonMaximizer.Result?
    var steps = 0

    func climb(from point: [Double]) -> Bool {
      let result = maximizer.maximize(likelihood, from: point)
      steps += result.iterations
      if best.map({ isBetter(result, than: $0) }) ?? true { best = result }
      return result.outcome.isConverged && result.binding.isEmpty
    }

    var isDone = false
    if let start { isDone = climb(from: likelihood.standardized(start)) }
    if !isDone {
      for point in GARCHStartingValues(for: likelihood).points.prefix(3) where !isDone {
        isDone = climb(from: point)
      }
    }
    guard let best else { preconditionFailure("there are always starting values") }
    return GARCHFit(best, of: likelihood, iterations: steps, standardErrors: standardErrors)
  }

  /// The maximum-likelihood fit to all of `returns`.
  package func fit(
    _ returns: [Double], start: GARCHParameters? = nil, standardErrors: Bool = true
  ) throws(VolatilityFitError) -> GARCHFit {
    try fit(returns.span, start: start, standardErrors: standardErrors)
  }

  /// A maximum before any other end, then the higher likelihood.
  private func isBetter(_ new: NewtonMaximizer.Result, than old: NewtonMaximizer.Result) -> Bool {
    if new.outcome.isConverged != old.outcome.isConverged { return new.outcome.isConverged }
    return new.derivatives.value > old.derivatives.value
  }
}
