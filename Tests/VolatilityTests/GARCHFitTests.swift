import Foundation
import Testing
import Volatility

@Suite struct GARCHFitTests {
  @Test(arguments: Fixture.exactFits)
  func `a fit agrees with extended precision on every coefficient and error`(exact: Fixture.ExactFit) throws {
    let model = GARCHModel(
      mean: try #require(MeanModel(rawValue: exact.mean)), presample: try #require(Presample(rawValue: exact.presample))
    )
    let fit = try model.fit(Fixture.returns(named: exact.series))
    #expect(fit.outcome.isConverged)
    #expect(fit.activeBounds == [])
    #expect(fit.warning == nil)
    let errors = try #require(fit.standardErrors)
    #expect(fit.standardErrorsNote == nil)
    for (name, value) in values(fit.parameters, model.mean) {
      let expected = try #require(exact.params[name])
      #expect(agreeingDigits(value, expected) > 13, "\(name)")
    }
    for (found, exactErrors) in [
      (errors.hessian, exact.seHessian), (errors.outerProduct, exact.seOpg), (errors.sandwich, exact.seSandwich),
    ] {
      #expect((found.mu == nil) == (model.mean == .zero))
      for (name, value) in values(found) {
        let expected = try #require(exactErrors[name])
        #expect(agreeingDigits(value, expected) > 11, "\(name)")
      }
    }
    #expect(agreeingDigits(fit.logLikelihood, exact.loglik) > 13)
    #expect(agreeingDigits(fit.firstVariance, exact.firstVariance) > 11)
    #expect(fit.gradientNorm < 1e-6)
    #expect(fit.newtonDecrement <= 1e-10)
  }

  /// Fiorentini, Calzolari and Panattoni (1996), table 1, as quoted by McCullough and Renfro (1999), Benchmarks and
  /// software standards: a case study of GARCH procedures, Journal of Economic and Social Measurement 25, 59-71.
  @Test func `the published six digits of the FCP benchmark are reproduced`() throws {
    let fit = try GARCHModel(presample: .fcp).fit(Fixture.dem2gbp)
    let errors = try #require(fit.standardErrors)
    let published: [(GARCHCoefficients, [Double])] = [
      (
        .init(fit.parameters), [-0.00619041, 0.0107613, 0.153134, 0.805974]
      ),
      (errors.hessian, [0.00846212, 0.00285271, 0.0265228, 0.0335527]),
      (errors.outerProduct, [0.00843359, 0.00132298, 0.0139737, 0.0165604]),
      (errors.sandwich, [0.00918935, 0.00649319, 0.0535317, 0.0724614]),
    ]
    for (found, expected) in published {
      // The published ω is one unit off in its sixth digit.
      for (value, reference) in zip(values(found).map(\.value), expected) {
        #expect(agreeingDigits(value, reference) > 4.9)
      }
    }
    #expect(agreeingDigits(fit.logLikelihood, -1106.6079) > 7)
  }

  @Test func `a warm start ends at the same maximum`() throws {
    let returns = Fixture.sp500
    let cold = try GARCHModel().fit(returns)
    let start = try GARCHParameters(mu: 0, omega: 1, alpha: 0.3, beta: 0.3)
    for standardErrors in [true, false] {
      let warm = try GARCHModel().fit(returns, start: start, standardErrors: standardErrors)
      #expect(agreeingDigits(warm.parameters.omega, cold.parameters.omega) > 9)
      #expect(warm.parameters.rounded() == cold.parameters.rounded())
      #expect(agreeingDigits(warm.logLikelihood, cold.logLikelihood) > 13)
      #expect((warm.standardErrors != nil) == standardErrors)
    }
    let again = try GARCHModel().fit(returns, start: cold.parameters)
    #expect(again.iterations <= 2)
  }

  @Test(arguments: [1e-9, 1e-2, 1e6])
  func `the unit of the returns changes nothing but units`(unit: Double) throws {
    let fit = try GARCHModel().fit(Fixture.sim1000)
    let scaled = try GARCHModel().fit(Fixture.sim1000.map { $0 * unit })
    #expect(agreeingDigits(scaled.parameters.mu, fit.parameters.mu * unit) > 10)
    #expect(agreeingDigits(scaled.parameters.omega, fit.parameters.omega * unit * unit) > 10)
    #expect(agreeingDigits(scaled.parameters.alpha, fit.parameters.alpha) > 10)
    #expect(agreeingDigits(scaled.parameters.beta, fit.parameters.beta) > 10)
    #expect(agreeingDigits(scaled.logLikelihood, fit.logLikelihood - 1_000 * log(unit)) > 10)
    let errors = try #require(fit.standardErrors)
    let scaledErrors = try #require(scaled.standardErrors)
    #expect(agreeingDigits(scaledErrors.sandwich.omega, errors.sandwich.omega * unit * unit) > 9)
  }

  @Test func `persistence, half-life and the unconditional variance follow from the parameters`() throws {
    let parameters = try GARCHParameters(mu: 0, omega: 0.5, alpha: 0.25, beta: 0.5)
    #expect(parameters.persistence == 0.75)
    #expect(parameters.unconditionalVariance == 2)
    // ln 0.5 / ln 0.75
    #expect(agreeingDigits(parameters.halfLife, 2.409420839653209) > 14)
    #expect(try GARCHParameters(mu: 0, omega: 0.5, alpha: 0, beta: 0).halfLife == 0)
  }

  @Test func `a fit encodes with all its digits and the usual names`() throws {
    let fit = try GARCHModel(presample: .fcp).fit(Fixture.dem2gbp)
    struct Encoded: Decodable {
      let params: [String: Double]
      let seQmle: [String: Double]
      let loglik: Double
      let converged: Bool
      let presample: String
      let seNote: String?
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let encoded = try decoder.decode(Encoded.self, from: JSONEncoder().encode(fit))
    #expect(
      encoded.params == [
        "mu": fit.parameters.mu, "omega": fit.parameters.omega, "alpha": fit.parameters.alpha,
        "beta": fit.parameters.beta,
      ])
    #expect(encoded.seQmle["beta"] == fit.standardErrors?.sandwich.beta)
    #expect(encoded.loglik == fit.logLikelihood)
    #expect(encoded.converged)
    #expect(encoded.presample == "fcp")
    #expect(encoded.seNote == nil)
  }

  private func values(_ parameters: GARCHParameters, _ mean: MeanModel) -> [(name: String, value: Double)] {
    values(.init(parameters)).filter { mean == .constant || $0.name != "mu" }
  }

  private func values(_ errors: GARCHCoefficients) -> [(name: String, value: Double)] {
    [("mu", errors.mu), ("omega", errors.omega), ("alpha", errors.alpha), ("beta", errors.beta)]
      .compactMap { name, value in value.map { (name, $0) } }
  }
}

extension GARCHCoefficients {
  fileprivate init(_ parameters: GARCHParameters) {
    self.init(mu: parameters.mu, omega: parameters.omega, alpha: parameters.alpha, beta: parameters.beta)
  }
}
