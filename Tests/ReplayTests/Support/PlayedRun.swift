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

  private var playedWindow: Range<Timestamp> {
    if let window { return window }
    guard let first = candles.openTime.first, let last = candles.openTime.last else {
      preconditionFailure("a scene without candles needs a window")
    }
    return Timestamp(milliseconds: first)..<Timestamp(milliseconds: last + timeframe.milliseconds)
  }

  private var setup: TrackSetup {
    TrackSetup(settings, instrument: instrument, timeframe: timeframe, window: playedWindow)
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
    let schedule = instrument.calendar.sessions(covering: playedWindow)
    var pipeline = Pipeline([setup], strategies: [strategy])
    var source = ChunkedCandles(candles, size: chunkSize)
    let sink = EventCollector()
    var ledger = Ledger(balance: settings.venue.balance ?? .zero)
    func handOn() {
      pipeline.drain(track: 0) { events in
        for fill in events.fills { ledger.enter(fill) }
        for charge in events.charges { ledger.enter(charge) }
        sink.take(events)
      }
    }
    while true {
      switch pipeline.advance() {
      case .needsCandles:
        handOn()
        guard let next = source.next() else {
          pipeline.endTape(track: 0)
          continue
        }
        pipeline.load(
          TapeChunk(next, timeframe: timeframe, calendar: instrument.calendar, schedule: schedule), track: 0)
      case .rowsAreFull:
        handOn()
      case .asks:
        pipeline.answer(outside(pipeline.now(track: 0)))
      case .finished:
        handOn()
        try ledger.verify(pipeline.account, [pipeline.position(track: 0)])
        var run = sink.run(
          pipeline.account, pipeline.position(track: 0), pipeline.funnel(track: 0), pipeline.markOuts(track: 0))
        run.learned = pipeline.strategy(track: 0).learned
        return run
      }
    }
  }

  /// Plays a decision that is the same at every tick.
  func played(deciding decision: Decision) throws -> PlayedRun {
    try played(by: ScriptedStrategy { _ in decision })
  }
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
}

/// Keeps every event.
final class EventCollector: EventSink {
  private var rows: [DecisionRow] = []
  private var events = EventLog()

  func take(_ events: EventLog) {
    rows += events.rows
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
