extension SymmetricMatrix {
  /// The lower factor `L` of `self = L × Lᵀ`, row-major with zeros above, or nil unless positive definite.
  ///
  /// Plain Swift in a fixed order (Cholesky–Banachiewicz): the same bits on every processor, for what a replay
  /// solves itself. Golub and Van Loan, Matrix Computations, 4th ed., section 4.2.
  package func choleskyFactor() -> [Double]? {
    var factor = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
      for column in 0...row {
        var rest = self[row, column]
        for k in 0..<column { rest -= factor[row * order + k] * factor[column * order + k] }
        if row == column {
          guard rest > 0, rest < .infinity else { return nil }
          factor[row * order + row] = rest.squareRoot()
        } else {
          factor[row * order + column] = rest / factor[column * order + column]
        }
      }
    }
    return factor
  }

  /// The solution of `self × x = rightHandSide` by ``choleskyFactor()``, or nil unless positive definite.
  package func fixedOrderSolution(_ rightHandSide: [Double]) -> [Double]? {
    precondition(rightHandSide.count == order, "the right-hand side has \(order) rows")
    guard let factor = choleskyFactor() else { return nil }
    var x = rightHandSide
    for row in 0..<order {
      for k in 0..<row { x[row] -= factor[row * order + k] * x[k] }
      x[row] /= factor[row * order + row]
    }
    for row in (0..<order).reversed() {
      for k in row + 1..<max(order, row + 1) { x[row] -= factor[k * order + row] * x[k] }
      x[row] /= factor[row * order + row]
    }
    return x
  }
}
