/// The step that a quadratic model of the log-likelihood asks for, within linear constraints.
///
/// It maximises g·d − ½ dᵀBd subject to aᵢ·d ≤ rᵢ, where rᵢ is the slack of constraint i. The problem is strictly
/// concave, so one working set of binding constraints satisfies the optimality conditions; with the few constraints
/// of a volatility model all sets are tried, smallest first. For a set W the multipliers solve
/// (A_W B⁻¹ A_Wᵀ) λ = A_W B⁻¹ g − r_W and the step is d = B⁻¹ (g − A_Wᵀ λ): Nocedal and Wright, Numerical
/// Optimization, 2nd ed., section 16.2 (Schur-complement method).
package struct ConstrainedStep: Sendable {
  package var direction: [Double]
  /// Indices of the constraints that hold with equality after the full step.
  package var binding: [Int]
  /// g·d: twice the gain that the model promises; its root is the distance to the maximum in standard errors.
  package var decrement: Double

  /// Nil unless `curvature` (B) is positive definite.
  package init?(
    gradient: [Double], curvature: SymmetricMatrix, constraints: [LinearConstraint], at point: [Double]
  ) {
    guard let solutions = curvature.solutions([gradient] + constraints.map(\.coefficients)) else { return nil }
    let slacks = constraints.map { max(0, $0.slack(at: point)) }
    (direction, binding) = Self.solution(
      free: solutions[0], responses: Array(solutions.dropFirst()), constraints: constraints, slacks: slacks)
    decrement = 0
    for index in gradient.indices { decrement += gradient[index] * direction[index] }
    guard decrement.isFinite else { return nil }
  }

  /// The step and its working set, from the unconstrained step B⁻¹g and each constraint's response B⁻¹aᵢ.
  private static func solution(
    free: [Double], responses: [[Double]], constraints: [LinearConstraint], slacks: [Double]
  ) -> (direction: [Double], binding: [Int]) {
    let excess = constraints.indices.map { constraints[$0].product(with: free) - slacks[$0] }
    if excess.allSatisfy({ $0 <= tolerance }) { return (free, []) }

    var schur = SymmetricMatrix(order: constraints.count)
    for row in constraints.indices {
      for column in 0...row { schur[row, column] = constraints[row].product(with: responses[column]) }
    }
    for set in subsets(of: constraints.count) {
      guard let multipliers = schur.submatrix(set).solutions([set.map { excess[$0] }])?.first,
        multipliers.allSatisfy({ $0 >= 0 })
      else { continue }
      var candidate = free
      for (multiplier, index) in zip(multipliers, set) {
        for row in candidate.indices { candidate[row] -= multiplier * responses[index][row] }
      }
      let isFeasible = constraints.indices.allSatisfy {
        set.contains($0) || constraints[$0].product(with: candidate) <= slacks[$0] + tolerance
      }
      if isFeasible { return (candidate, set) }
    }

    // Rounding hid the working set: go straight as far as the constraints allow.
    var share = 1.0
    for index in constraints.indices where excess[index] > 0 {
      share = min(share, slacks[index] / (excess[index] + slacks[index]))
    }
    return (free.map { $0 * share }, [])
  }

  /// Parameters are of order one after standardising the returns, so that this is a few thousand roundings.
  private static let tolerance = 1e-13

  /// The subsets of `0 ..< count` that are not empty, smallest first.
  private static func subsets(of count: Int) -> [[Int]] {
    let sets = (1..<1 << count).map { mask in (0..<count).filter { mask >> $0 & 1 == 1 } }
    return (1...count).flatMap { size in sets.filter { $0.count == size } }
  }
}
