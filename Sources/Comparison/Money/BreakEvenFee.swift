package import Market

/// The fee at which trading would have brought nothing.
package enum BreakEvenFee {
  /// In basis points of traded value: 10 is a tenth of a per cent of each purchase and of each sale. `1e4 x gross profit /
  /// traded value`, the trades being what they were at another fee too. Negative where the trades lost before fees: only
  /// a rebate could have saved them.
  ///
  /// - `grossProfits`: of each closed trade before fees, spread and slippage already in its prices, in quote currency.
  /// - `tradedValue`: the sum of |quantity| x price over all fills of those trades, in quote currency.
  ///
  /// Nil when nothing was traded.
  package static func basisPoints(grossProfits: [FixedPoint], tradedValue: Double) -> Double? {
    guard !grossProfits.isEmpty, tradedValue > 0, tradedValue.isFinite else { return nil }
    let units = grossProfits.reduce(Int128(0)) { $0 + Int128($1.units) }
    return (Double(units) / 1e8 / tradedValue * 1e4).finite
  }
}
