import Market

/// Keeps the daily books: equity at each day's end, and the daily returns that historical value at risk looks at.
struct TradingDay: Sendable {
  private let calendar: TradingCalendar
  private var start: Timestamp
  /// From here on it is another day.
  private(set) var end: Timestamp
  /// Grid close of the newest tick.
  private var lastTick: Timestamp?
  private var wasOpen = false
  private var lastPrice = 0.0
  /// Daily returns of the instrument, oldest first, at most 60.
  private var returns: [Double] = []
  /// The 95 % loss of a long and of a short unit; nil until enough days are known.
  private var worstDays: (long: Double, short: Double)?

  static let valueAtRiskDays = 60
  /// With fewer days than this no quantile is taken.
  static let fewestDays = 20

  init(_ calendar: TradingCalendar, at instant: Timestamp) {
    self.calendar = calendar
    start = calendar.dayStart(containing: instant)
    end = calendar.dayEnd(after: instant)
  }

  /// Notes a tick by the close on the grid that it stands for.
  @inline(__always)
  mutating func note(_ gridClose: Timestamp, isOpen: Bool) {
    lastTick = gridClose
    if isOpen { wasOpen = true }
  }

  /// Books the day that has ended, as the account stands now, and begins that of `gridClose`. To be called at a tick
  /// that ends the day, or else before anything after its last tick is played. Returns how many days later it is.
  mutating func turn(
    at gridClose: Timestamp, equity: FixedPoint, account: Account, price: Double, into events: inout EventLog
  ) -> Int {
    if lastTick != nil || gridClose == end { book(equity, account, price, &events) }
    let previous = start
    start = calendar.dayStart(containing: gridClose)
    end = calendar.dayEnd(after: gridClose)
    // Days that begin by New York time are an hour shorter or longer when its clocks change.
    return Int((Double(start.milliseconds - previous.milliseconds) / Double(Int64.millisecondsPerDay)).rounded())
  }

  /// Books the day that the run ends in, unless it has only just begun.
  mutating func close(equity: FixedPoint, account: Account, price: Double, into events: inout EventLog) {
    guard let lastTick, lastTick > start else { return }
    book(equity, account, price, &events)
  }

  private mutating func book(_ equity: FixedPoint, _ account: Account, _ price: Double, _ events: inout EventLog) {
    defer { wasOpen = false }
    // Exchanges tick at the close, which is past the session: a day with ticks is a trading day there.
    guard wasOpen || calendar == .usEquities else { return }
    events.days.append(
      DayEquity(dayStart: start, equity: equity, cash: account.cash, quantity: account.quantity, price: price))
    if lastPrice > 0, price > 0 {
      returns.append(price / lastPrice - 1)
      if returns.count > Self.valueAtRiskDays { returns.removeFirst() }
      rankReturns()
    }
    lastPrice = price
  }

  /// The loss on one unit of `side` that 95 % of the last 60 days stayed under, a share of price; nil until 20 days are
  /// known.
  func worstDay(for side: Side) -> Double? { side == .buy ? worstDays?.long : worstDays?.short }

  /// The empirical quantiles at rank ceil(0.05 n) from either end.
  private mutating func rankReturns() {
    guard returns.count >= Self.fewestDays else { return }
    let sorted = returns.sorted()
    let rank = (sorted.count + 19) / 20
    worstDays = (long: -sorted[rank - 1], short: sorted[sorted.count - rank])
  }
}
