import Foundation
import Testing
import Volatility

/// The fixtures of this folder; `Fixtures/README.md` names their sources.
enum Fixture {
  /// Percent returns, oldest first.
  static let dem2gbp = returns("dem2gbp")
  static let sp500 = returns("sp500_returns")
  static let sim1000 = returns("sim1000")

  static func returns(named series: String) -> [Double] {
    switch series {
    case "dem2gbp": dem2gbp
    case "sp500": sp500
    default: sim1000
    }
  }

  /// A fit computed in extended precision by `Fixtures/garch11_exact.py`.
  struct ExactFit: Decodable, Sendable, CustomTestStringConvertible {
    let series: String
    let mean: String
    let presample: String
    let params: [String: Double]
    let loglik: Double
    let firstVariance: Double
    let seHessian: [String: Double]
    let seOpg: [String: Double]
    let seSandwich: [String: Double]

    var testDescription: String { "\(series) \(mean) \(presample)" }
  }

  static let exactFits: [ExactFit] = {
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode([ExactFit].self, from: Data(contentsOf: url("garch11_exact", "json")))
    } catch {
      fatalError("garch11_exact.json cannot be read: \(error)")
    }
  }()

  private static func returns(_ name: String) -> [Double] {
    do {
      let text = try String(contentsOf: url(name, "csv"), encoding: .utf8)
      return text.split(separator: "\n").dropFirst().compactMap { line in
        line.split(separator: ",").last.flatMap { Double($0) }
      }
    } catch {
      fatalError("\(name).csv cannot be read: \(error)")
    }
  }

  private static func url(_ name: String, _ type: String) throws -> URL {
    guard let url = Bundle.module.url(forResource: name, withExtension: type, subdirectory: "Fixtures") else {
      throw CocoaError(.fileNoSuchFile)
    }
    return url
  }
}

/// Digits on which two numbers agree: −log₁₀ |a − b| / |b| (the "LRE" of McCullough 1998), at most 17.
func agreeingDigits(_ value: Double, _ reference: Double) -> Double {
  if value == reference { return 17 }
  return -log10(abs(value - reference) / abs(reference))
}

/// A small seeded generator of normal deviates (SplitMix64 and Box-Muller).
struct NormalGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  private mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (Double((z ^ (z >> 31)) >> 11) + 0.5) / 9_007_199_254_740_992
  }

  /// A simulated GARCH(1,1) with the mean 0.03.
  static func garch(_ count: Int, omega: Double, alpha: Double, beta: Double, seed: UInt64) -> [Double] {
    var generator = NormalGenerator(seed: seed)
    var variance = omega / max(1 - alpha - beta, 0.01)
    return (0..<count).map { _ in
      let residual = variance.squareRoot() * generator.next()
      variance = omega + alpha * residual * residual + beta * variance
      return 0.03 + residual
    }
  }
}
