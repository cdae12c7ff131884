import Market

/// What an account has traded today and on the 29 UTC days before, in its currency.
struct TradedVolume: Equatable, Sendable {
  /// By day since 1970 modulo 30; empty until something is noted.
  private var days: [Double] = []
  private var today = 0

  static let window = 30

  mutating func note(_ notional: Double, at time: Timestamp) {
    if days.isEmpty {
      days = Array(repeating: 0, count: Self.window)
      today = time.daysSince1970
    }
    turn(to: time.daysSince1970)
    days[Self.slot(of: today)] += notional
  }

  /// The sum at that time, what it noted at the same instant included.
  mutating func total(at time: Timestamp) -> Double {
    guard !days.isEmpty else { return 0 }
    turn(to: time.daysSince1970)
    // Oldest first: a fixed order, so that the sum has the same last bit whatever the slot of today.
    return (1...Self.window).reduce(0) { $0 + days[Self.slot(of: today - Self.window + $1)] }
  }

  /// Days never turn back: instruments are played in time order, but for a candle's length.
  private mutating func turn(to day: Int) {
    guard day > today else { return }
    for passed in 1...min(day - today, Self.window) { days[Self.slot(of: today + passed)] = 0 }
    today = day
  }

  private static func slot(of day: Int) -> Int { ((day % window) + window) % window }
}
