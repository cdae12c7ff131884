import Market
import Replay

/// All that one replay told, from its first tick to its last.
struct PlayedRun: Equatable {
  var rows: [DecisionRow] = []
  var orders: [Order] = []
  var fills: [Fill] = []
  var trades: [Trade] = []
  var charges: [Charge] = []
  var days: [DayEquity] = []
  var forecasts: [ForecastRecord] = []
  /// What a ``ScriptedStrategy`` learned: the good candles that reached it.
  var learned: [Candle] = []
  var account: Account
  var position: Position
  var funnel: Funnel
  var markOuts: MarkOuts

  /// The stage at which each tick ended.
  var stages: [Stage] { rows.map(\.stage) }

  /// The row of the tick at that instant.
  func row(at time: Timestamp) -> DecisionRow? { rows.first { $0.time == time } }

  /// Where the tick at that instant ended; nil where there was none.
  func stage(at time: Timestamp) -> Stage? { row(at: time)?.stage }
}

/// What is played: candles, the instrument and window they are played as, and the settings.
struct ReplayScene {
  var instrument = Instrument.bitcoin
  var timeframe = Timeframe.oneHour
  var settings = PipelineSettings.permissive
  /// Candles as stored, stamped as their source stamps them.
  var candles: CandleColumns
  /// Ticks lie in `(lowerBound, upperBound]`. Nil: from the first stamp to one timeframe after the last.
  var window: Range<Timestamp>?
  /// Candles that decide what happens inside a candle.
  var finer: (candles: CandleColumns, timeframe: Timeframe)?
  /// Account currency for a unit of quote currency; nil where they are the same.
  var exchange: ExchangeRates?
  /// Candles that reach the pipeline at a time: no result may depend on it.
  var chunkSize = 4_096

  init(
    _ candles: CandleColumns, instrument: Instrument = .bitcoin, timeframe: Timeframe = .oneHour,
    settings: PipelineSettings = .permissive, window: Range<Timestamp>? = nil
  ) {
    self.candles = candles
    self.instrument = instrument
    self.timeframe = timeframe
    self.settings = settings
    self.window = window
  }

  fileprivate var playedWindow: Range<Timestamp> {
    if let window { return window }
    guard let first = candles.openTime.first, let last = candles.openTime.last else {
      preconditionFailure("a scene without candles needs a window")
    }
    return Timestamp(milliseconds: first)..<Timestamp(milliseconds: last + timeframe.milliseconds)
  }

  fileprivate var setup: TrackSetup {
    TrackSetup(
      settings, instrument: instrument, timeframe: timeframe, window: playedWindow, exchange: exchange,
      finerTimeframe: finer?.timeframe)
  }

  /// Plays one of the strategies that scenarios name; `respondent` answers for a language model.
  func played(by strategy: StrategyChoice, asking respondent: (any Respondent)? = nil) async throws -> PlayedRun {
    let sink = EventCollector()
    let ports = TrackPorts(ChunkedCandles(candles, size: chunkSize), into: sink, asking: respondent)
    let outcomes = try await Replayer([setup], strategy: strategy).play([ports])
    let outcome = outcomes[0]
    return sink.run(outcome.account, outcome.position, outcome.funnel, outcome.markOuts)
  }

  /// Plays a strategy of the test's own, which answers at once or is answered by `outside`.
  func played(
    by strategy: ScriptedStrategy, outside: (Timestamp) -> OutsideAnswer = { _ in OutsideAnswer(.failed, latency: 0) }
  ) throws -> PlayedRun {
    try [self].playedTogether(by: [strategy], outside: outside)[0]
  }

  /// Plays a decision that is the same at every tick.
  func played(deciding decision: Decision) throws -> PlayedRun {
    try played(by: ScriptedStrategy { _ in decision })
  }
}

extension [ReplayScene] {
  /// Plays the scenes on one account, which is that of the first; each with its own strategy.
  func playedTogether(
    by strategies: [ScriptedStrategy],
    outside: (Timestamp) -> OutsideAnswer = { _ in OutsideAnswer(.failed, latency: 0) }
  ) throws -> [PlayedRun] {
    let setups = map(\.setup)
    let schedules = map { $0.instrument.calendar.sessions(covering: $0.playedWindow) }
    var sources = map { PairedCandles(ChunkedCandles($0.candles, size: $0.chunkSize), finer: $0.finer?.candles) }
    let sinks = map { _ in EventCollector() }
    var pipeline = Pipeline(setups, strategies: strategies)
    var ledger = Ledger(balance: self[0].settings.venue.balance ?? .zero, settlements: setups.map(\.settlement))
    func handOn() {
      for track in indices {
        pipeline.drain(track: track) { rows, events in
          for fill in events.fills { ledger.enter(fill, track: track) }
          for charge in events.charges { ledger.enter(charge, track: track) }
          sinks[track].take(rows, events)
        }
      }
    }
    while true {
      switch pipeline.advance() {
      case .needsCandles(let track):
        handOn()
        guard let next = sources[track].next() else {
          pipeline.endTape(track: track)
          continue
        }
        func chunk(_ columns: CandleColumns, _ timeframe: Timeframe) -> TapeChunk {
          TapeChunk(
            columns, timeframe: timeframe, calendar: self[track].instrument.calendar, schedule: schedules[track])
        }
        let finer = self[track].finer.map { chunk(next.finer, $0.timeframe) }
        pipeline.load(chunk(next.candles, self[track].timeframe), finer: finer, track: track)
      case .rowsAreFull:
        handOn()
      case .asks(let track):
        pipeline.answer(outside(pipeline.now(track: track)))
      case .finished:
        handOn()
        try ledger.verify(pipeline.account, indices.map { pipeline.position(track: $0) })
        return indices.map { track in
          var run = sinks[track].run(
            pipeline.account, pipeline.position(track: track), pipeline.funnel(track: track),
            pipeline.markOuts(track: track))
          run.learned = pipeline.strategy(track: track).learned
          return run
        }
      }
    }
  }
}

/// All finer candles with every chunk: what lies within a candle is for the pipeline to find.
private struct PairedCandles {
  private var candles: ChunkedCandles
  private let finer: CandleColumns

  init(_ candles: ChunkedCandles, finer: CandleColumns?) {
    self.candles = candles
    self.finer = finer ?? CandleColumns()
  }

  mutating func next() -> (candles: CandleColumns, finer: CandleColumns)? { candles.next().map { ($0, finer) } }
}

/// Says at each tick what the test wants it to say, and remembers the candles it was given.
struct ScriptedStrategy: Strategy {
  private let script: @Sendable (TickView) -> Answer
  private(set) var learned: [Candle] = []
  /// Candles it has to see before it is ready.
  private let needs: Int

  init(needs: Int = 0, _ script: @escaping @Sendable (TickView) -> Decision) {
    self.needs = needs
    self.script = { .decided(script($0)) }
  }

  /// One that asks outside at every tick.
  static let asking = ScriptedStrategy(answer: { _ in .asks })

  init(answer: @escaping @Sendable (TickView) -> Answer) {
    needs = 0
    script = answer
  }

  var isReady: Bool { learned.count >= needs }
  mutating func learn(_ candle: Candle) { learned.append(candle) }
  mutating func decide(at view: TickView) -> Answer { script(view) }
  var readings: [Reading] { [] }
}

/// Keeps every event.
final class EventCollector: EventSink {
  private var rows: [DecisionRow] = []
  private var events = EventLog()

  func take(_ rows: Span<DecisionRow>, _ events: EventLog) {
    self.rows.append(contentsOf: rows)
    self.events.orders += events.orders
    self.events.fills += events.fills
    self.events.trades += events.trades
    self.events.charges += events.charges
    self.events.days += events.days
    self.events.forecasts += events.forecasts
  }

  fileprivate func run(
    _ account: Account, _ position: Position, _ funnel: Funnel, _ markOuts: MarkOuts
  ) -> PlayedRun {
    PlayedRun(
      rows: rows, orders: events.orders, fills: events.fills, trades: events.trades,
      charges: events.charges, days: events.days,
      forecasts: events.forecasts, account: account, position: position, funnel: funnel, markOuts: markOuts)
  }
}

/// Candles from memory, a few at a time.
struct ChunkedCandles: CandleSource {
  private let candles: CandleColumns
  private let size: Int
  private var position = 0

  init(_ candles: CandleColumns, size: Int) {
    self.candles = candles
    self.size = size
  }

  mutating func next() -> CandleColumns? {
    guard position < candles.count else { return nil }
    let range = position..<min(position + size, candles.count)
    position = range.upperBound
    return candles.slice(range)
  }
}
