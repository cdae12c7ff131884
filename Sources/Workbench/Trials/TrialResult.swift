import Comparison
import Market

/// What one trial came to.
package struct TrialResult: Codable, Equatable, Sendable {
  package var figures: RunSummary.Figures
  /// Nil where the account lost all it had, or where nobody compares trials by their days.
  package var days: TrialDays?

  package init(figures: RunSummary.Figures, days: TrialDays? = nil) {
    self.figures = figures
    self.days = days
  }
}

/// A trial's account from day to day: the mean of all seeds, panel after panel.
package struct TrialDays: Codable, Equatable, Sendable {
  /// Of each panel: trials with equal spans have the same days.
  package var spans: [Span]
  /// Of all panels' days, as shares.
  package var returns: [Double]

  package struct Span: Codable, Equatable, Sendable {
    /// Ends of the first and the last day, milliseconds since 1970.
    package var first: Int64
    package var last: Int64
    package var count: Int

    package init(first: Int64, last: Int64, count: Int) {
      self.first = first
      self.last = last
      self.count = count
    }
  }

  package init(spans: [Span], returns: [Double]) {
    self.spans = spans
    self.returns = returns
  }

  /// Of the panels' curves, one after the other; nil where one has days without a return.
  init?(_ curves: [EquityCurve]) {
    spans = []
    returns = []
    for curve in curves {
      guard let own = curve.dailyReturns else { return nil }
      let ends = curve.points.dropFirst().map(\.time.milliseconds)
      spans.append(Span(first: ends.first ?? 0, last: ends.last ?? 0, count: ends.count))
      returns += own
    }
  }
}
