package import Market

/// The Sharpe ratio of the last days, day after day: ``EquityCurve/sharpeRatio(daysPerYear:)`` of each window of daily
/// returns.
///
/// W. F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21 (1994). Neighbouring windows share all days but
/// one: the line is smooth by construction, and its swings are no separate evidence. Over so few days a ratio is known
/// badly: its standard error is near the root of `daysPerYear / window` where the ratio is near zero (A. W. Lo, "The
/// Statistics of Sharpe Ratios", Financial Analysts Journal 58, 2002).
package struct RollingSharpeRatio: Hashable, Sendable {
  package let window: Int
  /// The last day of each window.
  package let times: [Timestamp]
  /// Nil where the returns of the window do not vary.
  package let values: [Double?]

  /// Nil where the curve has fewer days than `window`, and where it has no daily returns.
  package init?(of curve: EquityCurve, window: Int, daysPerYear: Double) {
    precondition(window > 1, "a single day does not vary")
    guard let returns = curve.dailyReturns, returns.count >= window else { return nil }
    self.window = window
    times = curve.points.dropFirst(window).map(\.time)
    // Each window anew: sums that are carried along drift, and a ratio must be the one that the metric would give.
    values = (0...returns.count - window).map {
      Array(returns[$0..<$0 + window]).sharpeRatio(daysPerYear: daysPerYear)
    }
  }
}
