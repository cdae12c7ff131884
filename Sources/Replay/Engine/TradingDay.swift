import Market

/// The account's day: when it ends, and whether anything happened on it that is worth a line in the books.
struct TradingDay: Sendable {
  private let calendar: TradingCalendar
  private(set) var start: Timestamp
  /// From here on it is another day.
  private(set) var end: Timestamp
  /// Grid close of the newest tick.
  private var lastTick = Timestamp.distantPast
  private var wasOpen = false

  init(_ calendar: TradingCalendar, at instant: Timestamp) {
    self.calendar = calendar
    start = calendar.dayStart(containing: instant)
    end = calendar.dayEnd(after: instant)
  }

  /// Notes a tick by the close on the grid that it stands for.
  @inline(__always)
  mutating func note(_ gridClose: Timestamp) { lastTick = gridClose }

  /// Notes that a market was open at a tick of this day, or when the run began on it.
  @inline(__always)
  mutating func noteOpenMarket() { wasOpen = true }

  /// Whether the day that ends at the tick of `gridClose`, or before it, goes into the books: it had ticks while a market
  /// was open. Exchanges tick at the close, which is past the session: a day with ticks is a trading day there.
  func isWorthBooking(at gridClose: Timestamp) -> Bool {
    (lastTick > .distantPast || gridClose == end) && (wasOpen || calendar == .usEquities)
  }

  /// Whether the run ends in the middle of a day that goes into the books.
  var isWorthBookingAtTheEnd: Bool { lastTick > start && (wasOpen || calendar == .usEquities) }

  /// Begins the day of `gridClose`. Returns how many days later it is.
  mutating func turn(at gridClose: Timestamp) -> Int {
    let previous = start
    start = calendar.dayStart(containing: gridClose)
    end = calendar.dayEnd(after: gridClose)
    wasOpen = false
    // Days that begin by New York time are an hour shorter or longer when its clocks change.
    return Int((Double(start.milliseconds - previous.milliseconds) / Double(Int64.millisecondsPerDay)).rounded())
  }
}

/// What one instrument's price did on each of the last 60 days that went into the books.
struct DailyReturns: Sendable {
  /// Oldest first.
  private(set) var days: [(start: Timestamp, value: Double)] = []
  /// The values of `days`, ascending.
  private var ranked: [Double] = []
  private var lastPrice = 0.0

  static let window = 60
  /// With fewer days than this no quantile and no correlation is taken.
  static let fewest = 20

  /// Notes the price that a day ended with; zero while there is none.
  mutating func book(_ day: Timestamp, price: Double) {
    defer { lastPrice = price }
    guard lastPrice > 0, price > 0 else { return }
    if days.count == Self.window, let place = ranked.firstIndex(of: days.removeFirst().value) {
      ranked.remove(at: place)
    }
    let value = price / lastPrice - 1
    days.append((day, value))
    ranked.insert(value, at: ranked.firstIndex { $0 >= value } ?? ranked.count)
  }

  /// The loss on one unit of `side` that 95 % of the days stayed under, a share of price, by the empirical quantile at
  /// rank ceil(0.05 n) from either end; nil until 20 days are known.
  func worstDay(for side: Side) -> Double? {
    guard ranked.count >= Self.fewest else { return nil }
    let rank = (ranked.count + 19) / 20
    return side == .buy ? -ranked[rank - 1] : ranked[ranked.count - rank]
  }
}
