import Market

/// Keeps what slippage models look at, where they do: the day's volatility and an average day's volume, each over the
/// last 60 trading days, as they stood when the day began.
struct Liquidity: Sendable {
  private let readsVolatility: Bool
  let countsVolume: Bool
  private(set) var conditions = MarketConditions()
  private var today = 0.0
  /// Base units, oldest first.
  private var volumes: [Double] = []

  init(_ model: SlippageModel) {
    readsVolatility = model.readsVolatility
    countsVolume = model.readsDailyVolume
  }

  mutating func note(_ volume: Double) { today += volume }

  mutating func turnDay(_ returns: DailyReturns) {
    if readsVolatility {
      // Mean daily returns are far below their spread: the root of the mean square is the usual estimate.
      let squares = returns.days.reduce(0) { $0 + $1.value * $1.value }
      conditions.dailyVolatility = returns.days.isEmpty ? 0 : (squares / Double(returns.days.count)).squareRoot()
    }
    guard countsVolume else { return }
    volumes.append(today)
    if volumes.count > DailyReturns.window { volumes.removeFirst() }
    today = 0
    conditions.averageDailyVolume = volumes.reduce(0, +) / Double(volumes.count)
  }
}
