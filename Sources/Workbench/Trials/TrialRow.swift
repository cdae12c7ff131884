import Scenarios

/// A point, on the whole tape or in the training of a fold, and what came of it.
struct TrialRow: Equatable, Sendable {
  var point: Sweep.Point
  var fold: Int?
  var outcome: Outcome

  enum Outcome: Equatable, Sendable {
    case played(TrialResult)
    case failed(String)
  }

  var result: TrialResult? {
    if case .played(let result) = outcome { result } else { nil }
  }

  var figures: RunSummary.Figures? { result?.figures }

  var error: String? {
    if case .failed(let error) = outcome { error } else { nil }
  }
}

extension [TrialRow] {
  /// Best first; then those without the figure, then those that failed; equals in the order of their points.
  func ranked(by metric: TrialMetric) -> [TrialRow] {
    func key(_ row: TrialRow) -> (group: Int, loss: Double, point: Int) {
      guard let figures = row.figures else { return (2, 0, row.point.number) }
      guard let value = metric.value(of: figures) else { return (1, 0, row.point.number) }
      return (0, metric.prefersLess ? value : -value, row.point.number)
    }
    return map { (key($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension TrialMetric {
  func value(of figures: RunSummary.Figures) -> Double? {
    switch self {
    case .sharpe: figures.sharpe
    case .sortino: figures.sortino
    case .calmar: figures.calmar
    case .totalReturn: figures.totalReturn
    case .annualReturn: figures.annualReturn
    case .annualVolatility: figures.annualVolatility
    case .maximumDrawdown: figures.maxDrawdown
    case .exposure: figures.exposure
    case .hitRate: figures.hitRate
    case .profitFactor: figures.profitFactor
    case .averageTrade: figures.averageTrade
    case .turnover: figures.turnover
    case .fees: figures.fees
    case .finalEquity: figures.finalEquity
    case .trades: figures.trades
    case .fills: figures.fills
    }
  }
}
