/// The means of several models on common resamples of their days: what the tests of selection share.
///
/// A resampled mean is a sum over blocks, and the sum of a block is the difference of two prefix sums: the work grows
/// with blocks x models, not with days x models. Sums are of deviations from the mean, so that all days together sum to
/// nothing and a block that wraps around the end needs no care.
package struct ResampledMeans: Sendable {
  package let days: Int
  package let models: Int
  package let resamples: Int
  /// In days.
  package let meanBlockLength: Double
  /// Of each model over all days.
  package let means: [Double]
  /// Of each model: the variance of root n times its resampled mean, see
  /// ``Swift/ArraySlice/bootstrapVariance(meanBlockLength:center:)``. Zero where a model does not vary.
  package let variances: [Double]
  /// Resample after resample, the models of each together: the resampled mean less the mean.
  package let deviations: [Double]

  /// By the stationary bootstrap: the same seed, the same resamples.
  package init(of matrix: DailyMatrix, meanBlockLength: Double, resamples: Int, seed: UInt64) {
    precondition(resamples >= 100, "a test at 5 % needs at least 100 resamples")
    var blocks = StationaryBlocks(days: matrix.days, meanBlockLength: meanBlockLength, seed: seed)
    self.init(of: matrix, meanBlockLength: meanBlockLength, resamples: resamples) { _, use in blocks.resample(use) }
  }

  /// By resamples drawn elsewhere: of each, its days in order, as many as the matrix has.
  package init(of matrix: DailyMatrix, meanBlockLength: Double, drawn: [[Int]]) {
    precondition(drawn.allSatisfy { $0.count == matrix.days }, "a resample has as many days as the series")
    self.init(of: matrix, meanBlockLength: meanBlockLength, resamples: drawn.count) { resample, use in
      for day in drawn[resample] { use(day, day + 1 == matrix.days ? 0 : day + 1) }
    }
  }

  private init(
    of matrix: DailyMatrix, meanBlockLength: Double, resamples: Int,
    blocks: (_ resample: Int, _ use: (_ start: Int, _ end: Int) -> Void) -> Void
  ) {
    let (days, models) = (matrix.days, matrix.models)
    let means = (0..<models).map { matrix.column($0).reduce(0, +) / Double(days) }
    let sums = Self.prefixSums(of: matrix, means)
    var deviations = [Double](repeating: 0, count: resamples * models)
    deviations.withUnsafeMutableBufferPointer { deviations in
      sums.withUnsafeBufferPointer { sums in
        for resample in 0..<resamples {
          let row = resample * models
          blocks(resample) { start, end in
            for model in 0..<models {
              deviations[row + model] += sums[end * models + model] - sums[start * models + model]
            }
          }
          for model in 0..<models { deviations[row + model] /= Double(days) }
        }
      }
    }
    (self.days, self.models, self.resamples, self.meanBlockLength) = (days, models, resamples, meanBlockLength)
    (self.means, self.deviations) = (means, deviations)
    variances = (0..<models).map { model in
      let column = matrix.column(model)
      let variance = column.bootstrapVariance(meanBlockLength: meanBlockLength, center: means[model])
      // What is left of a constant is the rounding of its mean.
      return variance.squareRoot() > 1e-12 * means[model].magnitude ? variance : 0
    }
  }

  /// Day after day, the models of each together: the sum of all deviations before that day.
  private static func prefixSums(of matrix: DailyMatrix, _ means: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: matrix.days * matrix.models)
    for model in 0..<matrix.models {
      var sum = 0.0
      for (day, value) in matrix.column(model).enumerated() {
        sums[day * matrix.models + model] = sum
        sum += value - means[model]
      }
    }
    return sums
  }

  /// Of each resample, the greatest of its models' values, as `value` makes them from deviation and model.
  func maxima(over models: [Int], _ value: (_ deviation: Double, _ model: Int) -> Double) -> [Double] {
    (0..<resamples).map { resample in
      let row = resample * self.models
      return models.reduce(-Double.infinity) { max($0, value(deviations[row + $1], $1)) }
    }
  }
}
