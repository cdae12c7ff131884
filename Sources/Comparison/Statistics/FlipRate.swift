package import Market

/// What two variants answered to the same question.
package struct PairedAnswer: Hashable, Sendable {
  /// The trading day of the tick, any number that names it: ticks of a day are not independent of each other.
  package var day: Int
  package var reference: Action
  package var candidate: Action

  package init(day: Int, reference: Action, candidate: Action) {
    (self.day, self.reference, self.candidate) = (day, reference, candidate)
  }

  package var isFlip: Bool { reference != candidate }
}

/// How often a variant answers otherwise than the reference, with a 95 % interval that knows about days.
///
/// Wilson's score interval at the *effective* sample size: as many independent ticks as would give the cluster-robust
/// standard error, `rate (1 - rate) / se^2`, times `(z / t)^2` for the degrees of freedom, days - 1. So it stays inside
/// 0 to 1, and has a width at a rate of zero.
/// E. L. Korn and B. I. Graubard, "Confidence Intervals for Proportions with Small Expected Number of Positive Counts
/// Estimated from Survey Data", Survey Methodology 24 (1998), for the effective sample size; N. Dean and M. Pagano,
/// "Evaluating Confidence Interval Methods for Binomial Proportions in Clustered Surveys", Journal of Survey Statistics
/// and Methodology 3 (2015), for Wilson's interval with it.
package struct FlipRate: Hashable, Sendable {
  /// Share of ticks with another answer, 0 to 1.
  package let rate: Double
  package let flips: Int
  package let ticks: Int
  package let days: Int
  /// Cluster-robust by day; nil with a single day.
  package let standardError: Double?
  /// Independent ticks that would say as much; never more than there are ticks. Where no tick or every tick flipped
  /// nothing can be learnt of the clustering, and all ticks count. Nil with a single day.
  package let effectiveTicks: Double?
  /// Nil with a single day, which says nothing about other days.
  package let interval: ConfidenceInterval?

  /// Nil without answers.
  package init?(_ answers: [PairedAnswer]) {
    let ticks = answers.lazy.map { (day: $0.day, value: $0.isFlip ? 1.0 : 0.0) }
    guard let clustered = DayClusteredMean(Array(ticks)) else { return nil }
    rate = clustered.mean
    flips = answers.count(where: \.isFlip)
    self.ticks = clustered.ticks
    days = clustered.days
    standardError = clustered.standardError
    guard let error = clustered.standardError else {
      (effectiveTicks, interval) = (nil, nil)
      return
    }
    let independent = rate * (1 - rate) / (error * error)
    let effective = flips == 0 || flips == clustered.ticks ? Double(clustered.ticks) : independent
    effectiveTicks = min(effective, Double(clustered.ticks))
    let quantile = StudentT.confidenceQuantile(degreesOfFreedom: days - 1)
    let shrinkage = NormalQuantile.confidence / quantile
    interval = .wilson(
      rate: rate, ticks: min(effective, Double(clustered.ticks)) * shrinkage * shrinkage,
      quantile: NormalQuantile.confidence)
  }
}
