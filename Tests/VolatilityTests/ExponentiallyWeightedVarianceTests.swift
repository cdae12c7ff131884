import Testing
import Volatility

@Suite struct ExponentiallyWeightedVarianceTests {
  @Test func `each return enters with one minus the decay`() {
    var variance = ExponentiallyWeightedVariance(decay: 0.75, nextVariance: 2)
    variance.update(-4)
    // 0.75 × 2 + 0.25 × 16
    #expect(variance.nextVariance == 5.5)
    #expect(variance.varianceSum(over: 24) == 132)
  }

  @Test func `a window starts from its mean square`() {
    // Mean square (1 + 9) / 2 = 5; then 0.5 × 5 + 0.5 × 1 = 3; then 0.5 × 3 + 0.5 × 9 = 6.
    #expect(ExponentiallyWeightedVariance(decay: 0.5, over: [1, -3].span).nextVariance == 6)
  }
}
