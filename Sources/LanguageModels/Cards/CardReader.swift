import Market
import Yams

/// Reads the fields of one YAML mapping, strictly: an unknown key, a missing source or a wrong type is an error that
/// names its line.
struct CardReader {
  private let mapping: Node.Mapping
  private let file: String

  init(yaml: String, file: String) throws(ModelCardError) {
    let node: Node?
    do { node = try Yams.compose(yaml: yaml) } catch { throw Self.failure(error, file) }
    guard let node else { throw ModelCardError(file: file, line: nil, column: nil, problem: "the card is empty") }
    try self.init(node, file: file)
  }

  private init(_ node: Node, file: String) throws(ModelCardError) {
    self.file = file
    guard case .mapping(let mapping) = node else {
      throw Self.failure("keys and values were expected here", node, file)
    }
    self.mapping = mapping
  }

  /// Throws at the first key that is not one of `keys`.
  func allow(_ keys: [String]) throws(ModelCardError) {
    for (key, _) in mapping {
      guard let name = key.string, keys.contains(name) else {
        let found = key.string ?? "which is not a text"
        let nearest = keys.min { editDistance($0, found) < editDistance($1, found) } ?? ""
        throw Self.failure("unknown key \"\(found)\"; the nearest known one is \"\(nearest)\"", key, file)
      }
    }
  }

  func text(_ key: String) throws(ModelCardError) -> String? {
    guard let node = mapping[key] else { return nil }
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      throw Self.failure("\"\(key)\" must be a text", node, file)
    }
    return scalar.string
  }

  func requiredText(_ key: String) throws(ModelCardError) -> String {
    guard let text = try text(key) else { throw failure("\"\(key)\" is missing") }
    return text
  }

  /// A number above 0 with its source.
  func positiveFigure(_ key: String) throws(ModelCardError) -> ModelCard.Figure<Double>? {
    guard let figure = try figure(key) else { return nil }
    let text = try figure.requiredText("value")
    guard let value = Double(text), 0 < value, value < .infinity else {
      throw figure.failure("\"\(text)\" is not a number above 0", at: "value")
    }
    return try figure.sourced(value)
  }

  /// A month, `2023-12`: its end, which is the first instant beyond it.
  func month(_ key: String) throws(ModelCardError) -> ModelCard.Figure<Timestamp>? {
    guard let figure = try figure(key) else { return nil }
    let text = try figure.requiredText("value")
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, let year = Int(parts[0]),
      let month = Int(parts[1]), (1970...9998).contains(year), (1...12).contains(month)
    else { throw figure.failure("\"\(text)\" is not a month such as 2023-12", at: "value") }
    let end =
      month == 12 ? Timestamp(year: year + 1, month: 1, day: 1) : Timestamp(year: year, month: month + 1, day: 1)
    return try figure.sourced(end)
  }

  /// Quantiles by share, in seconds: `{0: 2, 0.5: 3.1, 1: 5}`.
  func latency(_ key: String) throws(ModelCardError) -> ModelCard.Figure<LatencyDistribution>? {
    guard let node = mapping[key] else { return nil }
    let figure = try CardReader(node, file: file)
    try figure.allow(["quantiles", "source", "note"])
    guard let list = figure.mapping["quantiles"] else { throw figure.failure("\"quantiles\" is missing") }
    var quantiles: [LatencyDistribution.Quantile] = []
    for (share, seconds) in try CardReader(list, file: file).mapping {
      guard let part = share.scalar.flatMap({ Double($0.string) }),
        let time = seconds.scalar.flatMap({ Double($0.string) })
      else { throw Self.failure("a quantile is a share and its seconds, such as 0.5: 3.1", share, file) }
      quantiles.append(.init(share: part, milliseconds: time * 1000))
    }
    guard let distribution = LatencyDistribution(quantiles: quantiles) else {
      throw figure.failure("shares must rise from 0 to 1 and their seconds must not fall", at: "quantiles")
    }
    return try figure.sourced(distribution)
  }

  private func figure(_ key: String) throws(ModelCardError) -> CardReader? {
    guard let node = mapping[key] else { return nil }
    let figure = try CardReader(node, file: file)
    try figure.allow(["value", "source", "note"])
    return figure
  }

  private func sourced<Value>(_ value: Value) throws(ModelCardError) -> ModelCard.Figure<Value> {
    ModelCard.Figure(value: value, source: try requiredText("source"), note: try text("note"))
  }

  // MARK: errors

  /// An error at the value of `key`, or at the mapping itself.
  func failure(_ problem: String, at key: String? = nil) -> ModelCardError {
    Self.failure(problem, key.flatMap { mapping[$0] } ?? .mapping(mapping), file)
  }

  private static func failure(_ problem: String, _ node: Node, _ file: String) -> ModelCardError {
    ModelCardError(file: file, line: node.mark?.line, column: node.mark?.column, problem: problem)
  }

  /// The error of YAML itself, in one line.
  private static func failure(_ error: any Error, _ file: String) -> ModelCardError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return ModelCardError(file: file, line: mark.line, column: mark.column, problem: "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
      return ModelCardError(
        file: file, line: context.mark.line, column: nil, problem: "a key stands twice in what begins here: \(names)")
    default:
      return ModelCardError(file: file, line: nil, column: nil, problem: "not YAML: \(error)")
    }
  }
}

/// How many letters must be put in, left out or changed to make one text the other (Levenshtein 1965).
private func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let changed = diagonal + (letter == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
