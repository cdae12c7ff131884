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

  package init(
    _ settings: PipelineSettings, instrument: Instrument, timeframe: Timeframe, window: Range<Timestamp>,
    exchange: ExchangeRates? = nil
  ) {
    self.settings = settings
    self.instrument = instrument
    self.timeframe = timeframe
    self.window = window
    self.exchange = exchange
  }

  /// A margin account keeps foreign profit and loss apart until the position has gone; spot exchanges every fill.
  package var settlement: Position.Settlement {
    exchange != nil && settings.positions == .longShort ? .whenFlat : .atOnce
  }
}

/// One instrument's way through the pipeline, on an account that it may share with others.
///
/// Everything that happens for each candle and each tick is here; what happens for an order is in `Track+Orders`.
struct Track<S: Strategy>: Sendable {
  let instrument: Instrument
  let settings: PipelineSettings
  let staleness: StalenessGate
  var strategy: S
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

  private let halfSpread: Double
  private let queuesWhenClosed: Bool
  private var exchange: ExchangeRates?
  /// Account currency for a unit of quote currency, now.
  private(set) var rate = 1.0
  private var liquidity: Liquidity
  private var sessions: SessionCursor
  private(set) var stretch = CalendarStretch.none
  private var quality: QualityGate
  private var feed: Feed
  private var frozen: FrozenGate
  /// Whether its market was open at a tick of this day; exchanges tick at the close, which is past the session.
  private var hasTraded = false
  /// Once everything has enough history it keeps it.
  private var isWarm = false

  private var chunk = TapeChunk.empty
  private var isPlain: [Bool] = []
  private var index = 0
  /// Whether the candle at `index` has been judged and the first half of it played: several tracks only.
  private var openHalf: OpenHalf?
  private var tapeHasEnded = false

  private struct OpenHalf: Sendable {
    var isGood: Bool
  }

  init(_ setup: TrackSetup, strategy: S, sharesAccount: Bool) {
    let (settings, instrument, timeframe) = (setup.settings, setup.instrument, setup.timeframe)
    let calendar = instrument.calendar
    let schedule = calendar.sessions(covering: setup.window)
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
    feed = Feed(settings.feed)
    staleness = StalenessGate(
      settings.staleness, timeframe: timeframe, calendar: calendar, schedule: schedule, grid: settings.clock.grid)
    frozen = FrozenGate(after: settings.staleness.frozenAfter)
    forecaster = VolatilityForecaster(settings.volatility, timeframe: timeframe, calendar: calendar)
    sizer = Sizer(settings, instrument: instrument)
    venue = SimulatedVenue(
      settings.venue, positions: settings.positions, maximumLeverage: settings.risk.maximumLeverage,
      instrument: instrument, sharesAccount: sharesAccount)
    position = Position(settlement: setup.settlement)
    exchange = setup.exchange
    liquidity = Liquidity(settings.venue.slippageModel)
    averageTrueRange = sizer.needsAverageTrueRange ? AverageTrueRange(period: 14) : nil
  }

  mutating func load(_ next: TapeChunk) {
    chunk = next
    isPlain = quality.plainCandles(of: next.columns)
    index = 0
  }

  mutating func endTape() { tapeHasEnded = true }

  // MARK: Alone on its account

  /// Runs until something is needed from outside.
  mutating func playAlone(on desk: inout Desk) -> TrackStep {
    let (chunk, isPlain) = (chunk, isPlain)
    while !events.rows.isFull {
      if clock.now.milliseconds >= stretch.end {
        guard !clock.isFinished else { return .finished }
        guard enterStretch(of: chunk, isPlain, on: &desk) else { return .needsCandles }
      }
      guard deliverCandles(of: chunk, isPlain, closedBy: clock.now, account: &desk.account, risk: &desk.risk) else {
        return .needsCandles
      }
      markPosition(at: clock.now, on: &desk.account)
      desk.observe(clock.gridClose)
      if desk.risk.wantsFlat, position.side != 0 { flatten() }
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
  private mutating func enterStretch(of chunk: TapeChunk, _ isPlain: [Bool], on desk: inout Desk) -> Bool {
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

  private mutating func turnDay(on desk: inout Desk) {
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

  // MARK: Candles

  /// Plays and teaches every candle that has closed by `now`; false when the tape has to be read further first.
  @inline(__always)
  private mutating func deliverCandles(
    of chunk: TapeChunk, _ isPlain: [Bool], closedBy now: Timestamp, account: inout Account, risk: inout RiskRules
  ) -> Bool {
    let closes = chunk.closeTime.span
    while index < closes.count {
      guard closes[index] <= now.milliseconds else { break }
      let candle = chunk.candle(index)
      let isGood = quality.accepts(candle, isPlain: isPlain[index])
      // The market comes first: what rests at the venue fills whether or not the feed tells us.
      if !venue.sleeps(low: candle.low, high: candle.high, closesAt: candle.closeTime.milliseconds), isGood {
        playVenue(chunk, index, .both, account: &account, risk: &risk)
      }
      close(candle, chunk.quotes(index), isGood: isGood)
    }
    if index == closes.count, !tapeHasEnded { return false }
    if !feed.isImmediate { receiveDelayed(by: now) }
    return true
  }

  /// The candle is over: the feed tells of it.
  @inline(__always)
  private mutating func close(_ candle: Candle, _ quotes: ClosingQuotes?, isGood: Bool) {
    if feed.isImmediate {
      learn(candle, quotes, isGood: isGood)
    } else {
      feed.send(FeedItem(candle: candle, quotes: quotes, isGood: isGood))
    }
    index &+= 1
  }

  @inline(never)
  mutating func receiveDelayed(by now: Timestamp) {
    while let item = feed.receive(by: now) { learn(item.candle, item.quotes, isGood: item.isGood) }
  }

  private enum Halves { case open, rest, both }

  @inline(never)
  private mutating func playVenue(
    _ chunk: TapeChunk, _ index: Int, _ halves: Halves, account: inout Account, risk: inout RiskRules
  ) {
    let (tradesBefore, ordersBefore) = (events.trades.count, events.orders.count)
    if newest.exists { account.mark(&position, bid: newest.bid, ask: newest.ask, rate: rate) }
    updateRate(at: Timestamp(milliseconds: halves == .rest ? chunk.closeTime[index] : chunk.openTime[index]))
    let candle = chunk.venueCandle(index, halfSpread: halfSpread, rate: rate, liquidity.conditions)
    if halves != .rest { venue.playOpen(candle, account: &account, position: &position, into: &events) }
    if halves != .open { venue.playRest(candle, account: &account, position: &position, into: &events) }
    for trade in events.trades[tradesBefore...] { sizer.learn(trade) }
    for order in events.orders[ordersBefore...] where order.state == .rejected { risk.noteRejection(at: order.ended) }
  }

  @inline(__always)
  private mutating func learn(_ candle: Candle, _ quotes: ClosingQuotes?, isGood: Bool) {
    frozen.learn(candle)
    newest.note(candle, quotes, isGood: isGood)
    guard isGood else { return }
    strategy.learn(candle)
    forecaster.learn(candle)
    averageTrueRange?.update(high: candle.high, low: candle.low, close: candle.close)
    if liquidity.countsVolume { liquidity.note(candle.volume) }
    markOuts.learn(close: candle.close)
  }

  /// Values the position by the newest candle.
  @inline(__always)
  mutating func markPosition(at now: Timestamp, on account: inout Account) {
    guard position.quantity.units != 0 else { return }
    if exchange != nil { updateRate(at: now) }
    account.revalue(&position, at: position.quantity.units > 0 ? newest.bid : newest.ask, rate: rate)
  }

  @inline(never)
  mutating func updateRate(at now: Timestamp) { rate = exchange?.rate(at: now) ?? 1 }

  // MARK: Candles among those of other tracks

  /// Whether its tape has to be read further before it can say what comes next.
  var isOutOfCandles: Bool { index == chunk.count && !tapeHasEnded }

  /// The next half of a candle; nil when the tape has none at hand. The open half waits for the orders of the tick that
  /// its candle opens at, and is left out where nothing is at the venue.
  var nextMarketEvent: MarketEvent? {
    guard index < chunk.count else { return nil }
    if openHalf == nil, venue.isBusy {
      return MarketEvent(time: Timestamp(milliseconds: chunk.openTime[index] + clock.offset), half: .open)
    }
    return MarketEvent(time: Timestamp(milliseconds: chunk.closeTime[index]), half: .rest)
  }

  mutating func play(_ event: MarketEvent, account: inout Account, risk: inout RiskRules) {
    let chunk = chunk
    let candle = chunk.candle(index)
    let isGood = openHalf?.isGood ?? quality.accepts(candle, isPlain: isPlain[index])
    if event.half == .open {
      if isGood { playVenue(chunk, index, .open, account: &account, risk: &risk) }
      openHalf = OpenHalf(isGood: isGood)
      return
    }
    if isGood, openHalf != nil || venue.isBusy {
      playVenue(chunk, index, openHalf == nil ? .both : .rest, account: &account, risk: &risk)
    }
    openHalf = nil
    close(candle, chunk.quotes(index), isGood: isGood)
  }

  // MARK: Ticks

  /// The gate that stops the tick before anybody decides; nil when none does. `detail` as in ``DecisionRow``.
  @inline(__always)
  private mutating func refusal() -> (stage: Stage, detail: Int32)? {
    if !stretch.canFill, !queuesWhenClosed { return (.marketClosed, 0) }
    guard newest.exists else { return (.warmingUp, 0) }
    switch staleness.verdict(on: skewed(newest.openTime), skewed(newest.closeTime), at: clock.now) {
    case .fresh: break
    case .stale(let age): return (.stale, Int32(clamping: (age + 50) / 100))
    case .clockSkew: return (.clockSkew, 0)
    }
    if frozen.isFrozen { return (.frozen, 0) }
    guard newest.isGood else { return (.badCandle, 0) }
    guard isWarm || warmsUp() else { return (.warmingUp, 0) }
    if newest.closeTime <= stretch.reopening { return (.warmingUpReopen, 0) }
    return nil
  }

  /// What the tick comes to: nil when a gate stopped it, and its row is written.
  @inline(__always)
  mutating func consider(equity: FixedPoint) -> Answer? {
    if let (stage, detail) = refusal() {
      write(stage, Decision(.hold, confidence: stage == .stale ? 100 : 0), equity, detail: detail)
      return nil
    }
    let view = TickView(
      now: clock.now, knownUntil: Timestamp(milliseconds: clock.now.milliseconds - settings.feed.delay),
      price: newest.close, side: position.side, entryPrice: position.entry?.price.doubleValue ?? 0,
      forecast: S.readsForecast ? dailyForecast() : nil,
      realised: S.readsForecast ? forecaster.realisedDailyVolatility : nil)
    return strategy.decide(at: view)
  }

  /// Whether strategy, volatility and indicators have enough history now.
  @inline(never)
  private mutating func warmsUp() -> Bool {
    guard strategy.isReady else { return false }
    if S.readsForecast || sizer.needsVolatility, !forecaster.isReady { return false }
    if let averageTrueRange, !averageTrueRange.isReady { return false }
    isWarm = true
    return true
  }

  @inline(__always)
  private func skewed(_ stamp: Timestamp) -> Timestamp {
    Timestamp(milliseconds: stamp.milliseconds + settings.feed.clockSkew)
  }

  /// Writes the row of a decision that needs nothing else, or carries it out.
  @inline(__always)
  mutating func conclude(_ decision: Decision, latency: Int64, on desk: inout Desk) {
    if let need = need(of: decision, on: desk) { carryOut(decision, need, latency: latency, on: &desk) }
  }

  /// What a decision means for the position; nil where its row is all there is to it, and is written.
  @inline(__always)
  mutating func need(of decision: Decision, on desk: Desk) -> Need? {
    guard decision.action != .hold else {
      log(.hold, decision, desk.equity)
      return nil
    }
    let held = Int((position.quantity.units &+ venue.pendingQuantity.units).signum())
    let wanted = decision.action == .buy ? 1 : settings.positions == .longFlat ? 0 : -1
    guard held != wanted else {
      log(held == 0 ? .alreadyFlat : .alreadyInPosition, decision, desk.equity)
      return nil
    }
    return Need(closes: held != 0, opens: wanted != 0)
  }

  /// Goes on with the answer that the strategy asked for.
  mutating func hear(_ answer: OutsideAnswer, on desk: inout Desk) {
    switch answer.outcome {
    case .decided(let decision):
      strategy.hear(decision)
      if desk.isShared {
        want(decision, latency: answer.latency, on: desk)
      } else {
        conclude(decision, latency: answer.latency, on: &desk)
      }
    case .failed:
      log(.modelFailure, Decision(.hold, confidence: 0), desk.equity)
    }
    if !desk.isShared { clock.advance() }
  }

  /// Books the day that the run ends in, unless it has only just begun, and reports the orders that never filled.
  mutating func finish(on desk: Desk) {
    if desk.day.isWorthBookingAtTheEnd { bookDay(desk) }
    venue.drain(at: clock.now, into: &events)
  }

  /// Percent a day; nil while the window fills.
  mutating func dailyForecast() -> Double? { forecaster.dailyVolatility(at: clock.now, into: &events) }

  // MARK: The log

  @inline(__always)
  mutating func log(_ stage: Stage, _ decision: Decision, _ equity: FixedPoint, detail: Int32 = 0) {
    markOuts.note(decision.action, at: stage)
    write(stage, decision, equity, detail: detail)
  }

  @inline(__always)
  private mutating func write(_ stage: Stage, _ decision: Decision, _ equity: FixedPoint, detail: Int32) {
    let side = position.side
    funnel.count(stage, decision.action, isInMarket: side != 0)
    events.rows.append(
      DecisionRow(
        time: clock.now, equity: equity, price: newest.close, detail: detail, stage: stage, action: decision.action,
        confidence: decision.confidence, position: Int8(truncatingIfNeeded: side)))
  }
}

/// Why a track stopped playing.
enum TrackStep {
  case needsCandles
  case asks
  case rowsAreFull
  case finished
}
