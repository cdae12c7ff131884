import Market

/// A candle on its way from the market to the pipeline.
struct FeedItem: Sendable {
  var candle: Candle
  /// Both sides of the market at the candle's close, where they are stored.
  var quotes: ClosingQuotes?
  var isGood: Bool
}

/// Holds candles back until the feed's delay has passed, and loses those that an outage swallows.
struct Feed: Sendable {
  /// Nothing to delay and nothing to lose: candles need not pass through here.
  let isImmediate: Bool
  private let delay: Int64
  private let outages: [Range<Timestamp>]
  private var nextOutage = 0
  /// Oldest first; `head` is the next to arrive.
  private var inTransit: [FeedItem] = []
  private var head = 0

  init(_ settings: FeedSettings) {
    delay = settings.delay
    outages = settings.outages.sorted { $0.lowerBound < $1.lowerBound }
    isImmediate = settings.delay == 0 && settings.outages.isEmpty
  }

  mutating func send(_ item: FeedItem) {
    let close = item.candle.closeTime
    while nextOutage < outages.count, outages[nextOutage].upperBound <= close { nextOutage += 1 }
    if nextOutage < outages.count, outages[nextOutage].contains(close) { return }
    inTransit.append(item)
  }

  mutating func receive(by now: Timestamp) -> FeedItem? {
    guard head < inTransit.count, inTransit[head].candle.closeTime.milliseconds + delay <= now.milliseconds else {
      return nil
    }
    defer {
      head += 1
      if head > 1024 {
        inTransit.removeFirst(head)
        head = 0
      }
    }
    return inTransit[head]
  }
}

/// The newest candle that the pipeline knows, and the last good price.
struct NewestCandle: Sendable {
  private let halfSpread: Double
  private(set) var openTime = Timestamp.distantPast
  private(set) var closeTime = Timestamp.distantPast
  private(set) var isGood = false
  /// Of the newest good candle.
  private(set) var close = 0.0
  /// Of the candle that ``close`` is from, where they are stored.
  private var quotes = ClosingQuotes(bid: 0, ask: 0)
  private(set) var isQuoted = false

  /// `halfSpread` is declared, a share of price, for where no quotes are stored.
  init(halfSpread: Double) { self.halfSpread = halfSpread }

  @inline(__always)
  var exists: Bool { openTime > .distantPast }

  /// What a long position could be closed for.
  @inline(__always)
  var bid: Double { isQuoted ? quotes.bid : close * bidPerClose }

  /// What a short position could be closed for.
  @inline(__always)
  var ask: Double { isQuoted ? quotes.ask : close * askPerClose }

  @inline(__always)
  var bidPerClose: Double { 1 - halfSpread }

  @inline(__always)
  var askPerClose: Double { 1 + halfSpread }

  @inline(__always)
  mutating func note(_ candle: Candle, _ quotes: ClosingQuotes?, isGood: Bool) {
    noteTimes(of: candle)
    self.isGood = isGood
    if isGood { notePrice(candle.close, quotes) }
  }

  @inline(__always)
  mutating func noteTimes(of candle: Candle) {
    openTime = candle.openTime
    closeTime = candle.closeTime
  }

  @inline(__always)
  mutating func notePrice(_ close: Double, _ quotes: ClosingQuotes?) {
    self.close = close
    isQuoted = quotes != nil
    if let quotes { self.quotes = quotes }
  }
}
