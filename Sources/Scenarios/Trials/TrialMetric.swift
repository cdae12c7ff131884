/// A figure by which the points of a sweep are ranked; its name is that of the column in `trials.csv`.
package enum TrialMetric: String, CaseIterable, Sendable {
  case sharpe
  case sortino
  case calmar
  case totalReturn = "total_return"
  case annualReturn = "annual_return"
  case annualVolatility = "annual_volatility"
  case maximumDrawdown = "max_drawdown"
  case exposure
  case hitRate = "hit_rate"
  case profitFactor = "profit_factor"
  case averageTrade = "average_trade"
  case turnover
  case fees
  case finalEquity = "final_equity"
  case trades
  case fills

  /// Whether less of it is better; of everything else more is.
  package var prefersLess: Bool {
    switch self {
    case .annualVolatility, .maximumDrawdown, .turnover, .fees: true
    default: false
    }
  }
}
