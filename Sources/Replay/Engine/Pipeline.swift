package import Market

/// One account's way through the tape: what closed is filled and learned, then the tick is decided.
///
///     candle ─▶ quality ─▶ venue ─▶ feed ─▶ strategy, volatility, risk        (every candle)
///     session ─▶ staleness ─▶ frozen ─▶ quality ─▶ warm-up ─▶ decision
///             ─▶ confidence ─▶ risk ─▶ sizing ─▶ order                        (every tick)
///
/// It does no input or output and never waits: ``advance()`` runs until it needs candles or an answer, or is done.
package struct Pipeline<S: Strategy>: Sendable {
  package enum Step: Equatable, Sendable {
    /// ``load(_:)`` the next chunk, or say that there is none with ``endTape()``.
    case needsCandles
    /// The strategy asks; go on with ``answer(_:)``.
    case asks
    case finished
  }

  package private(set) var strategy: S
  package private(set) var account: Account
  package private(set) var funnel = Funnel()
  package private(set) var markOuts = MarkOuts()
  package private(set) var exposure = Exposure()
  package var events = EventLog()
  package let staleness: StalenessGate

  private let settings: PipelineSettings
  private let instrument: Instrument
  private let halfSpread: Double
  private let queuesWhenClosed: Bool
  /// What the forecast of a day is spread over: 24 hours, or a session of six and a half.
  private let secondsPerDay: Double
  private var clock: TickClock
  private var sessions: SessionCursor
  private var quality: QualityGate
  private var feed: Feed
  private var frozen: FrozenGate
  private var forecaster: VolatilityForecaster
  private var risk: RiskRules
  private var sizer: Sizer
  private var venue: SimulatedVenue
  private var day: TradingDay
  private var averageTrueRange: AverageTrueRange?

  private var chunk = TapeChunk.empty
  private var index = 0
  private var tapeHasEnded = false
  private var newest = NewestCandle()
  private var equity: FixedPoint
  /// The tick that waits for an answer.
  private var isAsking = false

  package init(
    _ settings: PipelineSettings, strategy: S, instrument: Instrument, timeframe: Timeframe, window: Range<Timestamp>
  ) {
    let calendar = instrument.calendar
    let schedule = calendar.sessions(covering: window)
    let balance = settings.venue.balance ?? .zero
    self.settings = settings
    self.strategy = strategy
    self.instrument = instrument
    halfSpread = settings.venue.spread / 2
    secondsPerDay = calendar == .usEquities ? 23_400 : 86_400
    let isDailyExchange = calendar == .usEquities && timeframe == .oneDay
    queuesWhenClosed = (settings.clock.whenClosed ?? (isDailyExchange ? .queueNextOpen : .hold)) == .queueNextOpen
    clock = TickClock(
      settings.clock, feedDelay: settings.feed.delay, timeframe: timeframe, calendar: calendar, schedule: schedule,
      window: window)
    sessions = SessionCursor(schedule, at: window.lowerBound)
    quality = QualityGate(settings.quality, timeframe: timeframe)
    feed = Feed(settings.feed)
    staleness = StalenessGate(
      settings.staleness, timeframe: timeframe, calendar: calendar, schedule: schedule, grid: settings.clock.grid)
    frozen = FrozenGate(after: settings.staleness.frozenAfter)
    forecaster = VolatilityForecaster(settings.volatility, timeframe: timeframe, calendar: calendar)
    risk = RiskRules(settings.risk, balance: balance.doubleValue)
    sizer = Sizer(settings, instrument: instrument)
    venue = SimulatedVenue(
      settings.venue, positions: settings.positions, maximumLeverage: settings.risk.maximumLeverage,
      instrument: instrument)
    day = TradingDay(calendar, at: window.lowerBound)
    averageTrueRange = sizer.needsAverageTrueRange ? AverageTrueRange(period: 14) : nil
    account = Account(balance: balance)
    equity = balance
  }

  /// The instant of the tick that is due or waits for its answer.
  package var now: Timestamp { clock.now }

  /// Gives it the next candles. A chunk may be empty when nothing in it lies within the sessions.
  package mutating func load(_ next: TapeChunk) {
    chunk = next
    index = 0
  }

  package mutating func endTape() { tapeHasEnded = true }

  /// Runs until something is needed from outside.
  package mutating func advance() -> Step {
    precondition(!isAsking, "an answer is due")
    let chunk = chunk
    while !clock.isFinished {
      // A day that no tick ends is booked as its last tick left it, before anything after that is played.
      if clock.gridClose > day.end { turnDay() }
      guard deliverCandles(of: chunk, closedBy: clock.now) else { return .needsCandles }
      if tick() == .asks { return .asks }
      clock.advance()
    }
    finish()
    return .finished
  }

  /// Goes on with the answer that the strategy asked for.
  package mutating func answer(_ answer: OutsideAnswer) {
    precondition(isAsking, "nothing was asked")
    isAsking = false
    switch answer.outcome {
    case .decided(let decision):
      strategy.hear(decision)
      conclude(decision, latency: answer.latency)
    case .failed: log(.modelFailure, Decision(.hold, confidence: 0), detail: 0)
    }
    clock.advance()
  }

  // MARK: Candles

  /// Plays and teaches every candle that has closed by `now`; false when the tape has to be read further first.
  @inline(__always)
  private mutating func deliverCandles(of chunk: TapeChunk, closedBy now: Timestamp) -> Bool {
    while index < chunk.count {
      guard chunk.closeTime[index] <= now.milliseconds else { break }
      let candle = chunk.candle(index)
      let isGood = quality.accepts(candle)
      // The market comes first: what rests at the venue fills whether or not the feed tells us.
      if venue.isBusy, isGood { playVenue(chunk, index, candle) }
      let (bid, ask) = chunk.quotesAtClose(index, halfSpread: halfSpread)
      if feed.isImmediate {
        learn(candle, bid: bid, ask: ask, isGood: isGood)
      } else {
        feed.send(FeedItem(candle: candle, bid: bid, ask: ask, isGood: isGood))
      }
      index += 1
    }
    if index == chunk.count, !tapeHasEnded { return false }
    if !feed.isImmediate {
      while let item = feed.receive(by: now) {
        learn(item.candle, bid: item.bid, ask: item.ask, isGood: item.isGood)
      }
    }
    return true
  }

  @inline(never)
  private mutating func playVenue(_ chunk: TapeChunk, _ index: Int, _ candle: Candle) {
    let (fillsBefore, tradesBefore, ordersBefore) = (events.fills.count, events.trades.count, events.orders.count)
    venue.play(
      from: candle.openTime, to: candle.closeTime, sides: chunk.sides(index, halfSpread: halfSpread),
      account: &account, into: &events)
    guard events.fills.count != fillsBefore || events.orders.count != ordersBefore else { return }
    for trade in events.trades[tradesBefore...] { sizer.learn(trade) }
    for order in events.orders[ordersBefore...] where order.status == .rejected {
      risk.noteRejection(at: max(order.arrives, candle.openTime))
    }
  }

  @inline(__always)
  private mutating func learn(_ candle: Candle, bid: Double, ask: Double, isGood: Bool) {
    frozen.learn(candle)
    newest.note(candle, bid: bid, ask: ask, isGood: isGood)
    guard isGood else { return }
    strategy.learn(candle)
    forecaster.learn(candle)
    averageTrueRange?.update(high: candle.high, low: candle.low, close: candle.close)
    markOuts.learn(close: candle.close)
  }

  // MARK: Ticks

  private enum Outcome { case done, asks }

  @inline(__always)
  private mutating func tick() -> Outcome {
    let now = clock.now
    sessions.advance(to: now)
    let isOpen = sessions.isOpen(at: now)
    equity = account.equity(bid: newest.bid, ask: newest.ask)
    if clock.gridClose == day.end { turnDay() }
    day.note(clock.gridClose, isOpen: isOpen)
    let equity = equity.doubleValue
    risk.observe(equity: equity)
    exposure.count(isInMarket: account.side != 0)
    if risk.wantsFlat, account.side != 0 { flatten(at: now) }

    let canFill = sessions.isOpen(at: arrival(settings.venue.latency))
    if !canFill, !queuesWhenClosed { return log(.marketClosed) }
    guard newest.exists else { return log(.warmingUp) }
    switch staleness.verdict(on: skewed(newest.openTime), skewed(newest.closeTime), at: now) {
    case .fresh: break
    case .stale(let age): return log(.stale, detail: Int32(clamping: (age + 50) / 100))
    case .clockSkew: return log(.clockSkew)
    }
    if frozen.isFrozen { return log(.frozen) }
    guard newest.isGood else { return log(.badCandle) }
    guard strategy.isReady, isWarm else { return log(.warmingUp) }
    if canFill, newest.closeTime <= sessions.current.open, sessions.previousClose > .distantPast {
      return log(.warmingUpReopen)
    }

    let view = TickView(
      now: now, knownUntil: Timestamp(milliseconds: now.milliseconds - settings.feed.delay), price: newest.close,
      side: account.side, entryPrice: account.entry?.price.doubleValue ?? 0,
      forecast: S.readsForecast ? dailyForecast() : nil,
      realised: S.readsForecast ? forecaster.realisedDailyVolatility : nil)
    switch strategy.decide(at: view) {
    case .decided(let decision):
      conclude(decision, latency: settings.venue.latency)
      return .done
    case .asks:
      isAsking = true
      return .asks
    }
  }

  /// Whether everything besides the strategy has enough history.
  @inline(__always)
  private var isWarm: Bool {
    if S.readsForecast || sizer.needsVolatility, !forecaster.isReady { return false }
    if let averageTrueRange, !averageTrueRange.isReady { return false }
    return true
  }

  @inline(__always)
  private func skewed(_ stamp: Timestamp) -> Timestamp {
    Timestamp(milliseconds: stamp.milliseconds + settings.feed.clockSkew)
  }

  /// What a decision means for the account, and whether the gates let it through.
  @inline(__always)
  private mutating func conclude(_ decision: Decision, latency: Int64) {
    guard decision.action != .hold else { return log(.hold, decision) }
    let held = Int((account.quantity + venue.pendingQuantity).units.signum())
    let wanted = decision.action == .buy ? 1 : settings.positions == .longFlat ? 0 : -1
    let closes = held != 0 && held != wanted
    let opens = wanted != 0 && held != wanted
    guard opens || closes else {
      return log(held == 0 ? .alreadyFlat : .alreadyInPosition, decision)
    }
    // The gates from here on stop only what increases exposure.
    if opens, decision.confidence < settings.minimumConfidence {
      if closes { close(latency: latency) }
      return log(.lowConfidence, decision)
    }
    carryOut(decision, closes: closes, opens: opens, latency: latency)
  }

  @inline(never)
  private mutating func carryOut(_ decision: Decision, closes: Bool, opens: Bool, latency: Int64) {
    if closes { close(latency: latency) }
    let stage = opens ? opening(decision, latency: latency, closes: closes) : .ordered
    log(stage, decision, detail: stage == .ordered ? Int32(clamping: venue.newestOrderID) : 0)
  }

  /// Sends the opening order, or says which gate stopped it.
  private mutating func opening(_ decision: Decision, latency: Int64, closes: Bool) -> Stage {
    let now = clock.now
    let equity = equity.doubleValue
    let forecast = risk.readsForecast(for: decision) ? dailyForecast() : nil
    if let broken = risk.broken(by: decision, equity: equity, at: now, forecast: forecast) { return broken }
    guard settings.venue.balance != nil else {
      signal(decision)
      return .signalOnly
    }
    let side: Side = decision.action == .buy ? .buy : .sell
    // The closing half of a reversal pays its fee first.
    let closingFee =
      closes ? abs(account.quantity.doubleValue) * newest.close * settings.venue.takerFee : 0
    let inputs = SizingInputs(
      side: side, equity: equity - closingFee, cash: account.cash.doubleValue,
      price: side == .buy ? newest.ask : newest.bid,
      averageTrueRange: averageTrueRange?.value,
      annualVolatility: sizer.needsVolatility ? dailyForecast().map(forecaster.annualised) : nil,
      worstDay: day.worstDay(for: side))
    switch sizer.size(inputs) {
    case .refused(let stage):
      return stage
    case .sized(let sizing):
      risk.countOpening()
      _ = venue.submit(
        side, .open, quantity: sizing.quantity, at: now, arrives: arrival(latency), sizing: sizing,
        latencyCost: latencyCost(latency))
      return .ordered
    }
  }

  /// Without a known balance nothing can be sized; the origin sized its venues' minimum orders all the same.
  private mutating func signal(_ decision: Decision) {
    guard settings.sizing.profile == .legacy else { return }
    let side: Side = decision.action == .buy ? .buy : .sell
    let quantity = Sizer.legacySignal(instrument, price: newest.close)
    events.orders.append(
      Order(
        id: 0, side: side, purpose: .open, quantity: quantity, submitted: clock.now, arrives: clock.now,
        status: .signal))
  }

  private mutating func close(latency: Int64) {
    let quantity = account.quantity + venue.pendingQuantity
    _ = venue.submit(
      quantity.units > 0 ? .sell : .buy, .close, quantity: FixedPoint(units: Int64(quantity.units.magnitude)),
      at: clock.now, arrives: arrival(latency), latencyCost: latencyCost(latency))
  }

  private mutating func flatten(at now: Timestamp) {
    guard venue.pendingQuantity == .zero else { return }
    _ = venue.submit(
      account.side > 0 ? .sell : .buy, .flatten, quantity: FixedPoint(units: Int64(account.quantity.units.magnitude)),
      at: now, arrives: now)
  }

  /// Percent a day; nil while the window fills.
  private mutating func dailyForecast() -> Double? { forecaster.dailyVolatility(at: clock.now, into: &events) }

  private func arrival(_ latency: Int64) -> Timestamp { Timestamp(milliseconds: clock.now.milliseconds + latency) }

  /// `k x sigma(1 s) x sqrt(seconds)` as a share of price, from the daily forecast.
  private mutating func latencyCost(_ latency: Int64) -> Double {
    guard settings.venue.latencyCost > 0, latency > 0, let daily = dailyForecast() else { return 0 }
    let perSecond = daily / 100 / secondsPerDay.squareRoot()
    return settings.venue.latencyCost * perSecond * (Double(latency) / 1000).squareRoot()
  }

  // MARK: The log

  @inline(__always)
  private mutating func log(_ stage: Stage, detail: Int32 = 0) -> Outcome {
    log(stage, Decision(.hold, confidence: stage == .stale ? 100 : 0), detail: detail)
    return .done
  }

  @inline(__always)
  private mutating func log(_ stage: Stage, _ decision: Decision, detail: Int32 = 0) {
    funnel.count(stage, decision.action)
    if stage.isAfterDecision { markOuts.note(decision.action, at: stage) }
    events.rows.append(
      DecisionRow(
        time: clock.now, equity: equity, price: newest.close, detail: detail, stage: stage, action: decision.action,
        confidence: decision.confidence, position: Int8(truncatingIfNeeded: account.side)))
  }

  @inline(never)
  private mutating func turnDay() {
    let days = day.turn(at: clock.gridClose, equity: equity, account: account, price: newest.close, into: &events)
    risk.beginDay(equity: equity.doubleValue, daysLater: days)
  }

  private mutating func finish() {
    day.close(equity: equity, account: account, price: newest.close, into: &events)
    venue.drain(into: &events)
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

/// How much of the time the account was in the market.
package struct Exposure: Equatable, Sendable {
  package private(set) var ticks = 0
  package private(set) var ticksInMarket = 0

  @inline(__always)
  mutating func count(isInMarket: Bool) {
    ticks += 1
    if isInMarket { ticksInMarket += 1 }
  }

  /// Share of ticks with a position.
  package var share: Double { ticks == 0 ? 0 : Double(ticksInMarket) / Double(ticks) }
}
