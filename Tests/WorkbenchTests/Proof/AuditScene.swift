import Market
import Replay
import Workbench

/// A short walk that a strategy of the test's own trades on, without costs and limits.
struct AuditScene {
  var candles: CandleColumns
  var settings = AuditScene.permissive
  var timeframe = Timeframe.oneHour

  init(hours: Int, seed: UInt64) { candles = Self.walk(hours, .oneHour, seed: seed) }

  /// A random walk from ``start`` on.
  static func walk(_ count: Int, _ timeframe: Timeframe, seed: UInt64) -> CandleColumns {
    var candles = CandleColumns()
    var generator = SeededGenerator(seed: seed)
    var open = 100.0
    for index in 0..<count {
      let close = open * (1 + 0.02 * (generator.uniform() - 0.5))
      candles.append(
        openTime: Timestamp(milliseconds: start.milliseconds + Int64(index) * timeframe.milliseconds), open: open,
        high: max(open, close) * 1.002, low: min(open, close) * 0.998, close: close, volume: 1 + generator.uniform())
      open = close
    }
    return candles
  }

  static let start = Timestamp(year: 2024, month: 1, day: 1)

  static var permissive: PipelineSettings {
    var settings = PipelineSettings()
    settings.minimumConfidence = 0
    settings.risk.killSwitchLoss = nil
    settings.risk.killSwitchGain = nil
    settings.risk.maximumDrawdown = nil
    settings.risk.dailyTrades = nil
    settings.risk.maximumDailyVolatility = nil
    settings.volatility.model = .none
    return settings
  }

  /// One track of the scene.
  func track(
    _ symbol: String = "BTCUSD", finer: (Timeframe, CandleColumns)? = nil, rates: ExchangeRates? = nil
  ) -> (setup: TrackSetup, tape: TrackTape) {
    let end = Timestamp(milliseconds: Self.start.milliseconds + Int64(candles.count) * timeframe.milliseconds)
    guard let instrument = Instrument.named(symbol) else { preconditionFailure("a known instrument") }
    let setup = TrackSetup(
      settings, instrument: instrument, timeframe: timeframe, window: Self.start..<end, exchange: rates,
      finerTimeframe: finer?.0)
    return (setup, TrackTape(candles, finer: finer?.1, rates: rates))
  }

  /// The audit of a strategy that is handed the candles of its replay; cut at every tick unless told otherwise.
  func audit<S: Strategy>(
    cuts: Int = .max, make: @escaping @Sendable (CandleColumns) -> S
  ) async throws -> AuditFinding {
    try await Self.audit([track()], cuts: cuts) { _, tapes in make(tapes[0].candles) }
  }

  /// The audit of an account; strategies are handed the tapes of all tracks.
  static func audit<S: Strategy>(
    _ tracks: [(setup: TrackSetup, tape: TrackTape)], cuts: Int = .max,
    make: @escaping @Sendable (Int, [TrackTape]) -> S
  ) async throws -> AuditFinding {
    var options = AuditOptions()
    options.cuts = cuts
    return try await Audit(AuditSubject(tracks, make: make), options).run()
  }

  /// The instant at which `hours` have passed.
  static func hour(_ hours: Int) -> Timestamp { Timestamp(milliseconds: start.milliseconds + Int64(hours) * 3_600_000) }
}

/// Decides by a number that it works out from the candles it has learnt and those it was handed.
struct PeekingStrategy: Strategy {
  let candles: CandleColumns
  /// The name of its number, and the number at a tick: from all candles, how many were learnt, and now.
  let name: String
  let number: @Sendable (CandleColumns, Int, Timestamp) -> Double
  private var learnt = 0
  private var value = 0.0

  init(
    _ candles: CandleColumns, _ name: String, _ number: @escaping @Sendable (CandleColumns, Int, Timestamp) -> Double
  ) {
    self.candles = candles
    self.name = name
    self.number = number
  }

  var isReady: Bool { learnt >= 5 }
  var readings: [Reading] { [Reading(name, value)] }
  mutating func learn(_ candle: Candle) { learnt += 1 }

  mutating func decide(at view: TickView) -> Answer {
    value = number(candles, learnt, view.now)
    return .decided(Decision(value > view.price ? .buy : .sell, confidence: 100))
  }
}
