import Market

/// Ticks at which what was decided before is decided again, nothing is traded and no rule stirs: most of the plain ones.
extension Track {
  /// Goes on with such ticks, a few at a time, each step of their work for all of them at once. The tick that ends them is
  /// played as any other. Returns whether it asks.
  @inline(never)
  mutating func playStill(
    _ decision: Decision, of chunk: TapeChunk, _ isPlain: Span<Bool>, on desk: inout Desk
  ) -> Bool {
    guard !S.readsForecast, let prices = quietPrices(on: &desk) else { return false }
    let bounds = QuietBounds(wake: venue.wake, closes: prices, end: stretch.end)
    let held = HeldValue(position, in: desk.account, newest)
    let stage = standing(for: decision)
    let first = index
    let room = settings.recordsTicks ? rows.room : .max
    var other: Answer?
    // What is looked through beyond the last of them is looked through again.
    while other == nil {
      let end = advanceThroughQuietCandles(of: chunk, isPlain, atMost: room - (index - first), within: bounds)
      guard end > index else { break }
      other = learn(index..<end, of: chunk, deciding: decision)
    }
    guard index > first else { return false }
    write(stage, decision, held, candles: first..<index, of: chunk, isLastAnother: other != nil)
    newest.notePrice(chunk.columns.close[index - 1], nil)
    if let best = held.best(of: chunk.columns.close.span.extracting(first..<index)) { desk.risk.observe(best) }
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

  /// Moves the clock past the quiet candles that are next, as many as there may be rows; returns where they end.
  @inline(__always)
  private mutating func advanceThroughQuietCandles(
    of chunk: TapeChunk, _ isPlain: Span<Bool>, atMost room: Int, within bounds: QuietBounds
  ) -> Int {
    let closes = chunk.closeTime.span
    let quiet = chunk.quietCandles(from: index, limit: min(24, room), isPlain, within: bounds)
    var end = clock.advance(through: closes, in: quiet, spacing: chunk.spacing)
    // A candle that closes when something is due, or with the one after it, is none of them.
    while end > index, closes[end - 1] > bounds.until || closes[end - 1] >= closes[end] {
      end -= 1
      clock.goBack(to: Timestamp(milliseconds: closes[end]))
    }
    return end
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
    if measuresCandles { measure(candles.lowerBound..<index, of: chunk) }
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
    var place = candles.lowerBound
    while place < candles.upperBound {
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
      place &+= 1
      if answer != .decided(decision) { return (place, answer) }
    }
    return nil
  }

  /// Counts and logs ticks that end at the same stage; the last of the candles may belong to a tick that is yet to be
  /// concluded.
  @inline(__always)
  private mutating func write(
    _ stage: Stage, _ decision: Decision, _ held: HeldValue, candles: Range<Int>, of chunk: TapeChunk,
    isLastAnother: Bool
  ) {
    let same = candles.lowerBound..<candles.upperBound - (isLastAnother ? 1 : 0)
    funnel.count(stage, decision.action, isInMarket: position.side != 0, ticks: same.count)
    guard settings.recordsTicks else { return }
    let closes = chunk.columns.close.span
    markOuts.learn(closes.extracting(same), deciding: decision.action, at: stage)
    if isLastAnother { markOuts.learn(close: closes[same.upperBound]) }
    rows.append(
      like: DecisionRow(
        time: clock.now, equity: .zero, price: 0, detail: 0, stage: stage, action: decision.action,
        confidence: decision.confidence, position: Int8(truncatingIfNeeded: position.side)),
      times: chunk.closeTime.span.extracting(same), closes: closes.extracting(same), held)
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
}

/// What an account is worth at closes between which it trades nothing; candles without quotes, one currency.
struct HeldValue: Sendable {
  /// All but the position.
  private let rest: FixedPoint
  let quantity: FixedPoint
  /// From a close to what the position could be closed for.
  private let perClose: Double

  init(_ position: Position, in account: Account, _ newest: NewestCandle) {
    rest = account.equity - position.value
    quantity = position.quantity
    perClose = quantity.units > 0 ? newest.bidPerClose : newest.askPerClose
  }

  @inline(__always)
  func equity(at close: Double) -> FixedPoint { rest + quantity * FixedPoint(close * perClose) }

  /// The highest equity at any of the closes; nil where they do not matter.
  @inline(__always)
  func best(of closes: Span<Double>) -> FixedPoint? {
    guard quantity != .zero, var best = closes.isEmpty ? nil : closes[0] else { return nil }
    var index = 1
    while index < closes.count {
      let close = closes[unchecked: index]
      best = (quantity.units > 0) == (close > best) ? close : best
      index &+= 1
    }
    return equity(at: best)
  }
}
