import Yams

extension Node {
  /// Puts `VALUE` at `KEY` of a `KEY=VALUE` from the command line; `risk.drawdown.limit`, `data.0.from`.
  mutating func apply(override: String, file: String) throws(ScenarioError) {
    func fail(_ problem: String) -> ScenarioError {
      ScenarioError(file: "--set", line: 0, column: 0, key: override, problem: problem)
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
    let keys = override[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !keys.contains("") else { throw fail("a part of the key is empty.") }
    guard set(keys[...], to: value ?? Node("null")) else {
      throw fail("there is no such place in \(file): a part of the key is not a section, or not an element of its list.")
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
      // A section that is not there yet, or is written as nothing, is made on the way.
      if keys.count > 1, case .scalar(let scalar) = child, scalar.string.isEmpty { child = .mapping(Node.Mapping([])) }
      guard child.set(keys.dropFirst(), to: value) else { return false }
      mapping[Node(key)] = child
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
}
