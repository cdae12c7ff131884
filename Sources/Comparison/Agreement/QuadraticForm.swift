/// `x' M^-1 x` of a covariance matrix M, over the components that are not combinations of others.
struct QuadraticForm {
  let value: Double
  /// Components that counted.
  let rank: Int

  /// By Cholesky elimination, the largest pivot first; a pivot below 1e-12 of its first size is none. Nil of rank zero.
  init?(inverseOf matrix: [[Double]], at vector: [Double]) {
    var (matrix, vector) = (matrix, vector)
    let sizes = matrix.indices.map { matrix[$0][$0] }
    var open = Array(matrix.indices)
    var (value, rank) = (0.0, 0)
    while let pivot = open.max(by: { matrix[$0][$0] < matrix[$1][$1] }), matrix[pivot][pivot] > 1e-12 * sizes[pivot] {
      open.removeAll { $0 == pivot }
      value += vector[pivot] * vector[pivot] / matrix[pivot][pivot]
      rank += 1
      for row in open {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        vector[row] -= factor * vector[pivot]
        for column in open { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
    guard rank > 0 else { return nil }
    (self.value, self.rank) = (value, rank)
  }
}
