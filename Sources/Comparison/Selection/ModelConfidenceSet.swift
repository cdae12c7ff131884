/// The models among which the best one is with a given confidence: the data do not tell them apart.
///
/// P. R. Hansen, A. Lunde and J. M. Nason, "The Model Confidence Set", Econometrica 79 (2011): while models
/// differ, the worst is taken out. A model's p-value is the greatest of the tests up to the one that took it out, so
/// that the set of confidence 1 - a holds the models with p-values above a; the last model's is 1.
package struct ModelConfidenceSet: Hashable, Sendable {
  package enum Statistic: CaseIterable, Sendable {
    /// The greatest t statistic between two models, T_R.
    case range
    /// The greatest t statistic between a model and the mean of all, T_max.
    case maximum
  }

  /// Of each model, in the order of the matrix.
  package let pValues: [Double]
  /// Models in the order in which they were taken out, the worst first; the last is the best.
  package let order: [Int]

  /// `losses` are smaller for better models: returns with the other sign. Models that never differ are equal; of
  /// models equally bad, the first is taken out. A difference that is the same every day is certain.
  package init(of losses: ResampledMeans, statistic: Statistic = .range) {
    var pValues = [Double](repeating: 1, count: losses.models)
    var open = Array(0..<losses.models)
    var order: [Int] = []
    var highest = 0.0
    let pairs = statistic == .range ? ModelPairs(losses) : nil
    while open.count > 1 {
      let (worst, pValue) = pairs?.test(open) ?? losses.testAgainstMean(open)
      highest = max(highest, pValue)
      pValues[worst] = highest
      order.append(worst)
      open.removeAll { $0 == worst }
    }
    self.pValues = pValues
    self.order = order + open
  }

  /// Models that are not worse than the best at this significance, in rising order.
  package func models(significance: Double) -> [Int] { pValues.indices.filter { pValues[$0] > significance } }
}

extension ResampledMeans {
  /// The first of the models worst against the mean of `open`, and the p-value of all being equal.
  fileprivate func testAgainstMean(_ open: [Int]) -> (worst: Int, pValue: Double) {
    let size = Double(open.count)
    var excesses = [Double](repeating: 0, count: resamples * open.count)
    var squares = [Double](repeating: 0, count: open.count)
    for resample in 0..<resamples {
      let row = resample * models
      let common = open.reduce(0) { $0 + deviations[row + $1] } / size
      for (place, model) in open.enumerated() {
        let excess = deviations[row + model] - common
        excesses[resample * open.count + place] = excess
        squares[place] += excess * excess
      }
    }
    let common = open.reduce(0) { $0 + means[$1] } / size
    let rounding = 1e-12 * open.reduce(0) { max($0, means[$1].magnitude) }
    let errors = squares.map { square in
      let error = (square / Double(resamples)).squareRoot()
      return error > rounding ? error : 0
    }
    let values = open.indices.map { place in
      let excess = means[open[place]] - common
      return tStatistic(excess.magnitude > rounding ? excess : 0, errors[place])
    }
    let worst = values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
    let exceeding = (0..<resamples).count { resample in
      let greatest = open.indices.reduce(-Double.infinity) { greatest, place in
        max(greatest, errors[place] > 0 ? excesses[resample * open.count + place] / errors[place] : 0)
      }
      return greatest >= values[worst]
    }
    return (open[worst], Double(exceeding) / Double(resamples))
  }
}
