import Market

/// Ticks that bring one plain candle each: nearly all of them.
extension Track {
  /// Whether no gate stops a tick that brings a plain candle, as far as can be said before there is one.
  var gatesAreOpen: Bool {
    isWarm && feed.isImmediate && settings.feed.clockSkew == 0 && staleness.trustsNewCandles && quality.isSettled
      && !frozen.isCounting && (stretch.canFill || queuesWhenClosed) && clock.now > stretch.reopening
  }

  /// Plays ticks that bring one plain candle each. No gate has anything to say of them, so none is asked; all else is as
  /// it is for other ticks. Returns whether the strategy asks.
  @inline(__always)
  mutating func playPlainCandles(of chunk: TapeChunk, _ isPlain: [Bool], on desk: inout Desk) -> Bool {
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
      guard case .decided(let decision) = ask() else { return true }
      if let need = need(of: decision, on: desk) {
        carryOut(decision, need, latency: settings.venue.latency, on: &desk)
        clock.advance()
      } else {
        clock.advance()
        if !settings.recordsTicks, playStill(decision, of: chunk, isPlain, on: &desk) { return true }
      }
    }
    return false
  }

  /// Goes on with ticks at which the same is decided again, nothing is traded and no rule stirs: where nobody asks for
  /// their rows they need only be counted. The tick that ends them is played as any other. Returns whether it asks.
  @inline(never)
  private mutating func playStill(
    _ decision: Decision, of chunk: TapeChunk, _ isPlain: Span<Bool>, on desk: inout Desk
  ) -> Bool {
    guard !S.readsForecast, let prices = quietPrices(on: &desk) else { return false }
    let bounds = QuietBounds(wake: venue.wake, closes: prices, end: stretch.end)
    let first = index
    var other: Answer?
    // A few at a time: what is looked through beyond the last of them is looked through again.
    while other == nil {
      let quiet = chunk.quietCandles(from: index, limit: 16, isPlain, within: bounds)
      let end = clock.advance(through: chunk.closeTime.span, in: quiet)
      guard end > index else { break }
      other = learn(index..<end, of: chunk, deciding: decision)
    }
    guard index > first else { return false }
    newest.notePrice(chunk.columns.close[index - 1], nil)
    let ticks = index - first - (other == nil ? 0 : 1)
    funnel.count(standing(for: decision), decision.action, isInMarket: position.side != 0, ticks: ticks)
    guard let other else {
      look(on: &desk, at: chunk.candle(index - 1).closeTime)
      return false
    }
    look(on: &desk)
    guard case .decided(let decision) = other else { return true }
    conclude(decision, latency: settings.venue.latency, on: &desk)
    clock.advance()
    return false
  }

  /// Learns candles and asks the strategy at the close of each until it decides something else, which is returned; the
  /// clock goes back to that tick.
  @inline(__always)
  private mutating func learn(_ candles: Range<Int>, of chunk: TapeChunk, deciding decision: Decision) -> Answer? {
    let view = TickView(
      now: clock.now, knownUntil: clock.now, price: newest.close, side: position.side,
      entryPrice: position.entry?.price.doubleValue ?? 0)
    let other = Self.teach(&strategy, candles, of: chunk, deciding: decision, view)
    index = other?.end ?? candles.upperBound
    if measuresCandles { for place in candles.lowerBound..<index { measure(chunk.candle(place)) } }
    guard let other else { return nil }
    clock.goBack(to: chunk.candle(index - 1).closeTime)
    return other.answer
  }

  /// Teaches the strategy and asks it at the close of each candle, until its answer is another one. `view` is what it
  /// sees but for times and price.
  @inline(__always)
  private static func teach(
    _ strategy: inout S, _ candles: Range<Int>, of chunk: TapeChunk, deciding decision: Decision, _ view: TickView
  ) -> (end: Int, answer: Answer)? {
    precondition(candles.lowerBound >= 0 && candles.upperBound <= chunk.count, "the chunk has these candles")
    var view = view
    let (openTimes, closeTimes, columns) = (chunk.openTime.span, chunk.closeTime.span, chunk.columns)
    let (opens, highs, lows) = (columns.open.span, columns.high.span, columns.low.span)
    let (closes, volumes) = (columns.close.span, columns.volume.span)
    for place in candles {
      let candle = Candle(
        openTime: Timestamp(milliseconds: openTimes[unchecked: place]),
        closeTime: Timestamp(milliseconds: closeTimes[unchecked: place]), open: opens[unchecked: place],
        high: highs[unchecked: place], low: lows[unchecked: place], close: closes[unchecked: place],
        volume: volumes[unchecked: place])
      strategy.learn(candle)
      view.now = candle.closeTime
      view.knownUntil = candle.closeTime
      view.price = candle.close
      let answer = strategy.decide(at: view)
      if answer != .decided(decision) { return (place &+ 1, answer) }
    }
    return nil
  }

  /// Closes between which the account's equity makes no rule stir as long as nothing is traded; nil where that cannot be
  /// said.
  private mutating func quietPrices(on desk: inout Desk) -> Range<Double>? {
    guard exchange == nil, !newest.isQuoted, !settings.recordsReadings, let equity = desk.risk.quietEquity else {
      return nil
    }
    let now = desk.equity.doubleValue
    // Nothing moves the equity of an account that holds nothing.
    guard position.side != 0 else { return 0..<(.infinity) }
    let quantity = position.quantity.doubleValue
    let price = quantity > 0 ? newest.bid : newest.ask
    // Price and value are each rounded to 1e-8, and so many bits are lost to doubles.
    let allowance =
      quantity.magnitude * 1e-8 + 4e-8 + 8 * .ulpOfOne * (now.magnitude + quantity.magnitude * price)
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
