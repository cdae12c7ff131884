import Market

/// Ticks that bring one plain candle each: nearly all of them.
extension Track {
  /// Whether no gate stops a tick that brings a plain candle, as far as can be said before there is one.
  var gatesAreOpen: Bool {
    isWarm && feed.isImmediate && settings.feed.clockSkew == 0 && staleness.trustsNewCandles && quality.isSettled
      && !frozen.isCounting && (stretch.canFill || queuesWhenClosed) && clock.now > stretch.reopening
  }

  /// Plays ticks that bring one plain candle each. No gate has anything to say of them, so none is asked; all else is as
  /// it is for other ticks. Returns the answer that it stopped at.
  @inline(__always)
  mutating func playPlainCandles(of chunk: TapeChunk, _ isPlain: [Bool], on desk: inout Desk) -> Answer? {
    let first = index
    // Only gates look at these, and none is asked here.
    defer {
      if index > first {
        let candle = chunk.candle(index - 1)
        newest.noteTimes(of: candle)
        quality.note(candle)
      }
    }
    let (openTimes, closeTimes, columns) = (chunk.openTime.span, chunk.closeTime.span, chunk.columns)
    let (opens, highs, lows) = (columns.open.span, columns.high.span, columns.low.span)
    let (closes, volumes, isPlain) = (columns.close.span, columns.volume.span, isPlain.span)
    let (last, end) = (chunk.count - 1, stretch.end)
    precondition(isPlain.count == chunk.count && index >= 0, "every candle of the chunk has been looked at")
    while index < last, !rows.isFull {
      let (now, place) = (clock.now.milliseconds, index)
      guard isPlain[unchecked: place], closeTimes[unchecked: place] == now, closeTimes[unchecked: place &+ 1] > now,
        now < end
      else { break }
      let candle = Candle(
        openTime: Timestamp(milliseconds: openTimes[unchecked: place]), closeTime: Timestamp(milliseconds: now),
        open: opens[unchecked: place], high: highs[unchecked: place], low: lows[unchecked: place],
        close: closes[unchecked: place], volume: volumes[unchecked: place])
      if !venue.sleeps(low: candle.low, high: candle.high, closesAt: now) {
        playVenue(chunk, place, .both, account: &desk.account, risk: &desk.risk)
      }
      newest.notePrice(candle.close, chunk.quotes(place))
      learn(candle)
      index &+= 1
      look(on: &desk)
      guard case .decided(let decision) = ask() else { return .asks }
      if let need = need(of: decision, on: desk) {
        carryOut(decision, need, latency: settings.venue.latency, on: &desk)
        clock.advance()
      } else {
        clock.advance()
        if !settings.recordsTicks, playStill(decision, of: chunk, isPlain, until: end, on: &desk) == .asks {
          return .asks
        }
      }
    }
    return nil
  }

  /// Goes on with ticks at which the same is decided again, nothing is traded and no rule stirs: where nobody asks for
  /// their rows they need only be counted. The tick that ends them is played as any other. Returns the answer that it
  /// stopped at.
  @inline(never)
  private mutating func playStill(
    _ decision: Decision, of chunk: TapeChunk, _ isPlain: Span<Bool>, until end: Int64, on desk: inout Desk
  ) -> Answer? {
    guard let prices = quietPrices(on: &desk) else { return nil }
    let (openTimes, closeTimes, columns) = (chunk.openTime.span, chunk.closeTime.span, chunk.columns)
    let (opens, highs, lows) = (columns.open.span, columns.high.span, columns.low.span)
    let (closes, volumes, last) = (columns.close.span, columns.volume.span, chunk.count - 1)
    let first = index
    var answer: Answer?
    while index < last {
      let (now, place, close) = (clock.now.milliseconds, index, closes[unchecked: index])
      guard isPlain[unchecked: place], closeTimes[unchecked: place] == now, closeTimes[unchecked: place &+ 1] > now,
        now < end, venue.sleeps(low: lows[unchecked: place], high: highs[unchecked: place], closesAt: now),
        close > prices.lowerBound, close < prices.upperBound
      else { break }
      newest.notePrice(close, nil)
      learn(
        Candle(
          openTime: Timestamp(milliseconds: openTimes[unchecked: place]), closeTime: Timestamp(milliseconds: now),
          open: opens[unchecked: place], high: highs[unchecked: place], low: lows[unchecked: place], close: close,
          volume: volumes[unchecked: place]))
      index &+= 1
      let next = ask()
      guard next == .decided(decision) else {
        answer = next
        break
      }
      clock.advance()
    }
    let ticks = index - first - (answer == nil ? 0 : 1)
    funnel.count(standing(for: decision), decision.action, isInMarket: position.side != 0, ticks: ticks)
    guard let answer else {
      if ticks > 0 { look(on: &desk, at: chunk.candle(index - 1).closeTime) }
      return nil
    }
    look(on: &desk)
    guard case .decided(let decision) = answer else { return .asks }
    conclude(decision, latency: settings.venue.latency, on: &desk)
    clock.advance()
    return nil
  }

  /// Closes between which the account's equity makes no rule stir as long as nothing is traded; nil where that cannot be
  /// said.
  private mutating func quietPrices(on desk: inout Desk) -> Range<Double>? {
    guard exchange == nil, !newest.isQuoted, !settings.recordsReadings, let equity = desk.risk.quietEquity else {
      return nil
    }
    let now = desk.equity.doubleValue
    guard position.side != 0 else { return equity.contains(now) ? 0..<(.infinity) : nil }
    let quantity = position.quantity.doubleValue
    let price = quantity > 0 ? newest.bid : newest.ask
    // Price and value are each rounded to 1e-8.
    let allowance = quantity.magnitude * 1e-8 + 4e-8
    let (loss, gain) = (equity.lowerBound + allowance - now, equity.upperBound - allowance - now)
    guard loss < 0, gain > 0 else { return nil }
    let (low, high) = quantity > 0 ? (loss, gain) : (gain, loss)
    let perClose = price / newest.close
    return max(0, (price + low / quantity) / perClose)..<((price + high / quantity) / perClose)
  }

  /// Looks at the account before the tick is decided.
  @inline(__always)
  mutating func look(on desk: inout Desk) {
    look(on: &desk, at: clock.now)
    if desk.risk.wantsFlat, position.side != 0 { flatten() }
  }

  @inline(__always)
  private mutating func look(on desk: inout Desk, at tick: Timestamp) {
    markPosition(at: tick, on: &desk.account)
    desk.observe(Timestamp(milliseconds: tick.milliseconds - clock.offset))
  }
}
