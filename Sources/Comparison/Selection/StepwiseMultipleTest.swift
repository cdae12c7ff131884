/// Which of several models beat the benchmark, with a bounded chance that even one of them is named wrongly: StepM.
///
/// J. P. Romano and M. Wolf, "Stepwise Multiple Testing as Formalized Data Snooping", Econometrica 73 (2005):
/// models above the critical value of the greatest statistic are named and taken out, and the rest is tested again,
/// until none is above. Their studentised bootstrap estimates the standard errors anew in each resample; here they are
/// those of the data, as in ``SuperiorPredictiveAbility``.
package struct StepwiseMultipleTest: Hashable, Sendable {
  /// Models that beat the benchmark, in rising order.
  package let superior: [Int]
  /// Of each step, in units of the statistic: a model must exceed it to be named. At least zero.
  package let criticalValues: [Double]

  /// `significance` bounds the chance of any wrong name. With ``Recentring/consistent`` it is the stepwise test of
  /// superior predictive ability of P.-H. Hsu, Y.-C. Hsu and C.-M. Kuan, Journal of Empirical Finance 17 (2010); not
  /// studentised as well, it is what arch 8.0.0 computes as StepM. Nil as ``SuperiorPredictiveAbility``.
  package init?(
    of differences: ResampledMeans, significance: Double = 0.05, studentized: Bool = true,
    recentring: Recentring = .upper
  ) {
    precondition(0 < significance && significance < 1, "a significance is a share")
    guard let contest = ModelContest(differences, studentized: studentized) else { return nil }
    var open = contest.models
    var superior: [Int] = []
    var criticalValues: [Double] = []
    while !open.isEmpty {
      let critical = max(0, contest.maxima(over: open, recentring).sorted().sortedQuantile(1 - significance))
      criticalValues.append(critical)
      let named = open.filter { contest.statistic(of: $0) > critical }
      if named.isEmpty { break }
      superior += named
      open.removeAll(where: named.contains)
    }
    self.superior = superior.sorted()
    self.criticalValues = criticalValues
  }
}
