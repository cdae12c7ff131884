import Yams

/// Values that may be written in several ways.
extension Value {
  /// The value at `key` of keys and values, which does not count as asked for; nil where there is none.
  func member(_ key: String) -> Value? {
    node.mapping?[key].map { Value(node: $0, file: file, path: "\(path).\(key)") }
  }

  /// The first of `keys` that stands here, which tells what the others are to be; nil where it is no keys and values.
  func form(_ keys: [String]) throws(ScenarioError) -> String? {
    guard let mapping = node.mapping else { return nil }
    if let key = keys.first(where: { mapping[$0] != nil }) { return key }
    for (key, _) in mapping {
      let name = key.string ?? ""
      guard let nearest = nearestName(to: name, among: keys) else { continue }
      throw Value(node: key, file: file, path: "\(path).\(name.shortened)")
        .error("unknown key. Did you mean '\(nearest)'?")
    }
    throw error("expected one value, or one of the keys \(keys.joined(separator: ", ")). Write one.")
  }

  var isList: Bool { node.sequence != nil }
}
