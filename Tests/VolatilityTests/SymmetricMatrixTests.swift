import Testing
import Volatility

/// LAPACK and its plain Swift twin.
@Suite struct SymmetricMatrixTests {
  @Test(arguments: 1...8, [UInt64(1), 2, 3])
  func `LAPACK and the fixed-order Cholesky agree`(order: Int, seed: UInt64) throws {
    let (matrix, rightHandSide) = positiveDefinite(order: order, seed: seed)
    let plain = try #require(matrix.fixedOrderSolution(rightHandSide))
    let lapack = try #require(matrix.solutions([rightHandSide, rightHandSide]))
    let product = matrix * plain
    for index in 0..<order {
      #expect(abs(plain[index] - lapack[0][index]) < 1e-12 * max(1, abs(plain[index])))
      #expect(lapack[0][index] == lapack[1][index])
      #expect(abs(product[index] - rightHandSide[index]) < 1e-11)
    }
  }

  /// Several replays fit at once, and OpenBLAS's serial build is not made for that.
  @Test func `solutions are the same to the last bit, however many are found at once`() async throws {
    let problems = (0..<64).map { positiveDefinite(order: 2 + $0 % 5, seed: UInt64($0)) }
    let alone = problems.map { $0.0.solutions([$0.1]) }
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          (0..<300).reduce(0) { different, _ in
            different + zip(problems, alone).count { problem, alone in problem.0.solutions([problem.1]) != alone }
          }
        }
      }
      for await different in group { #expect(different == 0) }
    }
  }

  @Test(arguments: 1...8)
  func `the inverse by LAPACK undoes the matrix`(order: Int) throws {
    let (matrix, _) = positiveDefinite(order: order, seed: 9)
    let inverse = try #require(matrix.inverse())
    for column in 0..<order {
      let unit = (0..<order).map { $0 == column ? 1.0 : 0 }
      let solution = try #require(matrix.fixedOrderSolution(unit))
      for row in 0..<order {
        #expect(abs(inverse[row, column] - solution[row]) < 1e-12 * max(1, abs(solution[row])))
        #expect(inverse[row, column] == inverse[column, row])
      }
    }
  }

  @Test(arguments: [
    SymmetricMatrix(order: 2, elements: [1, 2, 2, 1]), SymmetricMatrix(order: 2),
    SymmetricMatrix(order: 1, elements: [-1]), SymmetricMatrix(order: 2, elements: [1, .nan, .nan, 1]),
    SymmetricMatrix(order: 1, elements: [.infinity]),
  ])
  func `what is not positive definite has no solution`(matrix: SymmetricMatrix) {
    let rightHandSide = [Double](repeating: 1, count: matrix.order)
    #expect(matrix.solutions([rightHandSide]) == nil)
    #expect(matrix.inverse() == nil)
    #expect(matrix.fixedOrderSolution(rightHandSide) == nil)
  }

  @Test func `the sandwich is the product of three matrices`() {
    let bread = SymmetricMatrix(order: 2, elements: [2, 1, 1, 3])
    let filling = SymmetricMatrix(order: 2, elements: [1, 4, 4, 5])
    // [2 1; 1 3] [1 4; 4 5] [2 1; 1 3] = [25 45; 45 70]
    #expect(bread.sandwich(filling) == SymmetricMatrix(order: 2, elements: [25, 45, 45, 70]))
  }

  /// MᵀM + I for a random M, and a random right-hand side.
  private func positiveDefinite(order: Int, seed: UInt64) -> (SymmetricMatrix, [Double]) {
    var generator = NormalGenerator(seed: seed)
    let factor = (0..<order * order).map { _ in generator.next() }
    var matrix = SymmetricMatrix(order: order)
    for row in 0..<order {
      for column in 0...row {
        matrix[row, column] = (0..<order).reduce(row == column ? 1 : 0) {
          $0 + factor[$1 * order + row] * factor[$1 * order + column]
        }
      }
    }
    return (matrix, (0..<order).map { _ in generator.next() })
  }
}
