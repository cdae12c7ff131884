package import Market

/// One account's way through its tapes: what closed is filled and learned, then the tick is decided.
///
///     candle ─▶ quality ─▶ venue ─▶ feed ─▶ strategy, volatility, risk        (every candle)
///     session ─▶ staleness ─▶ frozen ─▶ quality ─▶ warm-up ─▶ decision
///             ─▶ confidence ─▶ risk ─▶ sizing ─▶ order                        (every tick)
///
/// It does no input or output and never waits: ``advance()`` runs until it needs candles or an answer, or is done.
package struct Pipeline<S: Strategy>: Sendable {
  package enum Step: Equatable, Sendable {
    /// ``load(_:track:)`` the next chunk, or say that there is none with ``endTape(track:)``.
    case needsCandles(track: Int)
    /// The strategy asks; go on with ``answer(_:)``.
    case asks(track: Int)
    /// A page of rows is full: take the events of every track, and clear them.
    case rowsAreFull
    case finished
  }

  var tracks: ContiguousArray<Track<S>>
  var desk: Desk
  /// The track whose tick waits for an answer.
  var asking: Int?
  var instant = Instant.over

  /// A track for each setup, each with its own strategy; they share one account, and so its balance and risk rules.
  /// Several tracks come sorted by name: see ``playTogether()``.
  package init(_ setups: [TrackSetup], strategies: [S]) {
    precondition(!setups.isEmpty && setups.count == strategies.count, "a track for each strategy")
    let isShared = setups.count > 1
    tracks = ContiguousArray(
      zip(setups, strategies).map { Track($0, strategy: $1, sharesAccount: isShared) })
    let calendars = setups.map(\.instrument.calendar)
    // Instruments that do not agree on a day share the UTC day.
    let calendar = calendars.allSatisfy { $0 == calendars[0] } ? calendars[0] : .alwaysOpen
    let start = setups.map(\.window.lowerBound).min() ?? .distantPast
    desk = Desk(setups[0].settings, calendar: calendar, at: start, isShared: isShared)
    // The first tick may come no sooner than the first day's end: daily candles.
    for (track, setup) in setups.enumerated() {
      let start = setup.window.lowerBound
      guard start < desk.day.end, tracks[track].sessions.isOpen(at: start) else { continue }
      desk.day.noteOpenMarket()
      tracks[track].hasTraded = true
    }
  }

  package var account: Account { desk.account }

  /// Gives a track its next candles. A chunk may be empty when nothing in it lies within the sessions.
  /// `finer` holds the candles that lie within them, where there are any.
  package mutating func load(_ next: TapeChunk, finer: TapeChunk? = nil, track: Int) {
    tracks[track].load(next, finer: finer)
  }

  package mutating func endTape(track: Int) { tracks[track].endTape() }

  /// Plays no tick of a track after `instant`: for whoever branches off a copy to see what a tick makes of it.
  package mutating func end(after instant: Timestamp, track: Int) { tracks[track].end(after: instant) }

  /// Goes on with other exchange rates, for the same reason.
  package mutating func exchange(at rates: ExchangeRates?, track: Int) { tracks[track].exchange = rates }

  /// Runs until something is needed from outside.
  package mutating func advance() -> Step {
    precondition(asking == nil, "an answer is due")
    return desk.isShared ? playTogether() : playAlone()
  }

  private mutating func playAlone() -> Step {
    switch tracks[0].playAlone(on: &desk) {
    case .needsCandles: return .needsCandles(track: 0)
    case .rowsAreFull: return .rowsAreFull
    case .asks:
      asking = 0
      return .asks(track: 0)
    case .finished:
      tracks[0].finish(on: desk)
      return .finished
    }
  }

  /// Goes on with the answer that the strategy asked for.
  package mutating func answer(_ answer: OutsideAnswer) {
    guard let track = asking else { preconditionFailure("nothing was asked") }
    asking = nil
    tracks[track].hear(answer, on: &desk)
  }
}

extension Pipeline {
  package func strategy(track: Int) -> S { tracks[track].strategy }
  package func position(track: Int) -> Position { tracks[track].position }
  package func funnel(track: Int) -> Funnel { tracks[track].funnel }
  package func markOuts(track: Int) -> MarkOuts { tracks[track].markOuts }
  /// The instant of the tick that is due or waits for its answer.
  package func now(track: Int) -> Timestamp { tracks[track].clock.now }

  /// Hands on what has happened on a track, and forgets it.
  package mutating func drain(track: Int, _ body: (Span<DecisionRow>, EventLog) throws -> Void) rethrows {
    try tracks[track].drain(body)
  }
}

/// What came back from outside for a strategy that asked.
package struct OutsideAnswer: Sendable {
  package enum Outcome: Equatable, Sendable {
    case decided(Decision)
    case failed
  }
  package var outcome: Outcome
  /// Milliseconds from the tick to the answer.
  package var latency: Int64

  package init(_ outcome: Outcome, latency: Int64) {
    self.outcome = outcome
    self.latency = latency
  }
}
