import Foundation
import Testing
import Volatility

/// Series that tempt an estimator into NaN, a trap or a false claim.
@Suite struct GARCHAwkwardSeriesTests {
  @Test(arguments: [0.0, 1.5, 1e-7])
  func `constant returns have no volatility to fit`(value: Double) {
    let returns = [Double](repeating: value, count: 500)
    #expect(throws: VolatilityFitError.constantReturns(value: value, count: 500)) {
      try GARCHModel().fit(returns)
    }
  }

  @Test func `returns that differ by rounding only count as constant`() {
    let returns = (0..<500).map { $0 % 7 == 0 ? 0.1 + 0.2 : 0.3 }
    #expect(throws: VolatilityFitError.constantReturns(value: 0.1 + 0.2, count: 500)) {
      try GARCHModel().fit(returns)
    }
  }

  @Test(arguments: [0, 1, 29])
  func `too few returns are refused`(count: Int) {
    let returns = Array(Fixture.sim1000.prefix(count))
    let error = VolatilityFitError.tooFewReturns(count: count, minimum: 30)
    #expect(throws: error) { try GARCHModel().fit(returns) }
    #expect("\(error)".contains("at least 30"))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a return that is not a number is named by its place`(value: Double) throws {
    var returns = Fixture.sim1000
    returns[123] = value
    let error = try #require(throws: VolatilityFitError.self) { try GARCHModel().fit(returns) }
    #expect("\(error)".contains("Return 123"))
    #expect("\(error)".contains("\(value)"))
  }

  @Test func `a return beyond all reason is named by its place`() {
    var returns = Fixture.sim1000
    returns[7] = -1e150
    #expect(throws: VolatilityFitError.outOfRange(index: 7, value: -1e150)) { try GARCHModel().fit(returns) }
    #expect(throws: VolatilityFitError.allTooSmall(largest: 4e-160)) {
      try GARCHModel().fit((0..<50).map { $0 % 2 == 0 ? 1e-160 : 4e-160 })
    }
  }

  /// Each of these must end in finite numbers within bounds, and any claim to be a clean maximum must hold.
  @Test(arguments: AwkwardSeries.allCases, [MeanModel.constant, .zero])
  func `an awkward series ends in finite numbers and an honest status`(series: AwkwardSeries, mean: MeanModel) throws {
    for presample in Presample.allCases {
      let returns = series.returns
      let model = GARCHModel(mean: mean, presample: presample)
      let fit = try model.fit(returns)
      let parameters = fit.parameters
      let numbers = [
        parameters.mu, parameters.omega, parameters.alpha, parameters.beta, fit.logLikelihood, fit.gradientNorm,
        fit.newtonDecrement, fit.firstVariance, fit.lastVariance, fit.nextVariance, fit.halfLife,
        fit.unconditionalVariance,
      ]
      #expect(numbers.allSatisfy { $0.isFinite })
      #expect(parameters.omega > 0 && parameters.alpha >= 0 && parameters.beta >= 0 && parameters.persistence < 1)
      #expect(fit.firstVariance > 0 && fit.lastVariance > 0 && fit.nextVariance > 0)
      let rounded = parameters.rounded()
      #expect(throws: Never.self) {
        try GARCHParameters(mu: rounded.mu, omega: rounded.omega, alpha: rounded.alpha, beta: rounded.beta)
      }
      #expect((fit.warning == nil) == (fit.isConverged && fit.activeBounds.isEmpty))
      #expect((fit.standardErrors == nil) == (fit.standardErrorsNote != nil))
      if let errors = fit.standardErrors {
        #expect(fit.warning == nil)
        for error in [errors.hessian, errors.outerProduct, errors.sandwich] {
          #expect([error.omega, error.alpha, error.beta].allSatisfy { $0 > 0 && $0.isFinite })
        }
      }
      // No better parameters nearby, as far as bounds allow.
      if fit.isConverged {
        for neighbour in neighbours(of: fit) {
          let other = try logLikelihood(neighbour, returns: returns, model: model)
          #expect(other <= fit.logLikelihood + 1e-7 * max(1, abs(fit.logLikelihood)))
        }
      }
    }
  }

  @Test func `an integrated series is reported on the persistence bound`() throws {
    let fit = try GARCHModel().fit(AwkwardSeries.integrated.returns)
    #expect(fit.activeBounds.contains(.persistence))
    #expect(fit.isConverged)
    #expect(fit.standardErrors == nil)
    #expect(fit.standardErrorsNote == "the maximum lies on a bound")
    #expect(fit.parameters.rounded().persistence < 1)
    #expect(fit.warning?.contains("alpha + beta") == true)
  }

  @Test func `independent returns are reported with alpha on its bound`() throws {
    // Every second return is small after a large one: squared returns correlate negatively, which alpha cannot express.
    var generator = NormalGenerator(seed: 5)
    let returns = (0..<600).map { index in generator.next() * (index % 2 == 0 ? 1.5 : 0.5) }
    let fit = try GARCHModel().fit(returns)
    #expect(fit.isConverged)
    #expect(fit.activeBounds.contains(.alpha))
    #expect(fit.parameters.alpha == 0)
  }

  private func neighbours(of fit: GARCHFit) -> [GARCHParameters] {
    let parameters = fit.parameters
    let neighbours = [-1e-3, 1e-3].flatMap { share -> [GARCHParameters?] in
      let (mu, omega, alpha, beta) = (parameters.mu, parameters.omega, parameters.alpha, parameters.beta)
      return [
        fit.model.mean == .constant
          ? try? GARCHParameters(mu: mu * (1 + share), omega: omega, alpha: alpha, beta: beta) : nil,
        try? GARCHParameters(mu: mu, omega: omega * (1 + share), alpha: alpha, beta: beta),
        try? GARCHParameters(mu: mu, omega: omega, alpha: alpha + share, beta: beta),
        try? GARCHParameters(mu: mu, omega: omega, alpha: alpha, beta: beta + share),
        try? GARCHParameters(mu: mu, omega: omega, alpha: alpha + share, beta: beta - share),
      ]
    }
    return neighbours.compactMap { $0 }.filter {
      $0.persistence < 1 - 1e-6 && !(fit.activeBounds.contains(.omega) && $0.omega < parameters.omega)
    }
  }

  /// The log-likelihood by the plain filter.
  private func logLikelihood(
    _ parameters: GARCHParameters, returns: [Double], model: GARCHModel
  ) throws -> Double {
    let presample =
      switch model.presample {
      case .backcast: Presample.backcastVariance(returns.span, mean: model.mean)
      case .fcp: Presample.meanSquaredResidual(returns.span, around: parameters.mu)
      }
    var filter = GARCHFilter(
      parameters, nextVariance: parameters.omega + parameters.persistence * presample)
    var sum = 0.0
    for value in returns {
      let residual = value - parameters.mu
      sum -= 0.5 * (log(2 * .pi) + log(filter.nextVariance) + residual * residual / filter.nextVariance)
      filter.update(value)
    }
    return sum
  }
}

enum AwkwardSeries: String, CaseIterable, Sendable {
  case thirtyReturns, tiny, huge, outlier, integrated, mostlyZero, alternating, twoValues, calmThenWild, wildThenCalm,
    trend, farFromZero, noClustering, singleMove

  var returns: [Double] {
    var generator = NormalGenerator(seed: 11)
    return switch self {
    case .thirtyReturns: Array(Fixture.sim1000.prefix(30))
    case .tiny: Fixture.sim1000.map { $0 * 1e-40 }
    case .huge: Fixture.sim1000.map { $0 * 1e40 }
    case .outlier: Fixture.sim1000.enumerated().map { $0 == 500 ? 400 : $1 }
    case .integrated: NormalGenerator.garch(1_500, omega: 1e-4, alpha: 0.12, beta: 0.92, seed: 3)
    case .mostlyZero: (0..<800).map { $0 % 40 == 0 ? generator.next() : 0 }
    case .alternating: (0..<400).map { $0 % 2 == 0 ? 1 : -1 }
    case .twoValues: (0..<400).map { $0 % 5 == 0 ? 1 : 2 }
    case .calmThenWild: (0..<600).map { generator.next() * ($0 < 300 ? 0.01 : 3) }
    case .wildThenCalm: (0..<600).map { generator.next() * ($0 < 300 ? 3 : 0.01) }
    case .trend: (0..<300).map { Double($0) * 0.01 }
    case .farFromZero: Fixture.sim1000.map { $0 + 1e6 }
    case .noClustering: (0..<1_000).map { _ in generator.next() }
    case .singleMove: (0..<300).map { $0 == 150 ? 1 : 0 }
    }
  }
}
