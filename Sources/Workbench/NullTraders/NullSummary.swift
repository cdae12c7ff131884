import Comparison

/// One variant on one account beside null traders, in `summary.json`. Shares are shares, fees basis points.
package struct NullSummary: Encodable, Equatable, Sendable {
  package var variant: String
  package var instrument: String
  package var totalReturn: Double
  package var orders: Int
  /// Of the returns of its decisions in other orders.
  package var shuffledMedian: Double?
  package var p: Double
  package var exposureMatchedReturn: Double
  package var breakEvenFee: Double?
  package var paidFee: Double?

  static func all(_ evidence: NullEvidence, _ run: ScenarioRun) -> [NullSummary] {
    evidence.accounts.map { account in
      NullSummary(
        variant: run.variantNames[account.variant], instrument: run.name(of: run.books[account.panel]),
        totalReturn: account.own.totalReturn, orders: account.shuffled.count,
        shuffledMedian: account.shuffled.isEmpty ? nil : account.quantile(0.5), p: account.pValue,
        exposureMatchedReturn: account.exposureMatched.totalReturn, breakEvenFee: account.breakEvenFee,
        paidFee: account.paidFee)
    }
  }
}
