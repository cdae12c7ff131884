/// A dense symmetric matrix of a handful of rows: a Hessian, an information matrix, a covariance.
package struct SymmetricMatrix: Equatable, Sendable {
  package let order: Int
  /// All `order × order` elements, both triangles: row-major and column-major at once.
  package private(set) var elements: [Double]

  /// The zero matrix.
  package init(order: Int) {
    self.order = order
    elements = [Double](repeating: 0, count: order * order)
  }

  /// A matrix from all its elements, of which the lower triangle counts.
  package init(order: Int, elements: [Double]) {
    precondition(elements.count == order * order, "a matrix of order \(order) has \(order * order) elements")
    self.order = order
    self.elements = elements
    for row in 0..<order {
      for column in row + 1..<max(order, row + 1) {
        self.elements[row * order + column] = elements[column * order + row]
      }
    }
  }

  /// Setting an element sets its mirror image too.
  package subscript(row: Int, column: Int) -> Double {
    get { elements[row * order + column] }
    set {
      elements[row * order + column] = newValue
      elements[column * order + row] = newValue
    }
  }

  package static prefix func - (matrix: SymmetricMatrix) -> SymmetricMatrix {
    var result = matrix
    for index in result.elements.indices { result.elements[index] = -result.elements[index] }
    return result
  }

  package static func * (matrix: SymmetricMatrix, vector: [Double]) -> [Double] {
    (0..<matrix.order).map { row in
      var sum = 0.0
      for column in 0..<matrix.order { sum += matrix[row, column] * vector[column] }
      return sum
    }
  }

  /// `self × middle × self`: the covariance of an estimate whose scores have the covariance `middle`.
  package func sandwich(_ middle: SymmetricMatrix) -> SymmetricMatrix {
    var result = SymmetricMatrix(order: order)
    for row in 0..<order {
      for column in 0...row {
        var sum = 0.0
        for i in 0..<order {
          for j in 0..<order { sum += self[row, i] * middle[i, j] * self[j, column] }
        }
        result[row, column] = sum
      }
    }
    return result
  }

  /// The same matrix with its diagonal raised by the share `ridge` of itself, and by `ridge` where it is zero.
  package func ridged(by ridge: Double) -> SymmetricMatrix {
    var result = self
    for index in 0..<order { result[index, index] += ridge * max(self[index, index], 1) }
    return result
  }

  /// The matrix plus a multiple of vvᵀ for each vector v, ten times as high as the diagonal where v is not zero.
  package func raised(across vectors: [[Double]]) -> SymmetricMatrix {
    var result = self
    for vector in vectors {
      var height = 1.0
      for index in 0..<order where vector[index] != 0 { height = max(height, 10 * self[index, index].magnitude) }
      for row in 0..<order {
        for column in 0...row { result[row, column] += height * vector[row] * vector[column] }
      }
    }
    return result
  }

  /// The rows and columns named, in that order.
  package func submatrix(_ indices: [Int]) -> SymmetricMatrix {
    var result = SymmetricMatrix(order: indices.count)
    for (row, i) in indices.enumerated() {
      for (column, j) in indices.enumerated() { result.elements[row * indices.count + column] = self[i, j] }
    }
    return result
  }

  /// The diagonal, top to bottom.
  package var diagonal: [Double] { (0..<order).map { self[$0, $0] } }
}
