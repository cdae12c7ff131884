import Market
import Replay
import Testing

/// No input that the quality gate lets through makes an indicator say something that is not a number in its range.
@Suite struct PulseIndicatorsTests {
  /// What one candle after another may look like at its worst; each price positive and finite, `low ≤ close ≤ high`.
  enum Shape: CaseIterable {
    case constant, oneTick, alternating, longFlat, spike, exponential
  }

  @Test(arguments: Shape.allCases, [1e-300, 1e-12, 1e-4, 1, 92_371.27, 1e12, 1e140])
  func `readings stay numbers and in range`(shape: Shape, scale: Double) {
    var indicators = PulseIndicators()
    var generator = IndicatorTestGenerator(seed: 11)
    for index in 0..<15_000 {
      let close: Double
      switch shape {
      case .constant: close = scale
      case .oneTick: close = index == 100 ? scale.nextUp : scale
      case .alternating: close = index.isMultiple(of: 2) ? scale : 1.5 * scale
      case .longFlat: close = index < 100 ? scale * Double.random(in: 1...2, using: &generator) : scale
      case .spike: close = index % 50 == 7 ? scale * 1e6 : scale * Double.random(in: 1...2, using: &generator)
      case .exponential: close = scale * [1, 2, 4, 8, 16, 8, 4, 2][index % 8]
      }
      let flat = shape == .constant || shape == .oneTick || shape == .longFlat
      let stretch = flat ? 1 : Double.random(in: 1...1.01, using: &generator)
      indicators.update(
        Candle(
          openTime: Timestamp(milliseconds: 0), closeTime: Timestamp(milliseconds: 60_000),
          open: close, high: close * stretch, low: close / stretch, close: close, volume: 0))
      guard index >= PulseIndicators.warmUp - 1, index % 37 == 0 || index > 14_990 else { continue }
      expectSound(indicators.reading(of: .oneMinute), index)
    }
  }

  private func expectSound(_ reading: PulseReading, _ index: Int) {
    let percentages = [
      reading.relativeStrengthIndex, reading.averageDirectionalIndex, reading.plusDirectionalIndicator,
      reading.minusDirectionalIndicator, reading.stochasticK, reading.stochasticD,
    ]
    let inRange = percentages.allSatisfy { 0 <= $0 && $0 <= 100.000_000_001 }
    #expect(inRange, "candle \(index): \(percentages)")
    #expect(reading.averageTrueRange >= 0 && reading.averageTrueRange < .infinity, "candle \(index)")
    #expect(reading.bollingerLower <= reading.bollingerMiddle, "candle \(index)")
    #expect(reading.bollingerMiddle <= reading.bollingerUpper, "candle \(index)")
    let rest = [
      reading.simpleMovingAverage, reading.exponentialMovingAverage, reading.macd, reading.macdSignal,
      reading.macdHistogram, reading.bollingerUpper, reading.bollingerLower,
    ]
    let finite = rest.allSatisfy { $0.isFinite }
    #expect(finite, "candle \(index): \(rest)")
  }

  @Test func `every indicator is ready after the warm-up and not before`() {
    var indicators = PulseIndicators()
    for (index, candle) in [Candle].randomWalk(count: 60, seed: 2).enumerated() {
      indicators.update(candle)
      #expect(indicators.isReady == (index + 1 >= PulseIndicators.warmUp))
    }
  }
}
