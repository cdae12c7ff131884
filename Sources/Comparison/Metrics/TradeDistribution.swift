package import Market
package import Replay

/// What one closed trade brought, without its prices.
package struct ClosedTrade: Hashable, Sendable {
  package var exit: Timestamp
  /// Milliseconds from the first fill to the last.
  package var held: Int64
  /// Profit after all costs as a share of what was put in.
  package var share: Double

  package init(exit: Timestamp, held: Int64, share: Double) {
    (self.exit, self.held, self.share) = (exit, held, share)
  }

  package init(_ trade: Trade) {
    self.init(
      exit: trade.exitTime, held: trade.exitTime.milliseconds - trade.entryTime.milliseconds,
      share: trade.returnOnNotional)
  }
}

/// How the returns of closed trades are spread; shares of what was put in, after all costs. Undefined values are nil.
package struct TradeDistribution: Hashable, Sendable {
  package let count: Int
  /// Share of trades that ended above zero.
  package let hitRate: Double?
  package let mean: Double?
  package let median: Double?
  /// Means of the trades above and below zero.
  package let averageWin: Double?
  package let averageLoss: Double?
  /// Trades below zero that followed one another, in order of exit; the most within any one account.
  package let longestLosingStreak: Int
  /// Milliseconds.
  package let medianHolding: Double?
  /// From the lowest to the highest.
  package let returns: [Double]

  /// The trades of several accounts, each account's in order of exit: the figures are of all of them together.
  package init(_ accounts: [[ClosedTrade]]) {
    let sorted = accounts.joined().map(\.share).sorted()
    let (lost, won) = (sorted.filter { $0 < 0 }, sorted.filter { $0 > 0 })
    count = sorted.count
    hitRate = sorted.isEmpty ? nil : Double(won.count) / Double(sorted.count)
    mean = sorted.mean
    median = sorted.isEmpty ? nil : sorted.sortedQuantile(0.5)
    averageWin = won.mean
    averageLoss = lost.mean
    longestLosingStreak = accounts.map(Self.longestLosingStreak).max() ?? 0
    let held = accounts.joined().map { Double($0.held) }.sorted()
    medianHolding = held.isEmpty ? nil : held.sortedQuantile(0.5)
    returns = sorted
  }

  private static func longestLosingStreak(_ trades: [ClosedTrade]) -> Int {
    var (longest, current) = (0, 0)
    for trade in trades {
      current = trade.share < 0 ? current + 1 : 0
      longest = max(longest, current)
    }
    return longest
  }
}
