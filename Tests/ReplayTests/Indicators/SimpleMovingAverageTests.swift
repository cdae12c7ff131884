import Market
import Replay
import Testing

@Suite struct SimpleMovingAverageTests {
  @Test(arguments: [1, 2, 10, 50, 200])
  func `it is the mean of the last values at every instant`(period: Int) {
    let closes = [100.0, 101.5, 99.25] + [Double].prices(count: 1_000, seed: 1)
    var average = SimpleMovingAverage(period: period)
    for (index, close) in closes.enumerated() {
      average.update(close)
      #expect(average.isReady == (index + 1 >= period))
      guard average.isReady else { continue }
      let exact = closes[(index + 1 - period)...index].exactMean
      #expect(abs(average.value - exact) <= 2 * exact.ulp, "value \(index)")
    }
  }

  /// A bad print of a billion, met by a running sum that only adds and subtracts, spoils its seventh digit for good.
  @Test func `it does not drift, whatever passed through it`() {
    var generator = IndicatorTestGenerator(seed: 7)
    var average = SimpleMovingAverage(period: 20)
    var naiveSum = 0.0
    var recent = [Double](repeating: 0, count: 20)
    for index in 0..<3_000_000 {
      let badPrint = index % 1_000 == 500
      let price = badPrint ? 1e9 : Double.random(in: 1.0...1.1, using: &generator)
      average.update(price)
      naiveSum += price - recent[index % 20]
      recent[index % 20] = price
    }
    let exact = recent.exactMean
    #expect(abs(average.value - exact) <= 2 * exact.ulp)
    #expect(abs(naiveSum / 20 - exact) > 1e-7, "the test would not notice drift")
  }

  @Test func `a flat window averages to exactly its price`() {
    var average = SimpleMovingAverage(period: 50)
    for close in [Double].prices(count: 77, seed: 3) + Array(repeating: 1.3456, count: 200) { average.update(close) }
    #expect(average.value == 1.3456)
    for _ in 0..<49 { average.update(1.3457) }
    #expect(average.value < 1.3457)
    average.update(1.3457)
    #expect(average.value == 1.3457)
  }

  @Test func `reading it before it is ready stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var average = SimpleMovingAverage(period: 3)
      average.update(1)
      _ = average.value
    }
  }

  @Test func `a period below one stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = SimpleMovingAverage(period: 0) }
  }
}

extension [Double] {
  /// Prices around 100, to the cent.
  static func prices(count: Int, seed: UInt64) -> [Double] {
    [Candle].randomWalk(count: count, seed: seed).map(\.close)
  }
}

extension Collection<Double> {
  /// The mean, summed with Neumaier's compensation (1974): exact to the last digit for what the tests sum.
  var exactMean: Double {
    var sum = 0.0
    var lost = 0.0
    for value in self {
      let next = sum + value
      lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    return (sum + lost) / Double(count)
  }

  /// Population standard deviation, in two passes.
  var exactDeviation: Double {
    let mean = exactMean
    return map { ($0 - mean) * ($0 - mean) }.exactMean.squareRoot()
  }
}
