package import Market

/// What a replay has to tell since it was last asked besides its rows: drained chunk by chunk, so that memory stays flat.
package struct EventLog: Sendable {
  package var orders: [Order] = []
  package var fills: [Fill] = []
  package var trades: [Trade] = []
  package var charges: [Charge] = []
  package var days: [DayEquity] = []
  package var forecasts: [ForecastRecord] = []
  /// Only where ``PipelineSettings/recordsReadings`` asks for them.
  package var readings: [TickReadings] = []

  package init() {}

  /// Empties it, keeping the memory.
  package mutating func clear() {
    orders.removeAll(keepingCapacity: true)
    fills.removeAll(keepingCapacity: true)
    trades.removeAll(keepingCapacity: true)
    charges.removeAll(keepingCapacity: true)
    days.removeAll(keepingCapacity: true)
    forecasts.removeAll(keepingCapacity: true)
    readings.removeAll(keepingCapacity: true)
  }
}

/// A page of rows. It lives in the track itself, so that writing one is no more than storing it, and is read in place.
struct DecisionRows: Sendable {
  private static var capacity: Int { 256 }

  private var page: InlineArray<256, DecisionRow> = .init(repeating: .none)
  private var count = 0

  @inline(__always)
  var isFull: Bool { count == Self.capacity }

  /// How many more there may be.
  @inline(__always)
  var room: Int { Self.capacity - count }

  @inline(__always)
  mutating func append(_ row: DecisionRow) {
    page[count] = row
    count &+= 1
  }

  /// Rows of one tick after the other that differ in time, price and equity only.
  @inline(__always)
  mutating func append(like row: DecisionRow, times: Span<Int64>, closes: Span<Double>, _ held: HeldValue) {
    precondition(times.count == closes.count && times.count <= room, "there is room for a row each")
    var page = page.mutableSpan
    var row = row
    row.equity = held.equity(at: 0)
    let isHeld = held.quantity != .zero
    var index = 0
    while index < times.count {
      row.time = Timestamp(milliseconds: times[unchecked: index])
      row.price = closes[unchecked: index]
      if isHeld { row.equity = held.equity(at: row.price) }
      page[unchecked: count &+ index] = row
      index &+= 1
    }
    count &+= times.count
  }

  mutating func drain(_ body: (Span<DecisionRow>) throws -> Void) rethrows {
    try body(page.span.extracting(0..<count))
    count = 0
  }
}

extension Array where Element == DecisionRow {
  package mutating func append(contentsOf rows: Span<DecisionRow>) {
    for index in rows.indices { append(rows[index]) }
  }
}

/// One tick: 32 bytes, written for every one of them.
package struct DecisionRow: Equatable, Sendable {
  package var time: Timestamp
  package var equity: FixedPoint
  /// Close of the newest good candle; zero before the first.
  package var price: Double
  /// What `stage` needs to be explained: tenths of a second of age when stale, the newest order's number when ordered.
  package var detail: Int32
  package var stage: Stage
  package var action: Action
  package var confidence: UInt8
  /// +1 long, -1 short, 0 flat, before the tick's orders.
  package var position: Int8

  fileprivate static let none = DecisionRow(
    time: .distantPast, equity: .zero, price: 0, detail: 0, stage: .marketClosed, action: .hold, confidence: 0,
    position: 0)
}

/// What the strategy had before it at one tick at which it was asked.
package struct TickReadings: Equatable, Sendable {
  package var time: Timestamp
  package var readings: [Reading]
  /// Percent a day, where the strategy reads it.
  package var forecast: Double?
  /// Of the prompt, where a model was asked.
  package var question: UInt64?
}

/// The account at the end of one trading day.
package struct DayEquity: Equatable, Sendable {
  package var dayStart: Timestamp
  package var equity: FixedPoint
  package var cash: FixedPoint
  package var quantity: FixedPoint
  /// Close that day, for buy-and-hold; zero before the first candle.
  package var price: Double
}

/// One volatility fit and what it foresaw.
package struct ForecastRecord: Equatable, Sendable {
  package var time: Timestamp
  /// Percent a day.
  package var dailyVolatility: Double
  /// What the last day's returns amounted to, percent.
  package var realisedVolatility: Double
  package var parameters: VolatilityParameters
}

package enum VolatilityParameters: Equatable, Sendable {
  case garch(mean: Double, omega: Double, alpha: Double, beta: Double)
  /// The likelihood had no maximum that could be trusted; the window's variance stands in, and says so here.
  case sampleVariance(Double, reason: String)
}
