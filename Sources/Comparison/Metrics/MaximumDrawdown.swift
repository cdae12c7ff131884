package import Market

/// A fall of equity from a peak.
package struct Drawdown: Hashable, Sendable {
  /// The fall as a share of the peak: 0.25 is a quarter lost. Above 1 when the account ended up in debt.
  package var depth: Double
  /// When equity last stood at the peak.
  package var peak: Timestamp
  /// When it stood lowest.
  package var trough: Timestamp
  /// When it first stood at the peak again or above; nil when it never did.
  package var recovery: Timestamp?

  package init(depth: Double, peak: Timestamp, trough: Timestamp, recovery: Timestamp?) {
    (self.depth, self.peak, self.trough, self.recovery) = (depth, peak, trough, recovery)
  }
}

extension EquityCurve {
  /// The largest fall from a peak, as a share of that peak, the starting equity being the first peak; the earliest of
  /// equal ones. Nil when equity never fell.
  package var maximumDrawdown: Drawdown? {
    guard var peak = points.first else { return nil }
    var deepest: (depth: Double, peak: EquityPoint, trough: EquityPoint)?
    for point in points {
      if point.equity >= peak.equity {
        peak = point
      } else if peak.equity > .zero {
        let depth = (peak.equity - point.equity).doubleValue / peak.equity.doubleValue
        if depth > deepest?.depth ?? 0 { deepest = (depth, peak, point) }
      }
    }
    return deepest.map { deepest in
      Drawdown(
        depth: deepest.depth, peak: deepest.peak.time, trough: deepest.trough.time,
        recovery: points.first { $0.time > deepest.trough.time && $0.equity >= deepest.peak.equity }?.time)
    }
  }
}
