package import Market

/// What an equity curve says by itself. Undefined values are nil, never NaN.
package struct ReturnMetrics: Hashable, Sendable {
  /// Days that were measured.
  package let days: Int
  /// Shares, not per cent: 0.1 is ten per cent.
  package let totalReturn: Double?
  package let annualReturn: Double?
  package let annualVolatility: Double?
  package let sharpeRatio: Double?
  package let sortinoRatio: Double?
  package let calmarRatio: Double?
  /// Nil when equity never fell.
  package let maximumDrawdown: Drawdown?

  package init(of curve: EquityCurve, annualised annualisation: Annualisation) {
    days = curve.dayCount
    totalReturn = curve.totalReturn
    maximumDrawdown = curve.maximumDrawdown
    let daysPerYear = annualisation.daysPerYear(of: curve)
    annualReturn = daysPerYear.flatMap(curve.annualReturn)
    annualVolatility = daysPerYear.flatMap(curve.annualVolatility)
    sharpeRatio = daysPerYear.flatMap(curve.sharpeRatio)
    sortinoRatio = daysPerYear.flatMap(curve.sortinoRatio)
    calmarRatio = daysPerYear.flatMap(curve.calmarRatio)
  }
}

/// How one account did, and how holding the instrument would have done beside it.
package struct PerformanceMetrics: Hashable, Sendable {
  package let returns: ReturnMetrics
  package let trades: TradeMetrics
  /// Share of open-market time with a position, 0 to 1; nil where it was not measured.
  package let exposure: Double?
  /// Times a year that the mean equity was traded, buys and sells both counted.
  package let turnover: Double?
  /// All fees paid, in quote currency.
  package let fees: FixedPoint
  /// Nil when there is nothing to hold.
  package let buyAndHold: ReturnMetrics?

  /// - `tradeProfits`: of each closed trade, fees paid, in quote currency.
  /// - `tradedValue`: the sum of |quantity| x price over all fills, in quote currency.
  package init(
    curve: EquityCurve, annualised annualisation: Annualisation, tradeProfits: [FixedPoint], exposure: Double?,
    tradedValue: Double, fees: FixedPoint, buyAndHold: EquityCurve? = nil
  ) {
    returns = ReturnMetrics(of: curve, annualised: annualisation)
    trades = TradeMetrics(profits: tradeProfits)
    self.exposure = exposure
    turnover = annualisation.daysPerYear(of: curve).flatMap {
      curve.turnover(tradedValue: tradedValue, daysPerYear: $0)
    }
    self.fees = fees
    self.buyAndHold = buyAndHold.map { ReturnMetrics(of: $0, annualised: annualisation) }
  }
}
