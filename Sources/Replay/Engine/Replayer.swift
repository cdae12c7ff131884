package import LanguageModels
package import Market

/// Where the events of a replay go, chunk by chunk.
package protocol EventSink: AnyObject {
  /// Takes the ticks since the last call and what happened at them, in order; both are forgotten afterwards.
  func take(_ rows: Span<DecisionRow>, _ events: EventLog) throws
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
  let builder: PromptBuilder
  let facts: PromptFacts

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

/// Where one track's candles come from, and where its events go.
package struct TrackPorts {
  package var source: any CandleSource
  /// Candles of ``TrackSetup/finerTimeframe``.
  package var finer: (any CandleSource)?
  package var sink: any EventSink
  /// Who answers for a language model; other strategies need nobody.
  package var respondent: (any Respondent)?

  package init(
    _ source: any CandleSource, finer: (any CandleSource)? = nil, into sink: any EventSink,
    asking respondent: (any Respondent)? = nil
  ) {
    self.source = source
    self.finer = finer
    self.sink = sink
    self.respondent = respondent
  }
}

/// One account's replay: who decides, and on which tracks.
package struct Replayer: Sendable {
  package var strategy: StrategyChoice
  package var tracks: [TrackSetup]

  package init(_ tracks: [TrackSetup], strategy: StrategyChoice) {
    self.tracks = tracks
    self.strategy = strategy
  }

  /// Plays the tapes of all tracks, each through its ports; one outcome for each.
  package func play(_ ports: [TrackPorts]) async throws -> [RunOutcome] {
    // One switch a run: behind it every stage is compiled for its strategy. Sources and sinks are called once a page.
    switch strategy {
    case .movingAverageCross(let fast, let slow):
      return try play(MovingAverageCross(fast: fast, slow: slow), ports)
    case .relativeStrengthReversion(let period, let oversold, let overbought):
      return try play(RelativeStrengthReversion(period: period, oversold: oversold, overbought: overbought), ports)
    case .momentum(let lookback, let threshold):
      return try play(Momentum(lookback: lookback, threshold: threshold), ports)
    case .breakout(let lookback):
      return try play(Breakout(lookback: lookback), ports)
    case .buyAndHold:
      return try play(BuyAndHold(), ports)
    case .alwaysHold:
      return try play(AlwaysHold(), ports)
    case .languageModel(let prompt):
      return try await ask(prompt, ports)
    case .scripted(let decisions):
      return try play(decisions, ports)
    case .shuffled, .exposureMatched:
      preconditionFailure("a null trader is written down as a script before it is played")
    }
  }

  private func play<S: Strategy>(_ strategy: S, _ ports: [TrackPorts]) throws -> [RunOutcome] {
    var run = RunState(tracks, tracks.map { _ in strategy }, ports)
    while true {
      switch run.pipeline.advance() {
      case .needsCandles(let track): try run.turnPage(track)
      case .rowsAreFull: try run.handOn()
      case .finished: return try run.finish()
      case .asks: preconditionFailure("a rule never asks")
      }
    }
  }

  private func ask(_ prompt: PromptSettings, _ ports: [TrackPorts]) async throws -> [RunOutcome] {
    let strategies = tracks.map { track in
      LanguageModelStrategy(
        prompt, allowsShort: track.settings.positions == .longShort, instrument: track.instrument,
        timeframe: track.timeframe)
    }
    var run = RunState(tracks, strategies, ports)
    while true {
      switch run.pipeline.advance() {
      case .needsCandles(let track):
        try run.turnPage(track)
      case .rowsAreFull:
        try run.handOn()
      case .asks(let track):
        guard let question = run.pipeline.strategy(track: track).question, let respondent = ports[track].respondent
        else { preconditionFailure("a language model asks a question, and somebody has to answer it") }
        run.pipeline.answer(try await respondent.answer(to: question))
      case .finished:
        return try run.finish()
      }
    }
  }
}

/// A pipeline being fed.
private struct RunState<S: Strategy> {
  private let setups: [TrackSetup]
  private let schedules: [SessionSchedule]
  private let ports: [TrackPorts]
  private var sources: [PairedSource]
  var pipeline: Pipeline<S>
  private var ledger: Ledger
  private var candles: [Int]

  init(_ setups: [TrackSetup], _ strategies: [S], _ ports: [TrackPorts]) {
    precondition(setups.count == ports.count, "ports for each track")
    self.setups = setups
    self.ports = ports
    sources = zip(setups, ports).map { PairedSource($1.source, finer: $1.finer, $0) }
    pipeline = Pipeline(setups, strategies: strategies)
    schedules = setups.map { $0.instrument.calendar.sessions(covering: $0.learnsFrom..<$0.window.upperBound) }
    ledger = Ledger(balance: setups[0].settings.venue.balance ?? .zero, settlements: setups.map(\.settlement))
    candles = setups.map { _ in 0 }
  }

  /// Hands the events on and loads a track's next chunk.
  mutating func turnPage(_ track: Int) throws {
    try handOn()
    guard let next = try sources[track].next() else {
      pipeline.endTape(track: track)
      return
    }
    candles[track] += next.candles.count
    let setup = setups[track]
    func chunk(_ columns: CandleColumns, _ timeframe: Timeframe) -> TapeChunk {
      TapeChunk(columns, timeframe: timeframe, calendar: setup.instrument.calendar, schedule: schedules[track])
    }
    let finer = next.finer.flatMap { finer in setup.finerTimeframe.map { chunk(finer, $0) } }
    pipeline.load(chunk(next.candles, setup.timeframe), finer: finer, track: track)
  }

  mutating func finish() throws -> [RunOutcome] {
    try handOn()
    try ledger.verify(pipeline.account, setups.indices.map { pipeline.position(track: $0) })
    return setups.indices.map { track in
      RunOutcome(
        candles: candles[track], account: pipeline.account, position: pipeline.position(track: track),
        funnel: pipeline.funnel(track: track), markOuts: pipeline.markOuts(track: track), ledger: ledger)
    }
  }

  mutating func handOn() throws {
    for track in setups.indices {
      try pipeline.drain(track: track) { rows, events throws in
        for fill in events.fills { ledger.enter(fill, track: track) }
        for charge in events.charges { ledger.enter(charge, track: track) }
        try ports[track].sink.take(rows, events)
      }
    }
  }
}

/// How a replay ended for one track.
package struct RunOutcome: Equatable, Sendable {
  package var candles: Int
  /// The account that all tracks share.
  package var account: Account
  package var position: Position
  package var funnel: Funnel
  package var markOuts: MarkOuts
  /// Of the account.
  package var ledger: Ledger
}
