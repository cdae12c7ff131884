package import LanguageModels
package import Market

/// Where the events of a replay go, chunk by chunk.
package protocol EventSink: AnyObject {
  /// Takes what happened since the last call, in order; the log is emptied afterwards.
  func take(_ events: EventLog) throws
}

/// Who answers for a strategy that asks.
package protocol Respondent: AnyObject {
  func answer(to question: Question) async throws -> OutsideAnswer
}

/// What a strategy asks at one tick.
package struct Question: Sendable {
  package var time: Timestamp
  /// UTF-8.
  package var prompt: [UInt8]
  private var builder: PromptBuilder
  private var facts: PromptFacts

  package init(time: Timestamp, prompt: [UInt8], builder: PromptBuilder, facts: PromptFacts) {
    self.time = time
    self.prompt = prompt
    self.builder = builder
    self.facts = facts
  }

  /// What the prompt says of each timeframe.
  package var pulse: [PulseReading] { facts.pulses }

  /// Expected volatility that the prompt tells, percent a day.
  package var forecast: Double? { facts.forecastVolatility }

  /// The same facts in the prompt's other form: masked instead of plain, plain instead of masked.
  package func paraphrase() -> [UInt8] {
    var other = builder
    other.isMasked.toggle()
    var text: [UInt8] = []
    other.write(facts, to: &text)
    return text
  }
}

/// One account's replay: who decides, on which instrument, over which window.
package struct Replayer: Sendable {
  package var settings: PipelineSettings
  package var strategy: StrategyChoice
  package var instrument: Instrument
  package var timeframe: Timeframe
  /// Ticks lie in `(lowerBound, upperBound]`.
  package var window: Range<Timestamp>

  package init(
    _ settings: PipelineSettings, strategy: StrategyChoice, instrument: Instrument, timeframe: Timeframe,
    window: Range<Timestamp>
  ) {
    self.settings = settings
    self.strategy = strategy
    self.instrument = instrument
    self.timeframe = timeframe
    self.window = window
  }

  /// Plays the tape. A language model's answers come from `respondent`, whom other strategies do not need.
  package func play(
    _ source: any CandleSource, into sink: any EventSink, asking respondent: (any Respondent)? = nil
  ) async throws -> RunOutcome {
    // One switch a run: behind it every stage is compiled for its strategy. Source and sink are called once a chunk.
    switch strategy {
    case .movingAverageCross(let fast, let slow):
      return try play(MovingAverageCross(fast: fast, slow: slow), source, sink)
    case .relativeStrengthReversion(let period, let oversold, let overbought):
      return try play(
        RelativeStrengthReversion(period: period, oversold: oversold, overbought: overbought), source, sink)
    case .momentum(let lookback, let threshold):
      return try play(Momentum(lookback: lookback, threshold: threshold), source, sink)
    case .breakout(let lookback):
      return try play(Breakout(lookback: lookback), source, sink)
    case .buyAndHold:
      return try play(BuyAndHold(), source, sink)
    case .alwaysHold:
      return try play(AlwaysHold(), source, sink)
    case .languageModel(let prompt):
      let strategy = LanguageModelStrategy(
        prompt, allowsShort: settings.positions == .longShort, instrument: instrument, timeframe: timeframe)
      guard let respondent else { preconditionFailure("a language model needs somebody to ask it") }
      return try await ask(strategy, source, sink, respondent)
    }
  }

  private func play<S: Strategy>(
    _ strategy: S, _ source: any CandleSource, _ sink: any EventSink
  ) throws -> RunOutcome {
    var run = RunState(self, pipeline(strategy), source)
    while true {
      switch run.pipeline.advance() {
      case .needsCandles: try run.turnPage(sink)
      case .finished: return try run.finish(sink)
      case .asks: preconditionFailure("a rule never asks")
      }
    }
  }

  private func ask(
    _ strategy: LanguageModelStrategy, _ source: any CandleSource, _ sink: any EventSink,
    _ respondent: any Respondent
  ) async throws -> RunOutcome {
    var run = RunState(self, pipeline(strategy), source)
    while true {
      switch run.pipeline.advance() {
      case .needsCandles:
        try run.turnPage(sink)
      case .asks:
        guard let question = run.pipeline.strategy.question else { preconditionFailure("it asks, but asks nothing") }
        run.pipeline.answer(try await respondent.answer(to: question))
      case .finished:
        return try run.finish(sink)
      }
    }
  }

  private func pipeline<S: Strategy>(_ strategy: S) -> Pipeline<S> {
    Pipeline(settings, strategy: strategy, instrument: instrument, timeframe: timeframe, window: window)
  }
}

/// A pipeline being fed.
private struct RunState<S: Strategy> {
  private let replayer: Replayer
  private let schedule: SessionSchedule
  private var source: any CandleSource
  var pipeline: Pipeline<S>
  private var ledger: Ledger
  private var candles = 0

  init(_ replayer: Replayer, _ pipeline: Pipeline<S>, _ source: any CandleSource) {
    self.replayer = replayer
    self.pipeline = pipeline
    self.source = source
    schedule = replayer.instrument.calendar.sessions(covering: replayer.window)
    ledger = Ledger(balance: replayer.settings.venue.balance ?? .zero)
  }

  /// Hands the events on and loads the next chunk.
  mutating func turnPage(_ sink: any EventSink) throws {
    try handOn(sink)
    guard let next = try source.next() else {
      pipeline.endTape()
      return
    }
    candles += next.count
    pipeline.load(
      TapeChunk(
        next, timeframe: replayer.timeframe, calendar: replayer.instrument.calendar, schedule: schedule))
  }

  mutating func finish(_ sink: any EventSink) throws -> RunOutcome {
    try handOn(sink)
    try ledger.verify(pipeline.account)
    return RunOutcome(
      candles: candles, account: pipeline.account, funnel: pipeline.funnel, markOuts: pipeline.markOuts,
      exposure: pipeline.exposure, ledger: ledger)
  }

  private mutating func handOn(_ sink: any EventSink) throws {
    for fill in pipeline.events.fills { ledger.enter(fill) }
    try sink.take(pipeline.events)
    pipeline.events.clear()
  }
}

/// How a replay ended.
package struct RunOutcome: Equatable, Sendable {
  package var candles: Int
  package var account: Account
  package var funnel: Funnel
  package var markOuts: MarkOuts
  package var exposure: Exposure
  package var ledger: Ledger
}
