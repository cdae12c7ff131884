package import Market

/// What the closed trades of an account brought.
package struct TradeMetrics: Hashable, Sendable {
  /// Closed trades.
  package let count: Int
  /// Share of trades that ended above zero, fees paid; nil without trades.
  package let hitRate: Double?
  /// What the winning trades won over what the losing ones lost; nil when none lost.
  package let profitFactor: Double?
  /// Mean profit of a trade in quote currency, halves of 1e-8 to even; nil without trades.
  package let averageProfit: FixedPoint?

  /// From the profit of each closed trade, in quote currency, fees paid.
  package init(profits: [FixedPoint]) {
    var won: Int128 = 0
    var lost: Int128 = 0
    for profit in profits {
      if profit > .zero { won += Int128(profit.units) } else { lost -= Int128(profit.units) }
    }
    count = profits.count
    hitRate = profits.isEmpty ? nil : Double(profits.count { $0 > .zero }) / Double(profits.count)
    profitFactor = lost == 0 ? nil : Double(won) / Double(lost)
    averageProfit = profits.isEmpty ? nil : FixedPoint(sum: won - lost, dividedBy: Int128(profits.count))
  }
}

extension FixedPoint {
  /// The nearest amount to `sum` units over `count`, halves to even.
  fileprivate init(sum: Int128, dividedBy count: Int128) {
    var (quotient, remainder) = sum.quotientAndRemainder(dividingBy: count)
    if remainder < 0 {
      quotient -= 1
      remainder += count
    }
    if 2 * remainder > count || (2 * remainder == count && quotient % 2 != 0) { quotient += 1 }
    self.init(units: Int64(quotient))
  }
}
