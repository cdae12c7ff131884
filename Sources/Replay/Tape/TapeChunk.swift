package import Market

/// A chunk of candles on their way into the replay, each with the true interval that it covers.
package struct TapeChunk: Sendable {
  package let columns: CandleColumns
  /// Milliseconds since 1970 at which each candle began and ended.
  package let openTime: [Int64]
  package let closeTime: [Int64]
  /// How far the candles' closes lie apart where it is the same for all of them.
  let spacing: Int64?

  private let isQuoted: Bool

  package var count: Int { openTime.count }

  static let empty = TapeChunk(
    CandleColumns(), timeframe: .oneMinute, calendar: .alwaysOpen, schedule: SessionSchedule([]))

  /// Candles as stored, their stamps turned into intervals; those outside the sessions are left out.
  ///
  /// Only exchanges with daily sessions need more than an addition: a daily stamp names a session date, an hourly
  /// stamp of 09:00 New York stands for 09:30 to 10:00.
  package init(_ stored: CandleColumns, timeframe: Timeframe, calendar: TradingCalendar, schedule: SessionSchedule) {
    precondition(stored.isEven, "columns of different lengths")
    isQuoted = stored.quotes != nil
    guard calendar == .usEquities else {
      columns = stored
      openTime = stored.openTime
      var closes = stored.openTime
      let length = timeframe.milliseconds
      var times = closes.mutableSpan
      for index in times.indices { times[unchecked: index] &+= length }
      closeTime = closes
      spacing = Self.spacing(of: closes, length)
      return
    }
    var kept = CandleColumns(quoted: stored.quotes != nil)
    var opens: [Int64] = []
    var closes: [Int64] = []
    for index in 0..<stored.count {
      let stamp = Timestamp(milliseconds: stored.openTime[index])
      guard let interval = calendar.interval(ofCandleStamped: stamp, timeframe: timeframe, in: schedule) else {
        continue
      }
      kept.append(candle: index, of: stored)
      opens.append(interval.open.milliseconds)
      closes.append(interval.close.milliseconds)
    }
    columns = kept
    openTime = opens
    closeTime = closes
    spacing = nil
  }

  /// `length` where none of the candles is missing.
  private static func spacing(of closes: [Int64], _ length: Int64) -> Int64? {
    let closes = closes.span
    var difference: Int64 = 0
    for index in closes.indices.dropLast() {
      difference |= (closes[unchecked: index &+ 1] &- closes[unchecked: index]) ^ length
    }
    return difference == 0 ? length : nil
  }

  @inline(__always)
  func candle(_ index: Int) -> Candle {
    // One check for all: the columns are equally long.
    precondition(index >= 0 && index < count, "there is no such candle")
    return Candle(
      openTime: Timestamp(milliseconds: openTime.span[unchecked: index]),
      closeTime: Timestamp(milliseconds: closeTime.span[unchecked: index]), open: columns.open.span[unchecked: index],
      high: columns.high.span[unchecked: index], low: columns.low.span[unchecked: index],
      close: columns.close.span[unchecked: index], volume: columns.volume.span[unchecked: index])
  }

  /// The candle as the venue sees it: both sides as stored, or the trades with `halfSpread` (a fraction) to either side.
  @inline(__always)
  func venueCandle(_ index: Int, halfSpread: Double, rate: Double, _ conditions: MarketConditions) -> VenueCandle {
    VenueCandle(
      from: Timestamp(milliseconds: openTime[index]), to: Timestamp(milliseconds: closeTime[index]),
      sides: sides(index, halfSpread: halfSpread), isQuoted: isQuoted, volume: columns.volume[index], rate: rate,
      conditions: conditions)
  }

  /// Both sides of the market during the candle: as stored, or the trades with `halfSpread` (a fraction) to either side.
  @inline(__always)
  package func sides(_ index: Int, halfSpread: Double) -> MarketSides {
    columns.quotes.map { MarketSides(bid: $0.bid.bar(index), ask: $0.ask.bar(index)) }
      ?? MarketSides(
        trades: PriceBar(
          open: columns.open[index], high: columns.high[index], low: columns.low[index], close: columns.close[index]),
        halfSpread: halfSpread)
  }
}

/// What sellers get (bid) and buyers pay (ask) during one candle.
package struct MarketSides: Sendable {
  package var bid: PriceBar
  package var ask: PriceBar

  /// Recorded apart, the two sides can cross; then each side is the worse of the two for whoever trades on it.
  @inline(__always)
  init(bid: PriceBar, ask: PriceBar) {
    self.bid = PriceBar(
      open: min(bid.open, ask.open), high: min(bid.high, ask.high), low: min(bid.low, ask.low),
      close: min(bid.close, ask.close))
    self.ask = PriceBar(
      open: max(bid.open, ask.open), high: max(bid.high, ask.high), low: max(bid.low, ask.low),
      close: max(bid.close, ask.close))
  }

  @inline(__always)
  init(trades bar: PriceBar, halfSpread: Double) {
    let (down, up) = (1 - halfSpread, 1 + halfSpread)
    bid = PriceBar(open: bar.open * down, high: bar.high * down, low: bar.low * down, close: bar.close * down)
    ask = PriceBar(open: bar.open * up, high: bar.high * up, low: bar.low * up, close: bar.close * up)
  }
}

extension PriceColumns {
  @inline(__always)
  package func bar(_ index: Int) -> PriceBar {
    PriceBar(open: open[index], high: high[index], low: low[index], close: close[index])
  }
}

extension CandleColumns {
  fileprivate var isEven: Bool {
    [open, high, low, close, volume].allSatisfy { $0.count == count }
      && [quotes?.bid, quotes?.ask].allSatisfy { side in
        guard let side else { return true }
        return [side.open, side.high, side.low, side.close].allSatisfy { $0.count == count }
      }
  }

  /// Adds the candle at `index` of another series of the same form.
  fileprivate mutating func append(candle index: Int, of other: CandleColumns) {
    append(
      openTime: Timestamp(milliseconds: other.openTime[index]), open: other.open[index], high: other.high[index],
      low: other.low[index], close: other.close[index], volume: other.volume[index],
      bid: other.quotes?.bid.bar(index), ask: other.quotes?.ask.bar(index))
  }
}

/// Both sides of the market at a candle's close.
struct ClosingQuotes: Sendable {
  var bid: Double
  var ask: Double
}

extension TapeChunk {
  /// What a long (bid) and what a short position (ask) could be closed for at the candle's close; nil where no quotes are
  /// stored.
  @inline(__always)
  func quotes(_ index: Int) -> ClosingQuotes? { isQuoted ? storedQuotes(index) : nil }

  @inline(never)
  private func storedQuotes(_ index: Int) -> ClosingQuotes? {
    guard let quotes = columns.quotes else { return nil }
    let (bid, ask) = (quotes.bid.close[index], quotes.ask.close[index])
    return ClosingQuotes(bid: min(bid, ask), ask: max(bid, ask))
  }
}
