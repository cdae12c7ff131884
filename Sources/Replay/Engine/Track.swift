package import Market

/// What is played on one track: whose candles, how, and from when to when.
package struct TrackSetup: Sendable {
  package var settings: PipelineSettings
  package var instrument: Instrument
  package var timeframe: Timeframe
  /// Ticks lie in `(lowerBound, upperBound]`.
  package var window: Range<Timestamp>

  package init(
    _ settings: PipelineSettings, instrument: Instrument, timeframe: Timeframe, window: Range<Timestamp>
  ) {
    self.settings = settings
    self.instrument = instrument
    self.timeframe = timeframe
    self.window = window
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
  var position = Position()
  var venue: SimulatedVenue
  var sizer: Sizer
  var forecaster: VolatilityForecaster
  var averageTrueRange: AverageTrueRange?
  var newest: NewestCandle
  var dailyReturns = DailyReturns()
  var clock: TickClock
  /// What the forecast of a day is spread over: 24 hours, or a session of six and a half.
  let secondsPerDay: Double

  private let halfSpread: Double
  private let queuesWhenClosed: Bool
  private var sessions: SessionCursor
  private(set) var stretch = CalendarStretch.none
  private var quality: QualityGate
  private var feed: Feed
  private var frozen: FrozenGate
  /// Once everything has enough history it keeps it.
  private var isWarm = false

  private var chunk = TapeChunk.empty
  private var isPlain: [Bool] = []
  private var index = 0
  private var tapeHasEnded = false

  init(_ setup: TrackSetup, strategy: S) {
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
      instrument: instrument)
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
      markPosition(on: &desk.account)
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
      markPosition(on: &desk.account)
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
    stretch = CalendarStretch(at: clock.now, sessions: &sessions, latency: settings.venue.latency, limit: limit)
  }

  /// Notes how the account's day ended for this instrument.
  mutating func bookDay(_ desk: Desk) {
    events.days.append(
      DayEquity(
        dayStart: desk.day.start, equity: desk.account.equity, cash: desk.account.cash, quantity: position.quantity,
        price: newest.close))
    dailyReturns.book(desk.day.start, price: newest.close)
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
      if venue.isBusy, isGood { playVenue(chunk, index, candle, account: &account, risk: &risk) }
      if feed.isImmediate {
        learn(candle, chunk.quotes(index), isGood: isGood)
      } else {
        feed.send(FeedItem(candle: candle, quotes: chunk.quotes(index), isGood: isGood))
      }
      index &+= 1
    }
    if index == closes.count, !tapeHasEnded { return false }
    if !feed.isImmediate { receiveDelayed(by: now) }
    return true
  }

  @inline(never)
  private mutating func receiveDelayed(by now: Timestamp) {
    while let item = feed.receive(by: now) {
      learn(item.candle, item.quotes, isGood: item.isGood)
    }
  }

  @inline(never)
  private mutating func playVenue(
    _ chunk: TapeChunk, _ index: Int, _ candle: Candle, account: inout Account, risk: inout RiskRules
  ) {
    let (fillsBefore, tradesBefore, ordersBefore) = (events.fills.count, events.trades.count, events.orders.count)
    venue.play(
      from: candle.openTime, to: candle.closeTime, sides: chunk.sides(index, halfSpread: halfSpread),
      account: &account, position: &position, into: &events)
    guard events.fills.count != fillsBefore || events.orders.count != ordersBefore else { return }
    for trade in events.trades[tradesBefore...] { sizer.learn(trade) }
    for order in events.orders[ordersBefore...] where order.status == .rejected {
      risk.noteRejection(at: max(order.arrives, candle.openTime))
    }
  }

  @inline(__always)
  private mutating func learn(_ candle: Candle, _ quotes: ClosingQuotes?, isGood: Bool) {
    frozen.learn(candle)
    newest.note(candle, quotes, isGood: isGood)
    guard isGood else { return }
    strategy.learn(candle)
    forecaster.learn(candle)
    averageTrueRange?.update(high: candle.high, low: candle.low, close: candle.close)
    markOuts.learn(close: candle.close)
  }

  /// Values the position by the newest candle.
  @inline(__always)
  mutating func markPosition(on account: inout Account) {
    if position.side != 0 { account.mark(&position, at: position.side > 0 ? newest.bid : newest.ask) }
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

  /// What a decision means for the position, and whether it needs more than a row.
  @inline(__always)
  mutating func conclude(_ decision: Decision, latency: Int64, on desk: inout Desk) {
    guard decision.action != .hold else { return log(.hold, decision, desk.equity) }
    let held = Int((position.quantity.units &+ venue.pendingQuantity.units).signum())
    let wanted = decision.action == .buy ? 1 : settings.positions == .longFlat ? 0 : -1
    if held == wanted { return log(held == 0 ? .alreadyFlat : .alreadyInPosition, decision, desk.equity) }
    carryOut(decision, closes: held != 0, opens: wanted != 0, latency: latency, on: &desk)
  }

  /// Goes on with the answer that the strategy asked for, alone on its account.
  mutating func hear(_ answer: OutsideAnswer, on desk: inout Desk) {
    switch answer.outcome {
    case .decided(let decision):
      strategy.hear(decision)
      conclude(decision, latency: answer.latency, on: &desk)
    case .failed:
      log(.modelFailure, Decision(.hold, confidence: 0), desk.equity)
    }
    clock.advance()
  }

  /// Books the day that the run ends in, unless it has only just begun, and reports the orders that never filled.
  mutating func finish(on desk: Desk) {
    if desk.day.isWorthBookingAtTheEnd { bookDay(desk) }
    venue.drain(into: &events)
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
