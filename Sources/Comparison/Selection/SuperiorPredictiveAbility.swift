/// Whether the best of several models beats the benchmark by more than the search for it explains, hopeless models not
/// counting against the good ones.
///
/// P. R. Hansen, "A Test for Superior Predictive Ability", Journal of Business and Economic Statistics 23 (2005): the
/// greatest of the models' t statistics, floored at zero, against the greatest of the resampled ones under each
/// ``Recentring``. The standard errors are those of the bootstrap itself, from its exact variance.
package struct SuperiorPredictiveAbility: Hashable, Sendable {
  /// The greatest t statistic (studentised), or root n times the greatest mean; zero where no model did better.
  package let statistic: Double
  /// The model that reached it, the first of equal ones; nil where no model did better.
  package let best: Int?
  /// P-values: shares of resamples with a statistic as great or greater; `lower <= consistent <= upper`. All are 1
  /// where no model did better.
  package let lower: Double
  package let consistent: Double
  package let upper: Double

  /// `differences` are the models less the benchmark, positive where the model is better. A model that always does as
  /// well as the benchmark, or always worse by the same, takes no part. Nil where one is better by the same every day:
  /// that needs no test, and has no standard error.
  ///
  /// Not studentised it is what arch 8.0.0 computes under this name; Hansen's own test is studentised.
  package init?(of differences: ResampledMeans, studentized: Bool = true) {
    guard let contest = ModelContest(differences, studentized: studentized) else { return nil }
    var best: Int?
    var statistic = 0.0
    for model in contest.models where contest.statistic(of: model) > statistic {
      (best, statistic) = (model, contest.statistic(of: model))
    }
    (self.best, self.statistic) = (best, statistic)
    guard best != nil else {
      (lower, consistent, upper) = (1, 1, 1)
      return
    }
    let shares = Recentring.allCases.map { recentring in
      let maxima = contest.maxima(over: contest.models, recentring)
      return Double(maxima.count { $0 >= statistic }) / Double(differences.resamples)
    }
    (lower, consistent, upper) = (shares[0], shares[1], shares[2])
  }
}
