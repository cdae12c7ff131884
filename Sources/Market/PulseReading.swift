/// What the indicators of one timeframe say at one instant, all from candles that had closed by then.
public struct PulseReading: Hashable, Sendable {
  public var timeframe: Timeframe
  /// Close of the newest candle of this timeframe.
  public var close: Double
  /// Simple moving average of the last 20 closes.
  public var simpleMovingAverage: Double
  /// Exponential moving average of closes, period 20.
  public var exponentialMovingAverage: Double
  /// Relative strength index, Wilder's, period 14; 0 to 100.
  public var relativeStrengthIndex: Double
  /// Moving average convergence divergence (12, 26, 9): the line, its signal, and their difference.
  public var macd: Double
  public var macdSignal: Double
  public var macdHistogram: Double
  /// Bollinger bands: the 20-close average and two population standard deviations to either side.
  public var bollingerUpper: Double
  public var bollingerMiddle: Double
  public var bollingerLower: Double
  /// Average true range, Wilder's, period 14, in quote currency.
  public var averageTrueRange: Double
  /// Average directional index and the two directional indicators, Wilder's, period 14; 0 to 100.
  public var averageDirectionalIndex: Double
  public var plusDirectionalIndicator: Double
  public var minusDirectionalIndicator: Double
  /// Slow stochastic oscillator (14, 3, 3); 0 to 100.
  public var stochasticK: Double
  public var stochasticD: Double

  /// A reading from its values.
  public init(
    timeframe: Timeframe, close: Double, simpleMovingAverage: Double, exponentialMovingAverage: Double,
    relativeStrengthIndex: Double, macd: Double, macdSignal: Double, macdHistogram: Double,
    bollingerUpper: Double, bollingerMiddle: Double, bollingerLower: Double, averageTrueRange: Double,
    averageDirectionalIndex: Double, plusDirectionalIndicator: Double, minusDirectionalIndicator: Double,
    stochasticK: Double, stochasticD: Double
  ) {
    self.timeframe = timeframe
    self.close = close
    self.simpleMovingAverage = simpleMovingAverage
    self.exponentialMovingAverage = exponentialMovingAverage
    self.relativeStrengthIndex = relativeStrengthIndex
    self.macd = macd
    self.macdSignal = macdSignal
    self.macdHistogram = macdHistogram
    self.bollingerUpper = bollingerUpper
    self.bollingerMiddle = bollingerMiddle
    self.bollingerLower = bollingerLower
    self.averageTrueRange = averageTrueRange
    self.averageDirectionalIndex = averageDirectionalIndex
    self.plusDirectionalIndicator = plusDirectionalIndicator
    self.minusDirectionalIndicator = minusDirectionalIndicator
    self.stochasticK = stochasticK
    self.stochasticD = stochasticD
  }
}
