/// Models against a benchmark, each difference in units of its standard error or, not studentised, of 1 / root n.
struct ModelContest {
  let differences: ResampledMeans
  /// Those whose difference varies from day to day.
  let models: [Int]
  private let scales: [Double]

  /// Nil where a model is better by the same every day.
  init?(_ differences: ResampledMeans, studentized: Bool) {
    let varies = differences.variances.map { $0 > 0 }
    guard zip(differences.means, varies).allSatisfy({ $1 || $0 <= 0 }) else { return nil }
    self.differences = differences
    models = varies.indices.filter { varies[$0] }
    let length = Double(differences.days)
    scales = differences.variances.map { variance in
      guard variance > 0 else { return 0 }
      return (studentized ? length / variance : length).squareRoot()
    }
  }

  func statistic(of model: Int) -> Double { scales[model] * differences.means[model] }

  func maxima(over models: [Int], _ recentring: Recentring) -> [Double] {
    let shifts = recentring.shifts(of: differences)
    return differences.maxima(over: models) { deviation, model in scales[model] * (deviation + shifts[model]) }
  }
}
