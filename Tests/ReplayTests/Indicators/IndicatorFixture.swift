import Foundation
import Market
import Testing

/// Recorded candles and what TA-Lib says of them: `Fixtures/Indicators`.
struct IndicatorFixture: CustomTestStringConvertible {
  let name: String
  let candles: [Candle]
  /// Per column one value a candle, nil while TA-Lib warms up.
  let columns: [String: [Double?]]

  var testDescription: String { name }

  static let bitcoin = IndicatorFixture("btcusd_1m", candlesLast: .oneMinute)
  static let euro = IndicatorFixture("eurusd_1h", candlesLast: .oneHour)
  static let spy = IndicatorFixture("spy_1d", candlesLast: .oneDay)
  static let all = [bitcoin, euro, spy]

  private init(_ name: String, candlesLast timeframe: Timeframe) {
    self.name = name
    guard
      let file = Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Fixtures/Indicators"),
      let text = try? String(contentsOf: file, encoding: .utf8)
    else { fatalError("there is no fixture \(name).csv") }
    let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    candles = rows.dropFirst().map { row in
      let numbers = row[1...5].compactMap { Double($0) }
      guard let openTime = try? Date(String(row[0]), strategy: .iso8601) else { fatalError("not a time: \(row[0])") }
      let open = Int64(openTime.timeIntervalSince1970) * 1000
      return Candle(
        openTime: Timestamp(milliseconds: open), closeTime: Timestamp(milliseconds: open + timeframe.milliseconds),
        open: numbers[0], high: numbers[1], low: numbers[2], close: numbers[3], volume: numbers[4])
    }
    var columns: [String: [Double?]] = [:]
    for (index, column) in rows[0].enumerated().dropFirst(6) {
      columns[String(column)] = rows.dropFirst().map { Double($0[index]) }
    }
    self.columns = columns
  }
}

/// A small seeded generator (Marsaglia's xorshift64, 2003): the same seed, the same test.
struct IndicatorTestGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

extension [Candle] {
  /// A random walk of one candle after another, in ticks of 0.01 about `start`.
  static func randomWalk(
    count: Int, seed: UInt64, start: Double = 100, timeframe: Timeframe = .oneMinute, from first: Int64 = 0
  ) -> [Candle] {
    var generator = IndicatorTestGenerator(seed: seed)
    var price = start
    return (0..<count).map { index in
      let open = price
      price = Swift.max(start / 2, open + Double(Int.random(in: -20...20, using: &generator)) / 100)
      let openTime = first + Int64(index) * timeframe.milliseconds
      return Candle(
        openTime: Timestamp(milliseconds: openTime),
        closeTime: Timestamp(milliseconds: openTime + timeframe.milliseconds),
        open: open,
        high: Swift.max(open, price) + Double(Int.random(in: 0...10, using: &generator)) / 100,
        low: Swift.min(open, price) - Double(Int.random(in: 0...10, using: &generator)) / 100,
        close: price,
        volume: Double(Int.random(in: 0...5, using: &generator)))
    }
  }
}
