package import Market

/// What an account was worth at one instant.
package struct EquityPoint: Hashable, Sendable {
  package var time: Timestamp
  /// Cash and positions at their mark, in quote currency.
  package var equity: FixedPoint

  package init(time: Timestamp, equity: FixedPoint) {
    (self.time, self.equity) = (time, equity)
  }
}

/// What an account was worth from day to day.
///
/// The first point is the account before its first trade; each further point is the end of one trading day of the
/// instrument's calendar. Days without trading hours have no point.
package struct EquityCurve: Hashable, Sendable {
  package let points: [EquityPoint]
  /// Of each day, the first point left out, as shares: 0.01 is one per cent. Nil when equity ever stood at or below
  /// zero at the start of a day: what comes after has no return.
  package let dailyReturns: [Double]?

  package init(_ points: [EquityPoint]) {
    precondition(
      zip(points, points.dropFirst()).allSatisfy { $0.time < $1.time }, "the days of an equity curve rise strictly")
    self.points = points
    dailyReturns =
      points.dropLast().allSatisfy { $0.equity > .zero }
      ? zip(points, points.dropFirst()).map { $1.equity.doubleValue / $0.equity.doubleValue - 1 } : nil
  }

  /// Days that the curve measures: its points without the first.
  package var dayCount: Int { max(0, points.count - 1) }

  /// What the last point has over the first.
  package var profit: FixedPoint {
    guard let first = points.first, let last = points.last else { return .zero }
    return last.equity - first.equity
  }

  /// Several accounts taken together; one without a point at some time stands where it last stood. All begin alike.
  package static func sum(of curves: [EquityCurve]) -> EquityCurve {
    let times = Set(curves.flatMap { $0.points.map(\.time) }).sorted()
    var next = curves.map { _ in 0 }
    let points = times.map { time in
      var total = FixedPoint.zero
      for (index, curve) in curves.enumerated() {
        while next[index] < curve.points.count, curve.points[next[index]].time <= time { next[index] += 1 }
        total += curve.points[max(0, next[index] - 1)].equity
      }
      return EquityPoint(time: time, equity: total)
    }
    return EquityCurve(points)
  }
}
