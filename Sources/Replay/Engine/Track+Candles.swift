import Market

/// What happens for each candle: the venue first, then whoever learns.
extension Track {
  /// Plays and teaches every candle that has closed by `now`; false when the tape has to be read further first.
  @inline(__always)
  mutating func deliverCandles(
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
  mutating func close(_ candle: Candle, _ quotes: ClosingQuotes?, isGood: Bool) {
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

  enum Halves { case open, rest, both }

  @inline(never)
  mutating func playVenue(
    _ chunk: TapeChunk, _ index: Int, _ halves: Halves, account: inout Account, risk: inout RiskRules
  ) {
    let (tradesBefore, ordersBefore) = (events.trades.count, events.orders.count)
    if newest.exists { account.mark(&position, bid: newest.bid, ask: newest.ask, rate: rate) }
    if let finer = finerCandles?.candles(within: chunk.candle(index)) {
      // Their own opens and closes are in order; the halves of the longer candle have nothing to add.
      if halves != .open { playFiner(finer, account: &account) }
    } else {
      updateRate(at: Timestamp(milliseconds: halves == .rest ? chunk.closeTime[index] : chunk.openTime[index]))
      let candle = chunk.venueCandle(index, halfSpread: halfSpread, rate: rate, liquidity.conditions)
      if halves != .rest { venue.playOpen(candle, account: &account, position: &position, into: &events) }
      if halves != .open { venue.playRest(candle, account: &account, position: &position, into: &events) }
    }
    for trade in tradesBefore..<events.trades.count { sizer.learn(events.trades[trade]) }
    for order in ordersBefore..<events.orders.count where events.orders[order].state == .rejected {
      risk.noteRejection(at: events.orders[order].ended)
    }
  }

  mutating func playFiner(_ candles: Range<Int>, account: inout Account) {
    guard let chunk = finerCandles?.chunk else { return }
    for index in candles {
      let candle = chunk.candle(index)
      guard QualityGate.isPossible(candle),
        !venue.sleeps(low: candle.low, high: candle.high, closesAt: candle.closeTime.milliseconds)
      else { continue }
      updateRate(at: candle.openTime)
      venue.play(
        chunk.venueCandle(index, halfSpread: halfSpread, rate: rate, liquidity.conditions), account: &account,
        position: &position, into: &events)
    }
  }

  @inline(__always)
  mutating func learn(_ candle: Candle, _ quotes: ClosingQuotes?, isGood: Bool) {
    frozen.learn(candle)
    newest.note(candle, quotes, isGood: isGood)
    if isGood { learn(candle) }
  }

  /// What a good candle teaches.
  @inline(__always)
  mutating func learn(_ candle: Candle) {
    strategy.learn(candle)
    measure(candle)
    if settings.recordsTicks { markOuts.learn(close: candle.close) }
  }

  /// Whether ``measure(_:)`` does anything.
  var measuresCandles: Bool {
    settings.volatility.model != .none || averageTrueRange != nil || liquidity.countsVolume
  }

  /// What the stages around the strategy learn of a good candle.
  @inline(__always)
  mutating func measure(_ candle: Candle) {
    forecaster.learn(candle)
    averageTrueRange?.update(high: candle.high, low: candle.low, close: candle.close)
    if liquidity.countsVolume { liquidity.note(candle.volume) }
  }

  /// The same for candles one after the other.
  @inline(never)
  mutating func measure(_ candles: Range<Int>, of chunk: TapeChunk) {
    forecaster.learn(candles, of: chunk)
    averageTrueRange?.update(
      highs: chunk.columns.high.span.extracting(candles), lows: chunk.columns.low.span.extracting(candles),
      closes: chunk.columns.close.span.extracting(candles))
    if liquidity.countsVolume { for place in candles { liquidity.note(chunk.columns.volume[place]) } }
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
}
