import Foundation
import Market
import Yams

/// Where the values of a key are drawn from.
enum DrawnValues {
  enum Law: String, CaseIterable {
    case uniform
    /// Uniform in the logarithm: as many from 1 to 10 as from 10 to 100.
    case logUniform = "log_uniform"
    /// Uniform over the whole numbers, both ends included.
    case integer
  }

  case range(ClosedRange<Double>, Law)
  case list([String])

  init(_ value: Value) throws(ScenarioError) {
    if value.node.sequence != nil {
      let elements = try value.list().map(\.node.flowText)
      guard !elements.isEmpty else { throw value.error("the list is empty. Name at least one value.") }
      self = .list(elements)
      return
    }
    var bounds = 0.0...0.0
    var law = Law.uniform
    try value.section { section throws(ScenarioError) in
      let from = try section.required("from")
      let to = try section.required("to")
      if let value = section.value("draw") { law = try value.choice(Law.self) }
      let (low, high) = (try from.bound(law), try to.bound(law))
      guard low < high else {
        throw to.error("the range ends at \(to.kind), which is not above its start \(from.kind).")
      }
      bounds = low...high
    }
    self = .range(bounds, law)
  }

  func draw(_ generator: inout SeededGenerator) -> String {
    switch self {
    case .list(let elements):
      return elements[generator.index(below: elements.count)]
    case .range(let bounds, .integer):
      let low = Int(bounds.lowerBound)
      return String(low + generator.index(below: Int(bounds.upperBound) - low + 1))
    case .range(let bounds, .uniform):
      return Self.text(bounds.lowerBound + (bounds.upperBound - bounds.lowerBound) * generator.uniform())
    case .range(let bounds, .logUniform):
      let (low, high) = (log(bounds.lowerBound), log(bounds.upperBound))
      return Self.text(exp(low + (high - low) * generator.uniform()))
    }
  }

  /// To six significant digits: short to read, and the same where the last bits of `exp` differ.
  private static func text(_ value: Double) -> String {
    var text = TextBuffer()
    guard value != 0 else { return "0" }
    let decimals = 5 - Int(log10(value.magnitude).rounded(.down))
    let scale = pow(10, Double(decimals.magnitude))
    let rounded =
      decimals >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
    text.append(rounded)
    return text.string
  }
}

extension Value {
  /// An end of a range: a number, or a share.
  fileprivate func bound(_ law: DrawnValues.Law) throws(ScenarioError) -> Double {
    guard let number = Value.share(try text()), number.isFinite, number.magnitude <= 1e12 else {
      throw error("expected a number or a share, found \(kind).")
    }
    switch law {
    case .uniform: break
    case .logUniform:
      guard number > 0 else { throw error("\(kind) has no logarithm. Use a range above 0, or draw: uniform.") }
    case .integer:
      guard number == number.rounded() else { throw error("expected a whole number, found \(kind).") }
    }
    return number
  }
}
