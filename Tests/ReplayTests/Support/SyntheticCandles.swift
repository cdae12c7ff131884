import Market
import Replay

extension PipelineSettings {
  /// Nothing but faults of market and data stops a decision: no risk rule, no protective order, no volatility model,
  /// any confidence.
  static var permissive: PipelineSettings {
    var settings = PipelineSettings()
    settings.minimumConfidence = 0
    settings.risk.killSwitchLoss = nil
    settings.risk.killSwitchGain = nil
    settings.risk.maximumDrawdown = nil
    settings.risk.dailyTrades = nil
    settings.risk.maximumDailyVolatility = nil
    settings.risk.maximumValueAtRisk = nil
    settings.sizing.stop = .none(assumed: 0.02)
    settings.sizing.takeProfitMultiple = nil
    settings.volatility.model = .none
    return settings
  }
}

extension Instrument {
  static let bitcoin = Instrument(
    symbol: "BTCUSD", base: "BTC", quote: "USD", calendar: .alwaysOpen, priceTick: 1_000_000, lotStep: 1,
    minimumOrder: 1_000)
  static let euro = Instrument(
    symbol: "EURUSD", base: "EUR", quote: "USD", calendar: .forex, priceTick: 1_000, lotStep: 100_000_000,
    minimumOrder: 100_000_000)
  static let spy = Instrument(
    symbol: "SPY", base: "SPY", quote: "USD", calendar: .usEquities, priceTick: 1_000_000, lotStep: 100_000_000,
    minimumOrder: 100_000_000)
}

extension Timestamp {
  /// `2024-03-08T22:00Z`; the text must be right.
  static func at(_ text: String) -> Timestamp {
    guard let instant = Timestamp(text) else { preconditionFailure("\(text) is no time") }
    return instant
  }
}

extension CandleColumns {
  /// One candle a price, stamped one timeframe apart, each opening where the one before it closed and trading one unit.
  init(closes: [Double], from start: Timestamp, _ timeframe: Timeframe = .oneHour) {
    self.init()
    for (index, close) in closes.enumerated() {
      let open = index == 0 ? close : closes[index - 1]
      append(
        openTime: Timestamp(milliseconds: start.milliseconds + Int64(index) * timeframe.milliseconds),
        open: open, high: max(open, close), low: min(open, close), close: close, volume: 1)
    }
  }

  /// Candles that trade but do not move.
  init(flat price: Double = 100, count: Int, from start: Timestamp, _ timeframe: Timeframe = .oneHour) {
    self.init(closes: [Double](repeating: price, count: count), from: start, timeframe)
  }

  /// A geometric random walk with wicks; `step` is the largest change from close to close, a share of price.
  init(
    walk count: Int, seed: UInt64, from start: Timestamp, _ timeframe: Timeframe = .oneHour, price: Double = 100,
    step: Double = 0.01
  ) {
    self.init()
    var generator = SeededGenerator(seed: seed)
    var open = price
    for index in 0..<count {
      let close = open * (1 + Double.random(in: -step...step, using: &generator))
      let wick = Double.random(in: 0...step / 2, using: &generator)
      append(
        openTime: Timestamp(milliseconds: start.milliseconds + Int64(index) * timeframe.milliseconds),
        open: open, high: max(open, close) * (1 + wick), low: min(open, close) * (1 - wick), close: close,
        volume: Double.random(in: 1...100, using: &generator))
      open = close
    }
  }

  /// The candles for whose stamp the condition holds.
  func keeping(where isKept: (Timestamp) -> Bool) -> CandleColumns {
    var kept = CandleColumns(quoted: quotes != nil)
    for index in 0..<count where isKept(Timestamp(milliseconds: openTime[index])) { kept.appendCandle(index, of: self) }
    return kept
  }

  func slice(_ range: Range<Int>) -> CandleColumns {
    var kept = CandleColumns(quoted: quotes != nil)
    for index in range { kept.appendCandle(index, of: self) }
    return kept
  }

  private mutating func appendCandle(_ index: Int, of other: CandleColumns) {
    append(
      openTime: Timestamp(milliseconds: other.openTime[index]), open: other.open[index], high: other.high[index],
      low: other.low[index], close: other.close[index], volume: other.volume[index],
      bid: other.quotes?.bid.bar(at: index), ask: other.quotes?.ask.bar(at: index))
  }
}

extension PriceColumns {
  fileprivate func bar(at index: Int) -> PriceBar {
    PriceBar(open: open[index], high: high[index], low: low[index], close: close[index])
  }
}
