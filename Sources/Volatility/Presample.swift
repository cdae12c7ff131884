/// What a variance recursion takes for the squared residual and the variance before its first return.
package enum Presample: String, CaseIterable, Sendable {
  /// The mean of the squared residuals of the sample, a function of the mean parameter that is differentiated too:
  /// Fiorentini, Calzolari and Panattoni (1996), Journal of Applied Econometrics 11, 399-417.
  case fcp
  /// The mean of the first 75 squared demeaned returns, weighted 0.94ⁱ, fixed during estimation: what the Python
  /// package `arch` does.
  case backcast

  /// The fixed presample variance of `backcast`, in a fixed order of plain operations.
  ///
  /// Returns are demeaned by the sample mean, or by nothing for a zero mean. `returns` must not be empty.
  package static func backcastVariance(_ returns: Span<Double>, mean model: MeanModel) -> Double {
    let mean = model == .constant ? returns.mean : 0
    var weight = 1.0
    var weights = 0.0
    var sum = 0.0
    for index in 0..<min(75, returns.count) {
      let residual = returns[index] - mean
      sum += weight * (residual * residual)
      weights += weight
      weight *= 0.94
    }
    return sum / weights
  }

  /// The mean squared residual around `mu`, in a fixed order of plain operations. `returns` must not be empty.
  package static func meanSquaredResidual(_ returns: Span<Double>, around mu: Double) -> Double {
    var sum = 0.0
    for index in returns.indices {
      let residual = returns[index] - mu
      sum += residual * residual
    }
    return sum / Double(returns.count)
  }
}

extension Span where Element == Double {
  /// The arithmetic mean, added up from first to last.
  package var mean: Double {
    var sum = 0.0
    for index in indices { sum += self[index] }
    return sum / Double(count)
  }
}
