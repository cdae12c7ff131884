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
        if playStill(decision, of: chunk, isPlain, on: &desk) { return true }
      }
    }
    return false
  }

  /// Looks at the account before the tick is decided.
  @inline(__always)
  mutating func look(on desk: inout Desk) {
    look(on: &desk, at: clock.now)
    if desk.risk.wantsFlat, position.side != 0 { flatten() }
  }

  @inline(__always)
  mutating func look(on desk: inout Desk, at tick: Timestamp) {
    markPosition(at: tick, on: &desk.account)
    desk.observe(Timestamp(milliseconds: tick.milliseconds - clock.offset))
  }
}
