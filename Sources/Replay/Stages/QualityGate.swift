import Market

/// Tells candles that cannot be true. A bad candle is neither learned nor traded on, and marks the ticks that it meets.
struct QualityGate: Sendable {
  /// Prices beyond this are a fault of the source, not a market: the ledger counts to 92 billion.
  static let highestPrice = 1e9

  /// After so many candles in a row at a new level it is the level.
  static let confirmations = 3

  private let jumpLimit: Double
  private let badRanges: [Range<Timestamp>]
  private var nextRange = 0
  private var lastGoodClose = 0.0
  /// Whether the last candle was good.
  private(set) var isSettled = false
  /// Close of the newest candle that jumped, and how many in a row have closed there.
  private var newLevel = 0.0
  private var jumpsInARow = 0

  init(_ settings: QualitySettings, timeframe: Timeframe) {
    jumpLimit = settings.jumpLimit ?? (timeframe == .oneDay ? 0.60 : 0.25)
    badRanges = settings.badRanges.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// Looks through a chunk for its plain candles: possible, traded, next to the close before them. Nearly all are, and
  /// what is left for each of these, once ``accepts(_:isPlain:)`` is asked, is to be noted. Nothing is known of what comes
  /// before the first: it is looked at when its turn comes.
  func plainCandles(of columns: CandleColumns, _ findings: TapeFindings?) -> [Bool] {
    guard badRanges.isEmpty else { return [Bool](repeating: false, count: columns.count) }
    return findings?.plainCandles(of: columns, jumpLimit: jumpLimit) { plainCandles(of: columns) }
      ?? plainCandles(of: columns)
  }

  private func plainCandles(of columns: CandleColumns) -> [Bool] {
    var plain = [Bool](repeating: false, count: columns.count)
    let possible = Self.possibleCandles(of: columns)
    var result = plain.mutableSpan
    let (isPossible, close, volume) = (possible.span, columns.close.span, columns.volume.span)
    precondition(isPossible.count == result.count && close.count == result.count && volume.count == result.count)
    for index in result.indices.dropFirst() {
      let (own, last) = (close[unchecked: index], close[unchecked: index &- 1])
      result[unchecked: index] = Self.all(
        isPossible[unchecked: index], isPossible[unchecked: index &- 1], volume[unchecked: index] > 0,
        (own - last).magnitude <= jumpLimit * last)
    }
    return plain
  }

  private static func possibleCandles(of columns: CandleColumns) -> [Bool] {
    var possible = [Bool](repeating: false, count: columns.count)
    var result = possible.mutableSpan
    let (open, high, low) = (columns.open.span, columns.high.span, columns.low.span)
    let (close, volume) = (columns.close.span, columns.volume.span)
    precondition([open.count, high.count, low.count, close.count, volume.count].allSatisfy { $0 == result.count })
    for index in result.indices {
      result[unchecked: index] = isPossible(
        open: open[unchecked: index], high: high[unchecked: index], low: low[unchecked: index],
        close: close[unchecked: index], volume: volume[unchecked: index])
    }
    return possible
  }

  /// All of them are worked out, whatever the first says: without branches several candles are judged at once.
  @inline(__always)
  private static func all(_ a: Bool, _ b: Bool, _ c: Bool, _ d: Bool) -> Bool { a && b && c && d }

  /// Whether `candle` is good; to be asked once of every candle, in order.
  @inline(__always)
  mutating func accepts(_ candle: Candle, isPlain: Bool) -> Bool {
    if isPlain, isSettled {
      note(candle)
      return true
    }
    isSettled = examine(candle)
    return isSettled
  }

  /// Notes a plain candle that follows a good one.
  @inline(__always)
  mutating func note(_ candle: Candle) { lastGoodClose = candle.close }

  @inline(never)
  private mutating func examine(_ candle: Candle) -> Bool {
    guard Self.isPossible(candle), nextRange >= badRanges.count || !isInBadRange(candle) else { return false }
    // As a product: a division costs as much as all the rest of this stage.
    let distance = (candle.close - lastGoodClose).magnitude
    guard distance <= jumpLimit * lastGoodClose || lastGoodClose == 0 || jumpIsConfirmed(candle.close) else {
      return false
    }
    lastGoodClose = candle.close
    newLevel = 0
    return true
  }

  static func isPossible(_ candle: Candle) -> Bool {
    isPossible(open: candle.open, high: candle.high, low: candle.low, close: candle.close, volume: candle.volume)
  }

  /// Each comparison states what must hold, so that NaN fails it.
  @inline(__always)
  private static func isPossible(open: Double, high: Double, low: Double, close: Double, volume: Double) -> Bool {
    all(
      all(low > 0, low <= open, low <= close, open <= high), close <= high, high < highestPrice, volume >= 0)
  }

  private mutating func isInBadRange(_ candle: Candle) -> Bool {
    while nextRange < badRanges.count, badRanges[nextRange].upperBound <= candle.openTime { nextRange += 1 }
    return nextRange < badRanges.count && badRanges[nextRange].lowerBound < candle.closeTime
  }

  private mutating func jumpIsConfirmed(_ close: Double) -> Bool {
    let isSameLevel = (close - newLevel).magnitude <= jumpLimit * newLevel
    jumpsInARow = isSameLevel ? jumpsInARow + 1 : 1
    newLevel = close
    return jumpsInARow > Self.confirmations
  }
}

/// Tells a feed that repeats itself: it never ages, so staleness cannot see it.
struct FrozenGate: Sendable {
  private let limit: Int
  /// Equal candles without volume in a row, up to the newest.
  private var repeats = 0
  private var last = PriceBar(open: 0, high: 0, low: 0, close: 0)

  init(after limit: Int?) { self.limit = limit ?? .max }

  @inline(__always)
  mutating func learn(_ candle: Candle) {
    if candle.volume != 0 { repeats = 0 } else { count(candle) }
  }

  /// The first candle without volume repeats nobody: what came before it had some.
  @inline(never)
  private mutating func count(_ candle: Candle) {
    let prices = PriceBar(open: candle.open, high: candle.high, low: candle.low, close: candle.close)
    repeats = repeats > 0 && prices == last ? repeats + 1 : 1
    last = prices
  }

  @inline(__always)
  var isFrozen: Bool { repeats >= limit }

  /// Whether the newest candle had no volume.
  @inline(__always)
  var isCounting: Bool { repeats > 0 }
}
