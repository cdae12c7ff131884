/// Candles of one series, column by column: how they are stored and how the replay reads them.
///
/// All columns have the same length; `openTime` rises strictly.
public struct CandleColumns: Equatable, Sendable {
  /// Milliseconds since 1970 of each candle's stamp, as the source gave it.
  public var openTime: [Int64] = []
  public var open: [Double] = []
  public var high: [Double] = []
  public var low: [Double] = []
  public var close: [Double] = []
  public var volume: [Double] = []
  /// Bid and ask of each candle, where the source recorded them.
  public var quotes: QuoteColumns?

  /// No candles; with empty quote columns if `quoted`.
  public init(quoted: Bool = false) { quotes = quoted ? QuoteColumns() : nil }

  /// How many candles.
  public var count: Int { openTime.count }

  /// Adds one candle at the end. A quoted series needs both sides of every candle.
  public mutating func append(
    openTime: Timestamp, open: Double, high: Double, low: Double, close: Double, volume: Double,
    bid: PriceBar? = nil, ask: PriceBar? = nil
  ) {
    self.openTime.append(openTime.milliseconds)
    self.open.append(open)
    self.high.append(high)
    self.low.append(low)
    self.close.append(close)
    self.volume.append(volume)
    precondition((quotes != nil) == (bid != nil && ask != nil), "all candles of a series are quoted, or none")
    if let bid, let ask {
      quotes?.bid.append(bid)
      quotes?.ask.append(ask)
    }
  }
}

/// The two sides of a quoted series.
public struct QuoteColumns: Equatable, Sendable {
  public var bid = PriceColumns()
  public var ask = PriceColumns()

  /// No quotes yet.
  public init() {}
}

/// Open, high, low and close of one side, column by column.
public struct PriceColumns: Equatable, Sendable {
  public var open: [Double] = []
  public var high: [Double] = []
  public var low: [Double] = []
  public var close: [Double] = []

  /// No prices yet.
  public init() {}

  /// Adds one bar at the end.
  public mutating func append(_ bar: PriceBar) {
    open.append(bar.open)
    high.append(bar.high)
    low.append(bar.low)
    close.append(bar.close)
  }
}

/// Where a replay gets its candles: chunk after chunk, oldest first, so that memory stays flat.
public protocol CandleSource {
  /// The next chunk, never empty; nil at the end.
  mutating func next() throws -> CandleColumns?
}
