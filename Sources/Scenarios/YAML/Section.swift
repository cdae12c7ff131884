import Yams

/// A mapping of a scenario file, read strictly: every value is asked for by its key, and ``finish()`` refuses the keys
/// that nobody asked for.
///
/// Values keep their line and column, so that an error can point at them.
struct Section {
  let file: String
  /// Keys from the top, for errors; empty at the top.
  let path: String
  private let mapping: Node.Mapping
  private let mark: Mark?
  private var asked: [String] = []

  init(_ node: Node, file: String, path: String) throws(ScenarioError) {
    self.file = file
    self.path = path
    mark = node.mark
    guard case .mapping(let mapping) = node else {
      throw Value(node: node, file: file, path: path).error("expected keys and values, found \(Value.kind(of: node)).")
    }
    self.mapping = mapping
  }

  /// The value at `key`, nil where it is absent or null.
  mutating func value(_ key: String) -> Value? {
    asked.append(key)
    guard let node = mapping[key], !node.isNull else { return nil }
    return Value(node: node, file: file, path: path.isEmpty ? key : "\(path).\(key)")
  }

  /// The value at `key`, or an error that says that it is missing.
  mutating func required(_ key: String) throws(ScenarioError) -> Value {
    guard let value = value(key) else {
      throw ScenarioError(
        file: file, line: mark?.line ?? 0, column: mark?.column ?? 0, key: path,
        problem: "the key '\(key)' is missing. Add it.")
    }
    return value
  }

  /// Whether `key` is there with an explicit null or `off`: the way to switch a rule off.
  mutating func isSwitchedOff(_ key: String) -> Bool {
    asked.append(key)
    guard let node = mapping[key] else { return false }
    return node.isNull || node.isOff
  }

  /// Reads the section at `key`, if it is there, and refuses what `read` did not ask for.
  mutating func section(_ key: String, _ read: (inout Section) throws(ScenarioError) -> Void) throws(ScenarioError) {
    guard let value = value(key) else { return }
    try value.section(read)
  }

  /// Refuses unknown keys.
  func finish() throws(ScenarioError) {
    for (keyNode, _) in mapping {
      let key = keyNode.string ?? ""
      guard !asked.contains(key) else { continue }
      let place = Value(node: keyNode, file: file, path: path.isEmpty ? key : "\(path).\(key)")
      throw place.error("unknown key.\(suggestion(for: key))")
    }
  }

  private func suggestion(for key: String) -> String {
    var known: [String] = []
    for name in asked where !known.contains(name) { known.append(name) }
    if let nearest = nearestName(to: key, among: known) { return " Did you mean '\(nearest)'?" }
    return " Known here: \(known.joined(separator: ", "))."
  }
}

/// One value of a scenario file with its place.
struct Value {
  let node: Node
  let file: String
  let path: String

  func error(_ problem: String) -> ScenarioError {
    ScenarioError(
      file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, key: path, problem: problem)
  }

  static func kind(of node: Node) -> String {
    switch node {
    case .scalar(let scalar): "'\(scalar.string)'"
    case .mapping: "keys and values"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// Reads the keys of this value and refuses what `read` did not ask for.
  func section(_ read: (inout Section) throws(ScenarioError) -> Void) throws(ScenarioError) {
    var section = try Section(node, file: file, path: path)
    try read(&section)
    try section.finish()
  }

  /// The elements of a list.
  func list() throws(ScenarioError) -> [Value] {
    guard case .sequence(let elements) = node else { throw error("expected a list, found \(Self.kind(of: node)).") }
    return elements.enumerated().map { Value(node: $1, file: file, path: "\(path)[\($0)]") }
  }

  /// Plain text.
  func text() throws(ScenarioError) -> String {
    guard case .scalar(let scalar) = node else { throw error("expected text, found \(Self.kind(of: node)).") }
    guard !scalar.string.contains("${") else {
      throw error("'${…}' stands for secrets only, and this key holds none. Write the value itself.")
    }
    return scalar.string
  }

  func bool() throws(ScenarioError) -> Bool {
    switch try text() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    case let other: throw error("expected true or false, found '\(other)'.")
    }
  }

  func int(in range: ClosedRange<Int>) throws(ScenarioError) -> Int {
    let text = try text()
    guard let number = Int(text) else { throw error("expected a whole number, found '\(text)'.") }
    guard range.contains(number) else {
      throw error("\(number) is out of range: use \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  func number(in range: ClosedRange<Double>) throws(ScenarioError) -> Double {
    let text = try text()
    guard let number = Double(text), number.isFinite else { throw error("expected a number, found '\(text)'.") }
    guard range.contains(number) else { throw error("\(text) is out of range: use \(Self.spoken(range)).") }
    return number
  }

  /// One of the names of an enumeration.
  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ type: Choice.Type
  ) throws(ScenarioError) -> Choice {
    let text = try text()
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    if let nearest = nearestName(to: text, among: names) {
      throw error("'\(text)' is not known. Did you mean '\(nearest)'? Known: \(names.joined(separator: ", ")).")
    }
    throw error("'\(text)' is not known. Use one of \(names.joined(separator: ", ")).")
  }

  static func spoken(_ range: ClosedRange<Double>) -> String {
    range.upperBound == .greatestFiniteMagnitude
      ? "\(plain(range.lowerBound)) or more" : "\(plain(range.lowerBound)) to \(plain(range.upperBound))"
  }

  private static func plain(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? String(Int(number)) : number.description
  }
}

extension Node {
  fileprivate var isNull: Bool {
    if case .scalar(let scalar) = self { return scalar.style == .plain && ["", "~", "null"].contains(scalar.string) }
    return false
  }

  fileprivate var isOff: Bool {
    if case .scalar(let scalar) = self { return scalar.style == .plain && scalar.string == "off" }
    return false
  }
}
