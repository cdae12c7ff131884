import Market
import Replay
import Testing

@Suite struct StochasticOscillatorTests {
  @Test(arguments: [1, 2, 3, 14, 50], [1, 2, 3])
  func `it is what the definition gives when every window is searched`(period: Int, seed: UInt64) {
    let candles = [Candle].randomWalk(count: 500, seed: seed)
    var oscillator = StochasticOscillator(period: period, smoothing: 3, signal: 2)
    var raw: [Double] = []
    var smoothed: [Double] = []
    for (index, candle) in candles.enumerated() {
      oscillator.update(high: candle.high, low: candle.low, close: candle.close)
      if index + 1 >= period {
        let window = candles[(index + 1 - period)...index]
        let lowest = window.map(\.low).reduce(.infinity, min)
        let highest = window.map(\.high).reduce(-.infinity, max)
        raw.append(highest > lowest ? 100 * (candle.close - lowest) / (highest - lowest) : 50)
      }
      if raw.count >= 3 { smoothed.append(raw.suffix(3).exactMean) }
      #expect(oscillator.isReady == (smoothed.count >= 2))
      guard oscillator.isReady else { continue }
      #expect(abs(oscillator.k - smoothed.suffix(1).exactMean) < 1e-12)
      #expect(abs(oscillator.d - smoothed.suffix(2).exactMean) < 1e-12)
    }
  }

  @Test func `without a range it stands in the middle`() {
    var oscillator = StochasticOscillator()
    for _ in 0..<40 { oscillator.update(high: 1.3456, low: 1.3456, close: 1.3456) }
    #expect(oscillator.k == 50 && oscillator.d == 50)
  }

  @Test func `closes at the high read 100 and closes at the low read 0`() {
    var rising = StochasticOscillator()
    var falling = StochasticOscillator()
    for step in 0..<40 {
      let price = 100 + Double(step) * 0.1
      rising.update(high: price, low: price - 0.3, close: price)
      falling.update(high: 200.3 - price, low: 200 - price, close: 200 - price)
    }
    #expect(rising.k == 100 && rising.d == 100)
    #expect(falling.k == 0 && falling.d == 0)
  }
}
