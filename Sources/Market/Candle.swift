/// What one instrument traded at during one timeframe.
///
/// Prices are in quote currency per unit of base: USD per BTC for `BTCUSD`. A candle holds what the source said, even
/// where that is nonsense (a low above the high): judging it is the quality gate's work, repairing it nobody's.
@frozen public struct Candle: Hashable, Sendable {
  /// Start, inclusive: the candle covers `openTime ..< closeTime`.
  public var openTime: Timestamp
  /// End, exclusive: from here on the candle may be known.
  public var closeTime: Timestamp
  public var open: Double
  public var high: Double
  public var low: Double
  public var close: Double
  /// Base units traded; zero when nothing traded or nothing was recorded.
  public var volume: Double

  /// A candle as the source gave it.
  @inlinable @inline(__always)
  public init(
    openTime: Timestamp, closeTime: Timestamp,
    open: Double, high: Double, low: Double, close: Double, volume: Double
  ) {
    self.openTime = openTime
    self.closeTime = closeTime
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }
}

/// Open, high, low and close of one side of the market.
@frozen public struct PriceBar: Hashable, Sendable {
  public var open: Double
  public var high: Double
  public var low: Double
  public var close: Double

  /// A bar of one side.
  @inlinable @inline(__always)
  public init(open: Double, high: Double, low: Double, close: Double) {
    self.open = open
    self.high = high
    self.low = low
    self.close = close
  }
}
