internal import Glibc

/// Returns that can be fitted, divided by a power of two that brings their standard deviation into [1, 2).
///
/// The power of two makes estimation blind to units (percent, shares, basis points) without rounding anything.
struct StandardizedReturns: Sendable {
  let values: [Double]
  /// A return in the caller's unit is `scale` times its value here.
  let scale: Double
  /// Sample mean of ``values``; zero where the model has a zero mean.
  let mean: Double
  /// Mean squared deviation of ``values`` from ``mean``.
  let variance: Double

  /// ln(scale): what a log-density gains by standardising.
  var logScale: Double { log(scale) }

  /// Fewer returns say nothing about four parameters.
  static let minimumCount = 30

  init(_ returns: Span<Double>, mean model: MeanModel) throws(VolatilityFitError) {
    guard returns.count >= Self.minimumCount else {
      throw .tooFewReturns(count: returns.count, minimum: Self.minimumCount)
    }
    var largest = 0.0
    var isConstant = true
    for index in returns.indices {
      let value = returns[index]
      guard value.isFinite else { throw .notFinite(index: index, value: value) }
      guard value.magnitude <= 1e100 else { throw .outOfRange(index: index, value: value) }
      largest = max(largest, value.magnitude)
      isConstant = isConstant && value == returns[0]
    }
    if isConstant { throw .constantReturns(value: returns[0], count: returns.count) }
    guard largest >= 1e-100 else { throw .allTooSmall(largest: largest) }

    let roughScale = Double(sign: .plus, exponent: largest.exponent, significand: 1)
    var values = [Double](repeating: 0, count: returns.count)
    for index in returns.indices { values[index] = returns[index] / roughScale }
    var mean = model == .constant ? values.span.mean : 0
    var variance = Presample.meanSquaredResidual(values.span, around: mean)
    // Below this the returns differ by rounding only.
    guard variance > 1e-26 else { throw .constantReturns(value: returns[0], count: returns.count) }

    let rest = Double(sign: .plus, exponent: variance.squareRoot().exponent, significand: 1)
    for index in values.indices { values[index] /= rest }
    mean /= rest
    variance /= rest * rest
    self.values = values
    self.scale = roughScale * rest
    self.mean = mean
    self.variance = variance
  }
}

/// Why returns cannot be fitted.
package enum VolatilityFitError: Error, Equatable, CustomStringConvertible {
  case tooFewReturns(count: Int, minimum: Int)
  case notFinite(index: Int, value: Double)
  case outOfRange(index: Int, value: Double)
  case allTooSmall(largest: Double)
  case constantReturns(value: Double, count: Int)

  package var description: String {
    switch self {
    case .tooFewReturns(let count, let minimum):
      "There are \(count) returns; a volatility fit needs at least \(minimum). Give it a longer series or window."
    case .notFinite(let index, let value):
      "Return \(index) (counted from 0) is \(value). Remove it, or repair the prices it comes from."
    case .outOfRange(let index, let value):
      "Return \(index) (counted from 0) is \(value), beyond ±1e100. Check the prices it comes from."
    case .allTooSmall(let largest):
      "No return is larger than \(largest), below 1e-100. Give the returns in percent."
    case .constantReturns(let value, let count):
      "All \(count) returns are \(value) up to rounding: there is no volatility to fit. Check for a feed that repeats."
    }
  }
}
