package import Market

/// Figures by which a series can be compared with its source, as `data show --json` prints them.
package struct SeriesStatistics: Encodable, Equatable, Sendable {
  package private(set) var rows = 0
  /// ISO-8601.
  package private(set) var firstOpen: String
  package private(set) var lastOpen: String
  package private(set) var firstClose: Double
  package private(set) var lastClose: Double
  package private(set) var maxHigh: Double
  package private(set) var minLow: Double
  package private(set) var sumClose = 0.0
  package private(set) var sumVolume = 0.0
  /// Steps of the timeframe from the first candle to the last that have none; closed hours count as any other.
  package private(set) var missingOnGrid = 0
  /// The longest time from the open of one candle to the open of the next; 0 for a single candle.
  package private(set) var longestGapSeconds = 0.0
  package private(set) var zeroVolume = 0
  /// Candles whose low or high does not enclose open, close and each other.
  package private(set) var ohlcViolations = 0

  /// Reads `candles` to the end; nil where there are none.
  package init?(of candles: some CandleSource, timeframe: Timeframe) throws {
    var candles = candles
    guard var chunk = try candles.next() else { return nil }
    let first = chunk.openTime[0]
    firstOpen = Timestamp(milliseconds: first).description
    lastOpen = firstOpen
    (firstClose, lastClose) = (chunk.close[0], chunk.close[0])
    (maxHigh, minLow) = (chunk.high[0], chunk.low[0])

    var (closes, volumes) = (PreciseSum(), PreciseSum())
    var (previous, slots, longestGap) = (first, 0, Int64(0))
    // A slot is a step of the grid; two daily stamps of one date share it.
    var previousSlot = Int64.min
    while true {
      for index in 0..<chunk.count {
        let time = chunk.openTime[index]
        let slot = time.flooredQuotient(by: timeframe.milliseconds)
        if slot != previousSlot { slots += 1 }
        longestGap = max(longestGap, time - previous)
        (previous, previousSlot) = (time, slot)

        let (open, close, high, low) = (chunk.open[index], chunk.close[index], chunk.high[index], chunk.low[index])
        closes.add(close)
        volumes.add(chunk.volume[index])
        maxHigh = max(maxHigh, high)
        minLow = min(minLow, low)
        if chunk.volume[index] == 0 { zeroVolume += 1 }
        if high < max(open, close) || low > min(open, close) { ohlcViolations += 1 }
      }
      rows += chunk.count
      lastClose = chunk.close[chunk.count - 1]
      guard let next = try candles.next() else { break }
      chunk = next
    }
    lastOpen = Timestamp(milliseconds: previous).description
    (sumClose, sumVolume) = (closes.value, volumes.value)
    longestGapSeconds = Double(longestGap) / 1000
    missingOnGrid = Int(previousSlot - first.flooredQuotient(by: timeframe.milliseconds)) + 1 - slots
  }

  private enum CodingKeys: String, CodingKey {
    case rows
    case firstOpen = "first_open"
    case lastOpen = "last_open"
    case firstClose = "first_close"
    case lastClose = "last_close"
    case maxHigh = "max_high"
    case minLow = "min_low"
    case sumClose = "sum_close"
    case sumVolume = "sum_volume"
    case missingOnGrid = "missing_on_grid"
    case longestGapSeconds = "longest_gap_seconds"
    case zeroVolume = "zero_volume"
    case ohlcViolations = "ohlc_violations"
  }
}
