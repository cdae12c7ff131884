package import Market

/// The indicators of one timeframe, with the periods that ``PulseReading`` states.
package struct PulseIndicators: Sendable {
  /// How many candles a timeframe needs until every indicator has a value: MACD's 26 + 9 − 1.
  package static let warmUp = 34

  private var latestClose = 0.0
  private var exponentialMovingAverage = ExponentialMovingAverage(period: 20)
  private var relativeStrengthIndex = RelativeStrengthIndex(period: 14)
  private var convergence = MovingAverageConvergenceDivergence(fast: 12, slow: 26, signal: 9)
  private var bands = BollingerBands(period: 20, width: 2)
  private var averageTrueRange = AverageTrueRange(period: 14)
  private var directionalIndex = AverageDirectionalIndex(period: 14)
  private var stochastic = StochasticOscillator(period: 14, smoothing: 3, signal: 3)

  package init() {}

  /// Whether every indicator has a value; the slowest to start is MACD.
  @inline(__always)
  package var isReady: Bool { convergence.isReady }

  /// Learns the next closed candle, whose prices must be finite and `low ≤ close ≤ high`.
  @inline(__always)
  package mutating func update(_ candle: Candle) {
    latestClose = candle.close
    exponentialMovingAverage.update(candle.close)
    relativeStrengthIndex.update(candle.close)
    convergence.update(candle.close)
    bands.update(candle.close)
    averageTrueRange.update(high: candle.high, low: candle.low, close: candle.close)
    directionalIndex.update(high: candle.high, low: candle.low, close: candle.close)
    stochastic.update(high: candle.high, low: candle.low, close: candle.close)
  }

  /// What the indicators say; only when ready.
  package func reading(of timeframe: Timeframe) -> PulseReading {
    let middle = bands.middle
    let reach = bands.width * bands.standardDeviation
    return PulseReading(
      timeframe: timeframe,
      close: latestClose,
      simpleMovingAverage: middle,  // of 20 closes, as the bands' own
      exponentialMovingAverage: exponentialMovingAverage.value,
      relativeStrengthIndex: relativeStrengthIndex.value,
      macd: convergence.line,
      macdSignal: convergence.signal,
      macdHistogram: convergence.histogram,
      bollingerUpper: middle + reach,
      bollingerMiddle: middle,
      bollingerLower: middle - reach,
      averageTrueRange: averageTrueRange.value,
      averageDirectionalIndex: directionalIndex.value,
      plusDirectionalIndicator: directionalIndex.plusIndicator,
      minusDirectionalIndicator: directionalIndex.minusIndicator,
      stochasticK: stochastic.k,
      stochasticD: stochastic.d)
  }
}
