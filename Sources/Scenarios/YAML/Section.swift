import Yams

/// A mapping of a scenario file, read strictly: every value is asked for by its key, and ``finish()`` refuses the keys
/// that nobody asked for.
///
/// Values keep their line and column, so that an error can point at them.
struct Section {
  let file: String
  /// Keys from the top, for errors; empty at the top.
  let path: String
  private let place: Value
  private let entries: [(key: Value, value: Node)]
  private var asked: [String] = []

  init(_ node: Node, file: String, path: String) throws(ScenarioError) {
    self.file = file
    self.path = path
    place = Value(node: node, file: file, path: path)
    guard case .mapping(let mapping) = node else {
      throw place.error("expected keys and values, found \(place.kind).")
    }
    var entries: [(key: Value, value: Node)] = []
    var seen: Set<String> = []
    for (keyNode, value) in mapping {
      guard case .scalar(let scalar) = keyNode else {
        throw Value(node: keyNode, file: file, path: path).error("expected a key, found a list or keys and values.")
      }
      let key = Value(node: keyNode, file: file, path: Self.join(path, scalar.string))
      guard seen.insert(scalar.string).inserted else { throw key.error("the key stands twice. Keep one.") }
      entries.append((key, value))
    }
    self.entries = entries
  }

  private static func join(_ path: String, _ key: String) -> String {
    path.isEmpty ? key.shortened : "\(path).\(key.shortened)"
  }

  private func node(_ key: String) -> Node? { entries.first { $0.key.node.string == key }?.value }

  /// The value at `key`, nil where the key is absent.
  mutating func value(_ key: String) -> Value? {
    asked.append(key)
    return node(key).map { Value(node: $0, file: file, path: Self.join(path, key)) }
  }

  /// The value at `key`, or an error that says that it is missing.
  mutating func required(_ key: String) throws(ScenarioError) -> Value {
    if let value = value(key) { return value }
    // A misspelt key is missing too, and is what to point at.
    for (other, _) in entries {
      guard let name = other.node.string, !asked.contains(name), nearestName(to: name, among: [key]) != nil else {
        continue
      }
      throw other.error("unknown key. Did you mean '\(key)'?")
    }
    throw place.error("the key '\(key)' is missing. Add it.")
  }

  /// Every key with its value, in the order of the file, where any key may stand.
  mutating func all() -> [(key: String, value: Value)] {
    entries.map { key, node in
      let name = key.node.string ?? ""
      asked.append(name)
      return (name, Value(node: node, file: file, path: Self.join(path, name)))
    }
  }

  /// Whether `key` is there and says `off`: the way to switch a rule off.
  mutating func isSwitchedOff(_ key: String) -> Bool {
    asked.append(key)
    return node(key)?.isOff ?? false
  }

  /// Reads the section at `key`, if it is there, and refuses what `read` did not ask for.
  mutating func section(_ key: String, _ read: (inout Section) throws(ScenarioError) -> Void) throws(ScenarioError) {
    guard let value = value(key) else { return }
    try value.section(read)
  }

  /// Refuses unknown keys.
  func finish() throws(ScenarioError) {
    for (key, _) in entries {
      let name = key.node.string ?? ""
      guard asked.contains(name) else { throw key.error("unknown key. \(suggestion(for: name))") }
    }
  }

  private func suggestion(for key: String) -> String {
    var known: [String] = []
    for name in asked where !known.contains(name) { known.append(name) }
    if let nearest = nearestName(to: key, among: known) { return "Did you mean '\(nearest)'?" }
    return "Known here: \(known.joined(separator: ", "))."
  }
}

extension Node {
  /// A plain `off`; `false` is what tools that read `off` as a truth value write back.
  fileprivate var isOff: Bool {
    if case .scalar(let scalar) = self { return scalar.style == .plain && ["off", "false"].contains(scalar.string) }
    return false
  }
}
