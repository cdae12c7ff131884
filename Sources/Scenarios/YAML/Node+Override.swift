import Yams

extension Node {
  /// Puts `VALUE` at `KEY` of a `KEY=VALUE` from the command line; `risk.drawdown.limit`, `data.0.from`.
  mutating func apply(override: String, file: String) throws(ScenarioError) {
    func fail(_ problem: String) -> ScenarioError {
      ScenarioError(file: "--set", line: 0, column: 0, key: override.shortened, problem: problem)
    }
    guard let equals = override.firstIndex(of: "="), equals != override.startIndex else {
      throw fail("expected KEY=VALUE, such as risk.daily_trades=12.")
    }
    let value: Node?
    do {
      value = try Yams.compose(yaml: String(override[override.index(after: equals)...]))
    } catch {
      throw fail("the value is not valid YAML.")
    }
    guard let value else { throw fail("the value is empty. Write one after the '='.") }
    let keys = override[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !keys.contains("") else { throw fail("a part of the key is empty. Write it as in risk.drawdown.limit.") }
    guard set(keys[...], to: value.withoutMarks) else {
      throw fail(
        "there is no such place in \(file): a part of the key holds one value only, or is no number of its list "
          + "(from 0).")
    }
  }

  /// Makes missing sections on the way; false where the path runs into a scalar or past the end of a list.
  private mutating func set(_ keys: ArraySlice<String>, to value: Node) -> Bool {
    guard let key = keys.first else {
      self = value
      return true
    }
    switch self {
    case .mapping(var mapping):
      var child = mapping[key] ?? .mapping(Node.Mapping([]))
      // A section that is written as nothing, or as off, is made on the way.
      if keys.count > 1, case .scalar(let scalar) = child, ["", "off", "false"].contains(scalar.string) {
        child = .mapping(Node.Mapping([]))
      }
      guard child.set(keys.dropFirst(), to: value) else { return false }
      mapping[key] = child
      self = .mapping(mapping)
      return true
    case .sequence(var sequence):
      guard let index = Int(key), sequence.indices.contains(index) else { return false }
      guard sequence[index].set(keys.dropFirst(), to: value) else { return false }
      self = .sequence(sequence)
      return true
    default:
      return false
    }
  }

  /// The same without lines and columns, which would point into the scenario's file.
  private var withoutMarks: Node {
    switch self {
    case .scalar(var scalar):
      scalar.mark = nil
      return .scalar(scalar)
    case .sequence(let sequence):
      return Node(sequence.map(\.withoutMarks), sequence.tag, sequence.style)
    case .mapping(let mapping):
      return Node(mapping.map { ($0.key.withoutMarks, $0.value.withoutMarks) }, mapping.tag, mapping.style)
    case .alias:
      return self
    }
  }
}
