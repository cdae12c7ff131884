/// `x' M^-1 x` of a covariance matrix M, over the components that are not combinations of others.
struct QuadraticForm {
  /// One component, freed of what the ones before it tell.
  private struct Step {
    var component: Int
    var size: Double
    /// By component; zero for those that came before.
    var shares: [Double]
  }

  private var steps: [Step] = []

  /// Components that count.
  var rank: Int { steps.count }

  /// By Cholesky elimination, the largest pivot first; a pivot below 1e-12 of its first size is none. Nil of rank zero.
  init?(inverseOf matrix: [[Double]]) {
    var matrix = matrix
    let sizes = matrix.indices.map { matrix[$0][$0] }
    var open = Array(matrix.indices)
    while let pivot = open.max(by: { matrix[$0][$0] < matrix[$1][$1] }), matrix[pivot][pivot] > 1e-12 * sizes[pivot] {
      open.removeAll { $0 == pivot }
      var step = Step(component: pivot, size: matrix[pivot][pivot], shares: matrix.map { _ in 0 })
      for row in open {
        step.shares[row] = matrix[row][pivot] / step.size
        for column in open { matrix[row][column] -= step.shares[row] * matrix[pivot][column] }
      }
      steps.append(step)
    }
    guard rank > 0 else { return nil }
  }

  /// Uncorrelated components of variance 1, as many as the rank: their squares add up to the form.
  func whitened(_ vector: [Double]) -> [Double] {
    var vector = vector
    return steps.map { step in
      let value = vector[step.component]
      for row in vector.indices { vector[row] -= step.shares[row] * value }
      return value / step.size.squareRoot()
    }
  }
}
