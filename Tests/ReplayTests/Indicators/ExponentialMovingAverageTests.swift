import Market
import Replay
import Testing

/// Start-up and flat input of the averages that forget geometrically.
@Suite struct ExponentialMovingAverageTests {
  /// By hand: the seed is (1 + 2 + 6) / 3 = 3, then k = 1/2: 3 + (7 - 3) / 2 = 5, 5 + (4 - 5) / 2 = 4.5.
  @Test func `it starts as the mean of the first values`() {
    var average = ExponentialMovingAverage(period: 3)
    average.update(1)
    average.update(2)
    #expect(!average.isReady)
    average.update(6)
    #expect(average.isReady && average.value == 3)
    average.update(7)
    #expect(average.value == 5)
    average.update(4)
    #expect(average.value == 4.5)
  }

  @Test(arguments: [1.3456, 0.1, 92_371.27])
  func `constant values give exactly that constant`(price: Double) {
    var average = ExponentialMovingAverage(period: 20)
    var convergence = MovingAverageConvergenceDivergence()
    for _ in 0..<100 {
      average.update(price)
      convergence.update(price)
    }
    #expect(average.value == price)
    #expect(convergence.line == 0 && convergence.signal == 0 && convergence.histogram == 0)
  }

  /// By hand for 2, 4, 2: slow starts at close 4 with (1 + 2 + 3 + 6) / 4 = 3, fast there with (3 + 6) / 2 = 4.5. Next,
  /// at 9: slow 3 + 2/5 x 6 = 5.4, fast 4.5 + 2/3 x 4.5 = 7.5. Lines 1.5 and 2.1, their mean 1.8.
  @Test func `both averages of MACD start at the same candle`() {
    var convergence = MovingAverageConvergenceDivergence(fast: 2, slow: 4, signal: 2)
    for close in [1.0, 2, 3, 6] { convergence.update(close) }
    #expect(!convergence.isReady)
    convergence.update(9)
    #expect(convergence.isReady)
    #expect(abs(convergence.line - 2.1) < 1e-14)
    #expect(abs(convergence.signal - 1.8) < 1e-14)
    #expect(abs(convergence.histogram - 0.3) < 1e-14)
  }

  @Test func `a fast period that is not shorter stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = MovingAverageConvergenceDivergence(fast: 26, slow: 26) }
  }
}
