import Testing
import Volatility

@Suite struct NewtonMaximizerTests {
  /// −½ (x − a)ᵀ(x − a) − c Σ (x − a)⁴ within constraints: concave, its maximum the projection of `a`.
  struct Bowl: LogLikelihood {
    var centre: [Double]
    var quartic = 0.0
    var constraints: [LinearConstraint] = []

    var parameterCount: Int { centre.count }
    func value(at point: [Double]) -> Double {
      zip(point, centre).reduce(0) { sum, pair in
        let d = pair.0 - pair.1
        return sum - d * d / 2 - quartic * d * d * d * d
      }
    }
    func derivatives(at point: [Double]) -> LikelihoodDerivatives {
      var hessian = SymmetricMatrix(order: point.count)
      var gradient: [Double] = []
      for (index, pair) in zip(point, centre).enumerated() {
        let d = pair.0 - pair.1
        gradient.append(-d - 4 * quartic * d * d * d)
        hessian[index, index] = -1 - 12 * quartic * d * d
      }
      return LikelihoodDerivatives(value: value(at: point), gradient: gradient, hessian: hessian)
    }
    func scoreOuterProduct(at point: [Double]) -> SymmetricMatrix {
      var identity = SymmetricMatrix(order: point.count)
      for index in point.indices { identity[index, index] = 1 }
      return identity
    }
  }

  /// 1 / (1 + x²): concave near 0 only, so that a climb from elsewhere needs the steps of BHHH.
  struct Bell: LogLikelihood {
    var parameterCount: Int { 1 }
    var constraints: [LinearConstraint] { [] }
    func value(at point: [Double]) -> Double { 1 / (1 + point[0] * point[0]) }
    func derivatives(at point: [Double]) -> LikelihoodDerivatives {
      let x = point[0]
      let q = 1 + x * x
      return LikelihoodDerivatives(
        value: value(at: point), gradient: [-2 * x / (q * q)],
        hessian: SymmetricMatrix(order: 1, elements: [(6 * x * x - 2) / (q * q * q)]))
    }
    func scoreOuterProduct(at point: [Double]) -> SymmetricMatrix {
      let slope = derivatives(at: point).gradient[0]
      return SymmetricMatrix(order: 1, elements: [slope * slope])
    }
  }

  @Test func `a maximum inside is found to the last digits`() {
    let result = NewtonMaximizer().maximize(Bowl(centre: [1, -2, 0.5], quartic: 0.3), from: [5, 5, 5])
    #expect(result.outcome == .converged)
    #expect(result.binding == [])
    for (found, expected) in zip(result.point, [1, -2, 0.5]) { #expect(abs(found - expected) < 1e-12) }
  }

  @Test func `a maximum beyond the bounds is found on them`() {
    // The nearest point to (3, −1) with y ≥ 0 and x + y ≤ 2 is (2, 0): both bounds bind.
    let corner = NewtonMaximizer().maximize(
      Bowl(centre: [3, -1], constraints: [.init([0, -1], atMost: 0), .init([1, 1], atMost: 2)]), from: [0.5, 0.5])
    #expect(corner.outcome.isConverged)
    #expect(corner.binding == [0, 1])
    #expect(abs(corner.point[0] - 2) < 1e-12 && corner.point[1] == 0)
    // The nearest point to (2, 2) with x + y ≤ 2 is (1, 1).
    let edge = NewtonMaximizer().maximize(
      Bowl(centre: [2, 2], quartic: 0.1, constraints: [.init([0, -1], atMost: 0), .init([1, 1], atMost: 2)]),
      from: [0.1, 0.2])
    #expect(edge.outcome.isConverged)
    #expect(edge.binding == [1])
    #expect(abs(edge.point[0] - 1) < 1e-9 && abs(edge.point[1] - 1) < 1e-9)
  }

  @Test func `a bound held at the start is left where the maximum lies inside`() {
    let result = NewtonMaximizer().maximize(
      Bowl(centre: [1, 1], constraints: [.init([-1, 0], atMost: 0), .init([0, -1], atMost: 0)]), from: [0, 0])
    #expect(result.outcome == .converged)
    #expect(result.binding == [])
    #expect(abs(result.point[0] - 1) < 1e-12)
  }

  @Test func `where the Hessian is of no use the scores lead on`() {
    let result = NewtonMaximizer().maximize(Bell(), from: [3])
    #expect(result.outcome.isConverged)
    #expect(abs(result.point[0]) < 1e-9)
  }

  @Test func `a limit of steps is owned up to`() {
    var maximizer = NewtonMaximizer()
    maximizer.maximumIterations = 1
    #expect(maximizer.maximize(Bowl(centre: [1], quartic: 1), from: [5]).outcome == .iterationLimit)
  }
}
