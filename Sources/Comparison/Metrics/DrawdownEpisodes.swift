package import Market

extension EquityCurve {
  /// Every fall from a peak until equity stands there again, the deepest first and the earlier of equal ones first.
  ///
  /// The first of them is the maximum drawdown. A peak is the last time that equity stood at it, the starting equity
  /// being the first; falls do not overlap. No fall is measured from a peak at or below zero.
  package var drawdownEpisodes: [Drawdown] {
    guard var peak = points.first else { return [] }
    var episodes: [Drawdown] = []
    var trough: EquityPoint?
    func close(_ recovery: Timestamp?) {
      guard let trough, peak.equity > .zero else { return }
      let depth = (peak.equity - trough.equity).doubleValue / peak.equity.doubleValue
      episodes.append(Drawdown(depth: depth, peak: peak.time, trough: trough.time, recovery: recovery))
    }
    for point in points {
      if point.equity >= peak.equity {
        close(point.time)
        (peak, trough) = (point, nil)
      } else if trough.map({ point.equity < $0.equity }) ?? true {
        trough = point
      }
    }
    close(nil)
    return episodes.enumerated().sorted { ($1.element.depth, $0.offset) < ($0.element.depth, $1.offset) }.map(\.element)
  }
}

extension Drawdown {
  /// Days of 24 hours from the peak to the recovery, or to `end` where there was none.
  package func daysUnderWater(until end: Timestamp) -> Double {
    Double((recovery ?? end).milliseconds - peak.milliseconds) / Double(Int64.millisecondsPerDay)
  }
}
