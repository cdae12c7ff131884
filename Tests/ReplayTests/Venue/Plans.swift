import Market
import Replay

extension Timestamp {
  /// When the tests of venue, account and risk begin: a Monday, midnight UTC, no change of clocks near.
  static let monday = Timestamp.at("2024-01-15")

  /// The close of candle `index` of a series of that timeframe that begins here.
  func close(of index: Int, _ timeframe: Timeframe = .oneHour) -> Timestamp {
    Timestamp(milliseconds: milliseconds + Int64(index + 1) * timeframe.milliseconds)
  }

  /// The open of candle `index`.
  func open(of index: Int, _ timeframe: Timeframe = .oneHour) -> Timestamp { close(of: index - 1, timeframe) }
}

extension ScriptedStrategy {
  /// Decides at the close of the candles that the plan numbers, and holds at all others.
  static func plan(
    _ plan: [Int: Action], confidence: UInt8 = 100, from start: Timestamp = .monday, _ timeframe: Timeframe = .oneHour
  ) -> ScriptedStrategy {
    ScriptedStrategy { view in
      let index = Int((view.now.milliseconds - start.milliseconds) / timeframe.milliseconds) - 1
      return Decision(plan[index] ?? .hold, confidence: confidence)
    }
  }

  /// Decides at random, a third each way, the same at the same tick for the same seed.
  static func random(seed: UInt64) -> ScriptedStrategy {
    ScriptedStrategy { view in
      var generator = SeededGenerator(seed: seed &+ UInt64(view.now.milliseconds))
      let action = Action.allCases[generator.index(below: 3)]
      return Decision(action, confidence: UInt8(generator.index(below: 101)))
    }
  }
}

extension PriceBar {
  init(_ open: Double, _ high: Double, _ low: Double, _ close: Double) {
    self.init(open: open, high: high, low: low, close: close)
  }

  static func flat(_ price: Double) -> PriceBar { PriceBar(price, price, price, price) }

  /// The same candle seen in a mirror at 100: what is a rise here is a fall there.
  var mirrored: PriceBar { PriceBar(200 - open, 200 - low, 200 - high, 200 - close) }
}

extension CandleColumns {
  init(_ bars: [PriceBar], from start: Timestamp = .monday, _ timeframe: Timeframe = .oneHour) {
    self.init()
    for (index, bar) in bars.enumerated() {
      append(
        openTime: start.open(of: index, timeframe), open: bar.open, high: bar.high, low: bar.low, close: bar.close,
        volume: 1)
    }
  }

  /// Quotes on both sides of trades that happened at some third price.
  init(bids: [PriceBar], asks: [PriceBar], trades: PriceBar) {
    self.init(quoted: true)
    for index in bids.indices {
      append(
        openTime: Timestamp.monday.open(of: index), open: trades.open, high: trades.high, low: trades.low,
        close: trades.close, volume: 1, bid: bids[index], ask: asks[index])
    }
  }
}

extension PipelineSettings {
  /// Half of the equity goes into each position, nothing caps it, nothing stops it, and candles may jump.
  static var halfIn: PipelineSettings {
    var settings = PipelineSettings.permissive
    settings.sizing.rule = .fixedFraction
    settings.sizing.fraction = 0.5
    settings.risk.maximumConcentration = 10
    settings.risk.maximumLeverage = 10
    settings.quality.jumpLimit = 100
    return settings
  }

  /// All of the equity goes in.
  static var allIn: PipelineSettings {
    var settings = halfIn
    settings.sizing.fraction = 1
    return settings
  }

  /// Half in, with a stop 5 % away and a target 10 % away from the entry.
  static func bracket(_ intrabar: VenueSettings.Intrabar = .pessimistic) -> PipelineSettings {
    var settings = halfIn
    settings.venue.intrabar = intrabar
    settings.sizing.stop = .fraction(0.05)
    settings.sizing.takeProfitMultiple = 2
    return settings
  }
}
