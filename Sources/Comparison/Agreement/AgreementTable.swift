internal import Market

/// A flip matrix as shares, with how much of an agreement each cell is.
struct AgreementTable {
  struct Cell {
    var reference: Action
    var candidate: Action

    init(_ reference: Action, _ candidate: Action) { (self.reference, self.candidate) = (reference, candidate) }

    /// 0 for equal answers, 1 between HOLD and a side, 2 between the sides.
    var distance: Double { abs(reference.side - candidate.side) }
  }

  private let matrix: FlipMatrix
  private let weights: CohensKappa.Weights
  /// Of each answer of the reference, by raw value: the mean weight it meets among the candidate's answers. And reverse.
  private var referenceMeans = [0.0, 0, 0]
  private var candidateMeans = [0.0, 0, 0]
  /// Weighted agreement seen, and expected of independent variants.
  private(set) var observed = 0.0
  private(set) var expected = 0.0

  /// The matrix must not be empty.
  init(_ matrix: FlipMatrix, weights: CohensKappa.Weights) {
    (self.matrix, self.weights) = (matrix, weights)
    let references = Action.allCases.map { answer in Action.allCases.reduce(0) { $0 + share(Cell(answer, $1)) } }
    let candidates = Action.allCases.map { answer in Action.allCases.reduce(0) { $0 + share(Cell($1, answer)) } }
    observed = sum { cell, share in weight(cell) * share }
    for reference in Action.allCases {
      for candidate in Action.allCases {
        let weight = weight(Cell(reference, candidate))
        let (row, column) = (Int(reference.rawValue), Int(candidate.rawValue))
        referenceMeans[row] += weight * candidates[column]
        candidateMeans[column] += weight * references[row]
        expected += weight * references[row] * candidates[column]
      }
    }
  }

  func weight(_ cell: Cell) -> Double {
    let distance = cell.distance / 2
    return switch weights {
    case .plain: distance == 0 ? 1 : 0
    case .linear: 1 - distance
    case .quadratic: 1 - distance * distance
    }
  }

  /// What a tick of the cell adds to kappa, times `1 - expected` and up to a constant.
  func influence(_ cell: Cell, _ kappa: Double) -> Double {
    let means = referenceMeans[Int(cell.reference.rawValue)] + candidateMeans[Int(cell.candidate.rawValue)]
    return weight(cell) - means * (1 - kappa)
  }

  /// Sums a term over the nine cells; `share` is the cell's share of ticks.
  func sum(_ term: (Cell, Double) -> Double) -> Double {
    var sum = 0.0
    for reference in Action.allCases {
      for candidate in Action.allCases { sum += term(Cell(reference, candidate), share(Cell(reference, candidate))) }
    }
    return sum
  }

  private func share(_ cell: Cell) -> Double {
    Double(matrix[reference: cell.reference, candidate: cell.candidate]) / Double(matrix.total)
  }
}

extension Action {
  /// -1 sells, 0 holds, 1 buys.
  fileprivate var side: Double {
    switch self {
    case .hold: 0
    case .buy: 1
    case .sell: -1
    }
  }
}
