import Market

/// What happens at each tick: the gates, the decision, the row.
extension Track {
  /// The gate that stops the tick before anybody decides; nil when none does. `detail` as in ``DecisionRow``.
  @inline(__always)
  mutating func refusal() -> (stage: Stage, detail: Int32)? {
    if !stretch.canFill, !queuesWhenClosed { return (.marketClosed, 0) }
    guard newest.exists else { return (.warmingUp, 0) }
    switch staleness.verdict(on: skewed(newest.openTime), skewed(newest.closeTime), at: clock.now) {
    case .fresh: break
    case .stale(let age): return (.stale, Int32(clamping: age / 100))
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
    return ask()
  }

  /// What the strategy answers.
  @inline(__always)
  mutating func ask() -> Answer {
    let answer = strategy.decide(
      at: TickView(
        now: clock.now, knownUntil: Timestamp(milliseconds: clock.now.milliseconds - settings.feed.delay),
        price: newest.close, side: position.side, entryPrice: position.entry?.price.doubleValue ?? 0,
        forecast: S.readsForecast ? dailyForecast() : nil,
        realised: S.readsForecast ? forecaster.realisedDailyVolatility : nil))
    if settings.recordsReadings { recordReadings() }
    return answer
  }

  @inline(never)
  private mutating func recordReadings() {
    events.readings.append(
      TickReadings(
        time: clock.now, readings: strategy.readings, forecast: S.readsForecast ? dailyForecast() : nil,
        question: strategy.questionFingerprint))
  }

  /// Whether strategy, volatility and indicators have enough history now.
  @inline(never)
  mutating func warmsUp() -> Bool {
    guard strategy.isReady else { return false }
    if S.readsForecast || sizer.needsVolatility, !forecaster.isReady { return false }
    if let averageTrueRange, !averageTrueRange.isReady { return false }
    isWarm = true
    return true
  }

  @inline(__always)
  func skewed(_ stamp: Timestamp) -> Timestamp {
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
    let held = position.quantity.units &+ venue.pendingQuantity.units
    let isBuy = decision.action == .buy
    let isShortAllowed = settings.positions != .longFlat
    guard decision.action != .hold, isBuy ? held <= 0 : isShortAllowed ? held >= 0 : held != 0 else {
      log(standing(for: decision), decision, desk.equity)
      return nil
    }
    return Need(closes: held != 0, opens: isBuy || isShortAllowed)
  }

  /// Where a decision ends that asks for nothing.
  @inline(__always)
  func standing(for decision: Decision) -> Stage {
    if decision.action == .hold { return .hold }
    return position.quantity.units &+ venue.pendingQuantity.units == 0 ? .alreadyFlat : .alreadyInPosition
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
    if settings.recordsTicks { markOuts.note(decision.action, at: stage) }
    write(stage, decision, equity, detail: detail)
  }

  @inline(__always)
  mutating func write(_ stage: Stage, _ decision: Decision, _ equity: FixedPoint, detail: Int32) {
    let quantity = position.quantity.units
    funnel.count(stage, decision.action, isInMarket: quantity != 0)
    guard settings.recordsTicks else { return }
    rows.append(
      DecisionRow(
        time: clock.now, equity: equity, price: newest.close, detail: detail, stage: stage, action: decision.action,
        confidence: decision.confidence, position: Int8(truncatingIfNeeded: quantity.signum())))
  }
}
