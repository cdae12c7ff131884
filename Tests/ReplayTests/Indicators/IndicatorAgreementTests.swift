import Market
import Replay
import Testing

/// Every value of every indicator against TA-Lib's on real candles, from the first value on.
///
/// Expected values: PyPI TA-Lib 0.8.2, written by `Fixtures/Indicators/make_indicators.py`.
@Suite struct IndicatorAgreementTests {
  @Test(arguments: IndicatorFixture.all)
  func `the simple moving average is TA-Lib's`(_ fixture: IndicatorFixture) throws {
    var average = SimpleMovingAverage(period: 20)
    try fixture.expect("sma_20") { candle in
      average.update(candle.close)
      return average.isReady ? average.value : nil
    }
  }

  @Test(arguments: IndicatorFixture.all)
  func `the exponential moving average is TA-Lib's`(_ fixture: IndicatorFixture) throws {
    var average = ExponentialMovingAverage(period: 20)
    try fixture.expect("ema_20") { candle in
      average.update(candle.close)
      return average.isReady ? average.value : nil
    }
  }

  @Test(arguments: IndicatorFixture.all)
  func `the relative strength index is TA-Lib's`(_ fixture: IndicatorFixture) throws {
    var index = RelativeStrengthIndex(period: 14)
    try fixture.expect("rsi_14") { candle in
      index.update(candle.close)
      return index.isReady ? index.value : nil
    }
  }

  @Test(arguments: IndicatorFixture.all)
  func `the moving average convergence divergence is TA-Lib's`(_ fixture: IndicatorFixture) throws {
    let outputs: [(String, KeyPath<MovingAverageConvergenceDivergence, Double>)] = [
      ("macd", \.line), ("macd_signal", \.signal), ("macd_histogram", \.histogram),
    ]
    for (column, value) in outputs {
      var convergence = MovingAverageConvergenceDivergence(fast: 12, slow: 26, signal: 9)
      try fixture.expect(column) { candle in
        convergence.update(candle.close)
        return convergence.isReady ? convergence[keyPath: value] : nil
      }
    }
  }

  @Test(arguments: IndicatorFixture.all)
  func `the Bollinger bands are TA-Lib's`(_ fixture: IndicatorFixture) throws {
    let outputs: [(String, KeyPath<BollingerBands, Double>)] = [
      ("bollinger_upper", \.upper), ("bollinger_middle", \.middle), ("bollinger_lower", \.lower),
    ]
    for (column, value) in outputs {
      var bands = BollingerBands(period: 20, width: 2)
      try fixture.expect(column) { candle in
        bands.update(candle.close)
        return bands.isReady ? bands[keyPath: value] : nil
      }
    }
  }

  @Test(arguments: IndicatorFixture.all)
  func `the average true range is TA-Lib's`(_ fixture: IndicatorFixture) throws {
    var average = AverageTrueRange(period: 14)
    try fixture.expect("atr_14") { candle in
      average.update(high: candle.high, low: candle.low, close: candle.close)
      return average.isReady ? average.value : nil
    }
  }

  @Test(arguments: IndicatorFixture.all)
  func `the average directional index is TA-Lib's`(_ fixture: IndicatorFixture) throws {
    var index = AverageDirectionalIndex(period: 14)
    try fixture.expect("adx_14") { candle in
      index.update(high: candle.high, low: candle.low, close: candle.close)
      return index.isReady ? index.value : nil
    }
  }

  @Test(arguments: IndicatorFixture.all)
  func `the directional indicators are TA-Lib's from where the index is ready`(_ fixture: IndicatorFixture) throws {
    let outputs: [(String, KeyPath<AverageDirectionalIndex, Double>)] = [
      ("plus_di_14", \.plusIndicator), ("minus_di_14", \.minusIndicator),
    ]
    for (column, value) in outputs {
      var index = AverageDirectionalIndex(period: 14)
      try fixture.expect(column, from: 27) { candle in
        index.update(high: candle.high, low: candle.low, close: candle.close)
        return index.isReady ? index[keyPath: value] : nil
      }
    }
  }

  @Test(arguments: IndicatorFixture.all)
  func `the stochastic oscillator is TA-Lib's`(_ fixture: IndicatorFixture) throws {
    let outputs: [(String, KeyPath<StochasticOscillator, Double>)] = [("stochastic_k", \.k), ("stochastic_d", \.d)]
    for (column, value) in outputs {
      var oscillator = StochasticOscillator(period: 14, smoothing: 3, signal: 3)
      try fixture.expect(column) { candle in
        oscillator.update(high: candle.high, low: candle.low, close: candle.close)
        return oscillator.isReady ? oscillator[keyPath: value] : nil
      }
    }
  }

  @Test(arguments: IndicatorFixture.all)
  func `a pulse of the candles' own timeframe reads what TA-Lib says`(_ fixture: IndicatorFixture) throws {
    let outputs: [(String, KeyPath<PulseReading, Double>)] = [
      ("sma_20", \.simpleMovingAverage), ("ema_20", \.exponentialMovingAverage), ("rsi_14", \.relativeStrengthIndex),
      ("macd", \.macd), ("macd_signal", \.macdSignal), ("macd_histogram", \.macdHistogram),
      ("bollinger_upper", \.bollingerUpper), ("bollinger_middle", \.bollingerMiddle),
      ("bollinger_lower", \.bollingerLower), ("atr_14", \.averageTrueRange), ("adx_14", \.averageDirectionalIndex),
      ("plus_di_14", \.plusDirectionalIndicator), ("minus_di_14", \.minusDirectionalIndicator),
      ("stochastic_k", \.stochasticK), ("stochastic_d", \.stochasticD),
    ]
    for (column, value) in outputs {
      var pulse = Pulse(base: .oneHour, timeframes: [.oneHour])
      try fixture.expect(column, from: PulseIndicators.warmUp - 1) { candle in
        pulse.learn(candle)
        return pulse.reading(of: .oneHour)?[keyPath: value]
      }
    }
  }
}

extension IndicatorFixture {
  /// Expects `value` to be the column's at every candle: ready from the same candle on (or from candle `first`), and
  /// within 1e-9 of it, relative to it. Where a stochastic is 0, TA-Lib leaves up to 9e-14 of rounding: hence the 1e-13.
  fileprivate func expect(_ column: String, from first: Int = 0, value: (Candle) -> Double?) throws {
    let expected = try #require(columns[column])
    var compared = 0
    for (index, candle) in candles.enumerated() {
      let found = value(candle)
      guard index >= first, let wanted = expected[index] else {
        #expect(found == nil, "\(column) of candle \(index) has no value yet")
        continue
      }
      let difference = abs(try #require(found, "\(column) of candle \(index)") - wanted)
      #expect(difference <= max(1e-9 * abs(wanted), 1e-13), "\(column) of candle \(index)")
      compared += 1
    }
    #expect(compared >= 560)
  }
}
