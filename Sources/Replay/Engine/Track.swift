package import Market

/// What is played on one track: whose candles, how, and from when to when.
package struct TrackSetup: Sendable {
  package var settings: PipelineSettings
  package var instrument: Instrument
  package var timeframe: Timeframe
  /// Ticks lie in `(lowerBound, upperBound]`.
  package var window: Range<Timestamp>
  /// Account currency for a unit of the instrument's quote currency; nil where they are the same.
  package var exchange: ExchangeRates?
  /// Of the candles that decide what happens inside a candle; nil where there are none.
  package var finerTimeframe: Timeframe?
  /// Candles from here on are learned; nothing is decided on those before the window.
  package var learnsFrom: Timestamp
  /// Of other replays of the same candles; nil: all is worked out anew.
  package var findings: TapeFindings?

  /// `learnsFrom` is the window's start where nil.
  package init(
    _ settings: PipelineSettings, instrument: Instrument, timeframe: Timeframe, window: Range<Timestamp>,
    learnsFrom: Timestamp? = nil, exchange: ExchangeRates? = nil, finerTimeframe: Timeframe? = nil
  ) {
    self.settings = settings
    self.instrument = instrument
    self.timeframe = timeframe
    self.window = window
    self.learnsFrom = min(learnsFrom ?? window.lowerBound, window.lowerBound)
    self.exchange = exchange
    self.finerTimeframe = finerTimeframe
  }

  /// A margin account keeps foreign profit and loss apart until the position has gone; spot exchanges every fill.
  package var settlement: Position.Settlement {
    exchange != nil && settings.positions == .longShort ? .whenFlat : .atOnce
  }
}

/// One instrument's way through the pipeline, on an account that it may share with others.
///
/// What happens for each candle is in `Track+Candles`, for each tick in `Track+Ticks`, for an order in `Track+Orders`.
struct Track<S: Strategy>: Sendable {
  let instrument: Instrument
  let settings: PipelineSettings
  let staleness: StalenessGate
  var strategy: S
  var rows = DecisionRows()
  var events = EventLog()
  var funnel = Funnel()
  var markOuts = MarkOuts()
  var position: Position
  var venue: SimulatedVenue
  var sizer: Sizer
  var forecaster: VolatilityForecaster
  var averageTrueRange: AverageTrueRange?
  var newest: NewestCandle
  var dailyReturns = DailyReturns()
  var clock: TickClock
  /// What a decision asks for, until those of all tracks are known.
  var want: Want?
  /// What the forecast of a day is spread over: 24 hours, or a session of six and a half.
  let secondsPerDay: Double

  let halfSpread: Double
  let queuesWhenClosed: Bool
  var exchange: ExchangeRates?
  /// Account currency for a unit of quote currency, now.
  var rate = 1.0
  var liquidity: Liquidity
  var sessions: SessionCursor
  var stretch = CalendarStretch.none
  var quality: QualityGate
  var feed: Feed
  var frozen: FrozenGate
  /// Whether its market was open at the window's start or at a tick of this day; exchanges tick at the close, which is
  /// past the session.
  var hasTraded = false
  /// Once everything has enough history it keeps it.
  var isWarm = false

  var chunk = TapeChunk.empty
  var isPlain: [Bool] = []
  private let findings: TapeFindings?
  var index = 0
  var finerCandles: FinerCandles?
  /// Whether the candle at `index` has been judged and the first half of it played: several tracks only.
  var openHalf: OpenHalf?
  var tapeHasEnded = false

  struct OpenHalf: Sendable {
    var isGood: Bool
  }

  init(_ setup: TrackSetup, strategy: S, sharesAccount: Bool) {
    let (settings, instrument, timeframe) = (setup.settings, setup.instrument, setup.timeframe)
    let calendar = instrument.calendar
    let schedule = calendar.sessions(covering: setup.learnsFrom..<setup.window.upperBound)
    self.settings = settings
    self.strategy = strategy
    self.instrument = instrument
    halfSpread = settings.venue.spread / 2
    newest = NewestCandle(halfSpread: settings.venue.spread / 2)
    secondsPerDay = calendar == .usEquities ? 23_400 : 86_400
    let isDailyExchange = calendar == .usEquities && timeframe == .oneDay
    queuesWhenClosed = (settings.clock.whenClosed ?? (isDailyExchange ? .queueNextOpen : .hold)) == .queueNextOpen
    clock = TickClock(
      settings.clock, feedDelay: settings.feed.delay, timeframe: timeframe, calendar: calendar, schedule: schedule,
      window: setup.window)
    sessions = SessionCursor(schedule, at: setup.window.lowerBound)
    quality = QualityGate(settings.quality, timeframe: timeframe)
    findings = setup.findings
    feed = Feed(settings.feed)
    staleness = StalenessGate(
      settings.staleness, timeframe: timeframe, calendar: calendar, schedule: schedule, grid: settings.clock.grid)
    frozen = FrozenGate(after: settings.staleness.frozenAfter)
    forecaster = VolatilityForecaster(
      settings.volatility, timeframe: timeframe, calendar: calendar, findings: setup.findings)
    sizer = Sizer(settings, instrument: instrument)
    venue = SimulatedVenue(
      settings.venue, positions: settings.positions, maximumLeverage: settings.risk.maximumLeverage,
      instrument: instrument, sharesAccount: sharesAccount)
    position = Position(settlement: setup.settlement)
    exchange = setup.exchange
    liquidity = Liquidity(settings.venue.slippageModel)
    averageTrueRange = sizer.needsAverageTrueRange ? AverageTrueRange(period: 14) : nil
  }

  mutating func load(_ next: TapeChunk, finer: TapeChunk?) {
    chunk = next
    finerCandles = finer.map(FinerCandles.init)
    isPlain = quality.plainCandles(of: next.columns, findings)
    index = 0
  }

  mutating func endTape() { tapeHasEnded = true }

  /// Hands on what has happened, and forgets it.
  mutating func drain(_ body: (Span<DecisionRow>, EventLog) throws -> Void) rethrows {
    try rows.drain { rows throws in try body(rows, events) }
    events.clear()
  }

  /// No tick after `instant` is played.
  mutating func end(after instant: Timestamp) {
    clock.end(after: instant)
    stretch = .none
  }

  // MARK: Alone on its account

  /// Runs until something is needed from outside.
  mutating func playAlone(on desk: inout Desk) -> TrackStep {
    let (chunk, isPlain) = (chunk, isPlain)
    while !rows.isFull {
      if clock.now.milliseconds >= stretch.end {
        guard !clock.isFinished else { return .finished }
        guard enterStretch(of: chunk, isPlain, on: &desk) else { return .needsCandles }
      }
      if gatesAreOpen {
        let first = index
        if playPlainCandles(of: chunk, isPlain, on: &desk) { return .asks }
        if index > first { continue }
      }
      guard deliverCandles(of: chunk, isPlain, closedBy: clock.now, account: &desk.account, risk: &desk.risk) else {
        return .needsCandles
      }
      look(on: &desk)
      switch consider(equity: desk.equity) {
      case nil: break
      case .decided(let decision): conclude(decision, latency: settings.venue.latency, on: &desk)
      case .asks: return .asks
      }
      clock.advance()
    }
    return .rowsAreFull
  }

  /// The calendar has changed: books the day that is over and looks how things stand now; false when the tape has to be
  /// read further first.
  @inline(never)
  mutating func enterStretch(of chunk: TapeChunk, _ isPlain: [Bool], on desk: inout Desk) -> Bool {
    // A day that no tick ends is booked as its last tick left it, before anything after that is played.
    if clock.gridClose > desk.day.end { turnDay(on: &desk) }
    if clock.gridClose == desk.day.end {
      guard deliverCandles(of: chunk, isPlain, closedBy: clock.now, account: &desk.account, risk: &desk.risk) else {
        return false
      }
      markPosition(at: clock.now, on: &desk.account)
      turnDay(on: &desk)
    }
    lookAtCalendar(dayEnd: desk.day.end)
    if stretch.isOpen { desk.day.noteOpenMarket() }
    return true
  }

  mutating func turnDay(on desk: inout Desk) {
    let isBooked = desk.day.isWorthBooking(at: clock.gridClose)
    if isBooked { bookDay(desk) }
    desk.turnDay(at: clock.gridClose)
  }

  /// How sessions stand at the tick that is due, and until when.
  mutating func lookAtCalendar(dayEnd: Timestamp) {
    let limit = min(dayEnd.milliseconds + clock.offset, clock.lastTick.milliseconds + 1)
    stretch = CalendarStretch(
      at: clock.now, sessions: &sessions, calendar: instrument.calendar, latency: settings.venue.latency, limit: limit)
    if stretch.isOpen || instrument.calendar == .usEquities { hasTraded = true }
  }

  /// Notes how the account's day ended for this instrument.
  mutating func bookDay(_ desk: Desk) {
    events.days.append(
      DayEquity(
        dayStart: desk.day.start, equity: desk.account.equity, cash: desk.account.cash, quantity: position.quantity,
        price: newest.close))
    if desk.isShared, !hasTraded { return }
    dailyReturns.book(desk.day.start, price: newest.close)
    liquidity.turnDay(dailyReturns)
    hasTraded = false
  }
}

/// Why a track stopped playing.
enum TrackStep {
  case needsCandles
  case asks
  case rowsAreFull
  case finished
}
