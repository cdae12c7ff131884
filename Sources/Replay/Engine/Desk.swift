import Market

/// What the tracks of one account share: its money, the rules that watch over it, and its day.
struct Desk: Sendable {
  var account: Account
  var risk: RiskRules
  var day: TradingDay
  /// At the newest tick.
  private(set) var equity: FixedPoint
  /// Whether there are several tracks.
  let isShared: Bool

  init(_ settings: PipelineSettings, calendar: TradingCalendar, at start: Timestamp, isShared: Bool) {
    self.isShared = isShared
    let balance = settings.venue.balance ?? .zero
    account = Account(balance: balance)
    risk = RiskRules(settings.risk, balance: balance.doubleValue)
    day = TradingDay(calendar, at: start)
    equity = balance
  }

  /// Looks at the account at a tick, its positions marked.
  @inline(__always)
  mutating func observe(_ gridClose: Timestamp) {
    equity = account.equity
    day.note(gridClose)
    risk.observe(equity)
  }

  mutating func turnDay(at gridClose: Timestamp) {
    let days = day.turn(at: gridClose)
    risk.beginDay(equity: account.equity.doubleValue, daysLater: days)
  }
}
