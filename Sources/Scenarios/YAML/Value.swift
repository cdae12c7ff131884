import Yams

/// One value of a scenario file with its place.
struct Value {
  let node: Node
  let file: String
  /// Keys from the top: `risk.drawdown.limit`, `data[0].from`.
  let path: String

  /// An error at this value. Nodes without a mark came from the command line.
  func error(_ problem: String) -> ScenarioError {
    guard let mark = node.mark else {
      return ScenarioError(file: "--set", line: 0, column: 0, key: path, problem: problem)
    }
    return ScenarioError(file: file, line: mark.line, column: mark.column, key: path, problem: problem)
  }

  /// What was found instead of what was expected.
  var kind: String {
    switch node {
    case .scalar(let scalar)
    where scalar.style != .singleQuoted && scalar.style != .doubleQuoted && scalar.string.isEmpty:
      "nothing"
    case .scalar(let scalar): "'\(scalar.string.shortened)'"
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
    guard case .sequence(let elements) = node else { throw error("expected a list, found \(kind).") }
    return elements.enumerated().map { Value(node: $1, file: file, path: "\(path)[\($0)]") }
  }

  /// Plain text, not empty.
  func text() throws(ScenarioError) -> String {
    guard case .scalar(let scalar) = node else { throw error("expected one value, found \(kind).") }
    guard !scalar.string.isEmpty else { throw error("the value is empty. Write one, or remove the key.") }
    guard !scalar.string.contains("${") else {
      throw error("'${…}' stands for secrets only, and this key holds none. Write the value itself.")
    }
    return scalar.string
  }

  func bool() throws(ScenarioError) -> Bool {
    switch try text() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw error("expected true or false, found \(kind).")
    }
  }

  func int(in range: ClosedRange<Int>) throws(ScenarioError) -> Int {
    guard let number = Int(try text()) else { throw error("expected a whole number, found \(kind).") }
    guard range.contains(number) else {
      throw error("\(number) is out of range: use \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  func number(in range: ClosedRange<Double>) throws(ScenarioError) -> Double {
    guard let number = Double(try text()), number.isFinite else { throw error("expected a number, found \(kind).") }
    guard range.contains(number) else { throw error("\(kind) is out of range: use \(Self.spoken(range)).") }
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
      throw error("\(kind) is not known. Did you mean '\(nearest)'? Known: \(names.joined(separator: ", ")).")
    }
    throw error("\(kind) is not known. Use one of \(names.joined(separator: ", ")).")
  }

  static func spoken(_ range: ClosedRange<Double>) -> String {
    "\(plain(range.lowerBound)) to \(plain(range.upperBound))"
  }

  private static func plain(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? String(Int(number)) : number.description
  }
}

extension String {
  /// Found text as an error shows it: one line of at most 60 characters.
  var shortened: String {
    let line = String(
      map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? " " : $0 })
    return line.count > 60 ? "\(line.prefix(60))…" : line
  }
}
