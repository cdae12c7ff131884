/// How much each model's loss exceeds each other's.
struct ModelPairs {
  let losses: ResampledMeans
  /// Of model x models + other: root of the mean of squared resampled differences; zero where they do not vary.
  private let errors: [Double]

  init(_ losses: ResampledMeans) {
    let models = losses.models
    var squares = [Double](repeating: 0, count: models * models)
    for row in stride(from: 0, to: losses.deviations.count, by: models) {
      for model in 0..<models {
        for other in 0..<model {
          let difference = losses.deviations[row + model] - losses.deviations[row + other]
          squares[model * models + other] += difference * difference
        }
      }
    }
    for model in 0..<models {
      for other in 0..<model {
        let error = (squares[model * models + other] / Double(losses.resamples)).squareRoot()
        let rounding = 1e-12 * max(losses.means[model].magnitude, losses.means[other].magnitude)
        squares[model * models + other] = error > rounding ? error : 0
        squares[other * models + model] = squares[model * models + other]
      }
    }
    self.losses = losses
    errors = squares
  }

  /// The first of the worst models, and the p-value of all being equal.
  func test(_ open: [Int]) -> (worst: Int, pValue: Double) {
    var (worst, greatest) = (open[0], -Double.infinity)
    for model in open {
      for other in open where other != model {
        let value = tStatistic(losses.means[model] - losses.means[other], errors[model * losses.models + other])
        if value > greatest { (worst, greatest) = (model, value) }
      }
    }
    var exceeding = 0
    for row in stride(from: 0, to: losses.deviations.count, by: losses.models) {
      if simulated(open, row) >= greatest { exceeding += 1 }
    }
    return (worst, Double(exceeding) / Double(losses.resamples))
  }

  private func simulated(_ open: [Int], _ row: Int) -> Double {
    var greatest = 0.0
    for (place, model) in open.enumerated() {
      for other in open[..<place] {
        let error = errors[model * losses.models + other]
        guard error > 0 else { continue }
        greatest = max(greatest, (losses.deviations[row + model] - losses.deviations[row + other]).magnitude / error)
      }
    }
    return greatest
  }
}

/// A t statistic: zero where two models never differ, infinite where they always differ by the same.
func tStatistic(_ difference: Double, _ error: Double) -> Double {
  if error > 0 { return difference / error }
  return difference == 0 ? 0 : difference * .infinity
}
