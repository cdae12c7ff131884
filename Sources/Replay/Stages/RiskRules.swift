import Market

/// The rules that may stop an opening before it is sized, and the state of the day that they look at.
struct RiskRules: Sendable {
  private let settings: RiskSettings
  /// Equity at which the kill switch trips today; infinite where it cannot.
  private var lossLevel: Double
  private var gainLevel: Double
  private var hasTripped = false
  /// Whether the kill switch asks for positions to be closed.
  private(set) var wantsFlat = false
  private var openingsToday = 0
  private var lastRejection: Timestamp?
  private var peak: EquityPeak
  /// Equity strictly between these, in units of 1e-8, changes nothing here.
  private var quietAbove = Int64.max
  private var quietBelow = Int64.min

  init(_ settings: RiskSettings, balance: Double) {
    self.settings = settings
    (lossLevel, gainLevel) = Self.killSwitchLevels(settings, from: balance)
    peak = EquityPeak(balance, isRolling: settings.drawdownPeak == .rolling30Days)
  }

  /// A new trading day has begun with this equity, so many days after the last one that did.
  mutating func beginDay(equity: Double, daysLater days: Int) {
    (lossLevel, gainLevel) = Self.killSwitchLevels(settings, from: equity)
    (hasTripped, wantsFlat) = (false, false)
    openingsToday = 0
    peak.beginDay(equity: equity, daysLater: days)
    (quietAbove, quietBelow) = (.max, .min)
  }

  /// A day that begins without money, or with none that is known, has nothing to measure a loss against.
  private static func killSwitchLevels(_ settings: RiskSettings, from equity: Double) -> (loss: Double, gain: Double) {
    guard equity > 0 else { return (-.infinity, .infinity) }
    return (
      settings.killSwitchLoss.map { amount(equity * (1 - $0)) } ?? -.infinity,
      settings.killSwitchGain.map { amount(equity * (1 + $0)) } ?? .infinity
    )
  }

  /// To the nearest 1e-8, as the account counts: 2 % of whole cents is a whole number of them, in binary it may not be.
  private static func amount(_ value: Double) -> Double { (value * 1e8).rounded() / 1e8 }

  /// Notes the equity of a tick.
  @inline(__always)
  mutating func observe(_ equity: FixedPoint) {
    if equity.units <= quietAbove || equity.units >= quietBelow { weigh(equity.doubleValue) }
  }

  @inline(never)
  private mutating func weigh(_ equity: Double) {
    peak.observe(equity)
    if equity <= lossLevel || equity >= gainLevel { hasTripped = true }
    wantsFlat = hasTripped && settings.killSwitchFlattens
    // A switch that has tripped stays so until the day turns: only a new high is of interest.
    quietAbove = hasTripped ? .min : Self.units(lossLevel) + 1
    quietBelow = min(Self.units(peak.today) + 1, hasTripped ? .max : Self.units(gainLevel) - 1)
  }

  /// Equity within which ``observe(_:)`` notes the highest and changes nothing else; nil where there is none.
  var quietEquity: Range<Double>? {
    guard !wantsFlat else { return nil }
    guard !hasTripped else { return -.infinity..<(.infinity) }
    let (loss, gain) = (Self.units(lossLevel) + 1, Self.units(gainLevel) - 1)
    return loss < gain ? Double(loss) / 1e8..<Double(gain) / 1e8 : nil
  }

  /// The nearest whole number of 1e-8, for levels that may be infinite.
  private static func units(_ level: Double) -> Int64 { Int64(max(-4e18, min(4e18, level * 1e8)).rounded()) }

  mutating func countOpening() { openingsToday += 1 }

  mutating func noteRejection(at time: Timestamp) { lastRejection = time }

  /// Whether the volatility rule applies to this decision, and so needs a forecast.
  func readsForecast(for decision: Decision) -> Bool {
    settings.maximumDailyVolatility != nil && decision.confidence < settings.volatileConfidence
  }

  /// The rule that an opening breaks, in the contract's order; nil when it breaks none. `forecast` in percent a day;
  /// `correlated`: how many other positions move with it.
  func broken(
    by decision: Decision, equity: Double, at now: Timestamp, forecast: Double?, correlated: @autoclosure () -> Int
  ) -> Stage? {
    if hasTripped { return .killSwitch }
    if let limit = settings.maximumDrawdown, equity < Self.amount(peak.value * (1 - limit)) { return .drawdown }
    if let limit = settings.dailyTrades, openingsToday >= limit { return .dailyTrades }
    if let limit = settings.maximumDailyVolatility, readsForecast(for: decision), let forecast, forecast > limit {
      return .volatileMarket
    }
    if settings.correlationLimit != nil, correlated() >= settings.correlatedPositions { return .correlation }
    if let lastRejection, now.milliseconds - lastRejection.milliseconds < settings.rejectionCooldown {
      return .cooldown
    }
    return nil
  }
}

/// The highest equity of the last 30 days (or ever), to the day: constant work a tick, 30 numbers of memory.
struct EquityPeak: Sendable {
  private(set) var value: Double
  private let isRolling: Bool
  /// The highest equity of each of the 29 days before today.
  private var days: [Double] = []
  private(set) var today: Double

  static let window = 30

  init(_ equity: Double, isRolling: Bool) {
    value = equity
    today = equity
    self.isRolling = isRolling
  }

  mutating func observe(_ equity: Double) {
    if equity > today { today = equity }
    if equity > value { value = equity }
  }

  mutating func beginDay(equity: Double, daysLater: Int) {
    guard isRolling else { return }
    days.append(today)
    // Days that nothing happened on stand at the equity that the next one begins with.
    days.append(contentsOf: repeatElement(equity, count: min(max(0, daysLater - 1), Self.window)))
    days.removeFirst(max(0, days.count - (Self.window - 1)))
    today = equity
    value = max(days.max() ?? equity, equity)
  }
}
