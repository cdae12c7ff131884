import Foundation
import Testing
import Volatility

@Suite struct GARCHLikelihoodTests {
  /// Away from any optimum, in standardised units.
  static let points: [[Double]] = [[0.05, 0.1, 0.12, 0.8], [-0.2, 0.4, 0.3, 0.3], [0, 0.08, 0.001, 0.93]]

  @Test(arguments: points, Presample.allCases)
  func `the gradient is the slope of the likelihood`(point: [Double], presample: Presample) throws {
    for mean in MeanModel.allCases {
      let likelihood = try GARCHLikelihood(Fixture.sim1000, model: GARCHModel(mean: mean, presample: presample))
      let point = Array(point.suffix(likelihood.parameterCount))
      let derivatives = likelihood.derivatives(at: point)
      #expect(agreeingDigits(derivatives.value, likelihood.value(at: point)) > 13)
      for index in point.indices {
        let slope = differentiate(at: point, index) { likelihood.value(at: $0) }
        #expect(abs(slope - derivatives.gradient[index]) < 1e-6 * max(1, abs(slope)), "parameter \(index)")
      }
    }
  }

  @Test(arguments: points, Presample.allCases)
  func `the Hessian is the slope of the gradient`(point: [Double], presample: Presample) throws {
    for mean in MeanModel.allCases {
      let likelihood = try GARCHLikelihood(Fixture.sim1000, model: GARCHModel(mean: mean, presample: presample))
      let point = Array(point.suffix(likelihood.parameterCount))
      let hessian = likelihood.derivatives(at: point).hessian
      for row in point.indices {
        for column in point.indices {
          let slope = differentiate(at: point, column) { likelihood.derivatives(at: $0).gradient[row] }
          #expect(abs(slope - hessian[row, column]) < 1e-6 * max(1, abs(slope)), "element \(row), \(column)")
        }
      }
    }
  }

  /// A central difference, improved once by Richardson's extrapolation.
  private func differentiate(at point: [Double], _ index: Int, _ function: ([Double]) -> Double) -> Double {
    func central(_ step: Double) -> Double {
      var (below, above) = (point, point)
      below[index] -= step
      above[index] += step
      return (function(above) - function(below)) / (2 * step)
    }
    return (4 * central(2e-5) - central(4e-5)) / 3
  }
}
