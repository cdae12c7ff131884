import Testing
import Volatility

@Suite struct GARCHFilterTests {
  @Test(arguments: MeanModel.allCases, Presample.allCases)
  func `the filter ends at the variances of the fit`(mean: MeanModel, presample: Presample) throws {
    let returns = Fixture.sim1000
    let fit = try GARCHModel(mean: mean, presample: presample).fit(returns)
    let filter = GARCHFilter(fit.parameters, over: returns.span, mean: mean, presample: presample)
    #expect(agreeingDigits(filter.nextVariance, fit.nextVariance) > 12)
    var goingOn = GARCHFilter(fit.parameters, nextVariance: fit.lastVariance)
    goingOn.update(returns[999])
    #expect(agreeingDigits(goingOn.nextVariance, fit.nextVariance) > 14)
  }

  @Test func `an update is the recursion`() throws {
    var filter = GARCHFilter(
      try GARCHParameters(mu: 0.5, omega: 0.25, alpha: 0.25, beta: 0.5), nextVariance: 2)
    filter.update(-1.5)
    // 0.25 + 0.25 × (−2)² + 0.5 × 2
    #expect(filter.nextVariance == 2.25)
  }

  @Test(arguments: [0, 1, 2, 3, 24, 60, 288, 1_440], [0.0, 0.5, 0.97, 0.999_999])
  func `the variance sum equals the recursion step by step`(steps: Int, persistence: Double) throws {
    let parameters = try GARCHParameters(mu: 0, omega: 0.02, alpha: persistence / 10, beta: persistence * 0.9)
    let filter = GARCHFilter(parameters, nextVariance: 3.5)
    var variance = filter.nextVariance
    var sum = 0.0
    for step in 0..<steps {
      #expect(agreeingDigits(filter.variance(ahead: step + 1), variance) > 12)
      sum += variance
      variance = parameters.omega + parameters.persistence * variance
    }
    #expect(agreeingDigits(filter.varianceSum(over: steps), sum) > 12)
  }

  @Test func `the variance sum is the closed form`() throws {
    let parameters = try GARCHParameters(mu: 0, omega: 0.02, alpha: 0.25, beta: 0.25)
    let filter = GARCHFilter(parameters, nextVariance: 3)
    // h G(10) + ω (10 − G(10)) / (1 − p), G(10) = (1 − 2⁻¹⁰) / ½
    let geometric = 2 * (1 - 1 / 1_024.0)
    #expect(agreeingDigits(filter.varianceSum(over: 10), 3 * geometric + 0.02 * (10 - geometric) / 0.5) > 14)
  }

  @Test func `the backcast weighs the first squared deviations`() {
    // Mean 2; squared deviations 1, 0, 1; weights 1, 0.94, 0.94².
    let variance = Presample.backcastVariance([1, 2, 3].span, mean: .constant)
    #expect(agreeingDigits(variance, (1 + 0.8836) / (1 + 0.94 + 0.8836)) > 14)
    let around0 = Presample.backcastVariance([1, 2, 3].span, mean: .zero)
    #expect(agreeingDigits(around0, (1 + 0.94 * 4 + 0.8836 * 9) / (1 + 0.94 + 0.8836)) > 14)
  }

  @Test(arguments: [
    (-0.1, 0.1, 0.8), (0, 0.1, 0.8), (.nan, 0.1, 0.8), (0.1, -0.1, 0.8), (0.1, 0.1, -0.1), (0.1, 0.2, 0.8),
    (0.1, .nan, 0.8), (.infinity, 0.1, 0.8),
  ])
  func `parameters that are not stationary are refused`(omega: Double, alpha: Double, beta: Double) {
    #expect(throws: InvalidGARCHParameters.self) {
      try GARCHParameters(mu: 0, omega: omega, alpha: alpha, beta: beta)
    }
  }
}
