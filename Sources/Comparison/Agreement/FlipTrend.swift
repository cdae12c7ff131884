package import Market

/// Whether flips become more or fewer over time.
///
/// The slope of the least-squares line of flips (0 or 1) on time. Against a slope of zero that is the test for trend of
/// W. G. Cochran, "Some Methods for Strengthening the Common Chi-squared Tests", Biometrics 10 (1954), and P. Armitage,
/// "Tests for Linear Trends in Proportions and Frequencies", Biometrics 11 (1955), with each tick's own time as its score,
/// but with a standard error clustered by day: K.-Y. Liang and S. L. Zeger, "Longitudinal Data Analysis Using Generalized
/// Linear Models", Biometrika 73 (1986), times `sqrt(G / (G - 1) x (N - 1) / (N - 2))` for G days and N ticks. A line,
/// unlike a logistic curve, exists also where flips and other ticks lie apart in time.
package struct FlipTrend: Hashable, Sendable {
  /// How much the share of flips grows a year (365.25 days): 0.01 is one in a hundred ticks more.
  package let slopePerYear: Double
  package let standardError: Double
  /// 95 %, of the slope, by Student's t with days - 1 degrees of freedom.
  package let interval: ConfidenceInterval
  /// Two-sided, of no trend.
  package let pValue: Double
  package let ticks: Int
  package let days: Int

  /// From each tick's time and answers. Nil of fewer than ten days or where all ticks are of one instant, and where no
  /// tick or every tick flipped.
  package init?(_ answers: [(time: Timestamp, answer: PairedAnswer)]) {
    let flips = answers.count { $0.answer.isFlip }
    guard let start = answers.first?.time, flips > 0, flips < answers.count else { return nil }
    let years = answers.map { Double($0.time.milliseconds - start.milliseconds) / (365.25 * 86_400_000) }
    let center = years.reduce(0, +) / Double(years.count)
    let rate = Double(flips) / Double(answers.count)
    let moments = zip(years, answers).map { year, answer in
      (time: year - center, flip: (answer.answer.isFlip ? 1 : 0) - rate, day: answer.answer.day)
    }
    let spread = moments.reduce(0) { $0 + $1.time * $1.time }
    guard spread > 0 else { return nil }
    let slope = moments.reduce(0) { $0 + $1.time * $1.flip } / spread

    // Scores have mean zero, so their clustered error is that of their sum, by days.
    let scores = moments.map { (day: $0.day, value: $0.time * ($0.flip - slope * $0.time)) }
    guard let clustered = DayClusteredMean(scores), clustered.days >= 10, let scoreError = clustered.standardError
    else { return nil }
    let count = Double(answers.count)
    let error = scoreError * count / spread * ((count - 1) / (count - 2)).squareRoot()
    guard error > 0 else { return nil }
    slopePerYear = slope
    standardError = error
    let half = StudentT.confidenceQuantile(degreesOfFreedom: clustered.days - 1) * error
    interval = ConfidenceInterval(low: slope - half, high: slope + half)
    let ratio = slope / error
    pValue = FDistribution.survival(ratio * ratio, numerator: 1, denominator: clustered.days - 1)
    ticks = clustered.ticks
    days = clustered.days
  }
}
