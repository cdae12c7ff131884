import Foundation

/// Every figure of a `summary.json` by its path: `sma-cross BTCUSD total_return`.
struct SummaryFigures {
  /// Text of a figure, numbers as they are compared.
  enum Value: Equatable {
    case number(Double)
    case text(String)
  }

  /// In the order of their paths.
  let values: [(path: String, value: Value)]

  static func read(_ data: Data, path: String) throws(BaselineError) -> SummaryFigures {
    guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw .damaged(path, "it is not a JSON object")
    }
    var values: [(String, Value)] = []
    // The id is the hash of the inputs, which are compared themselves.
    for (key, value) in object where key != "run_id" { collect(value, at: key == "variants" ? "" : key, into: &values) }
    return SummaryFigures(values: values.sorted { $0.0 < $1.0 }.map { (path: $0.0, value: $0.1) })
  }

  private static func collect(_ value: Any, at path: String, into values: inout [(String, Value)]) {
    func join(_ name: String) -> String { path.isEmpty ? name : "\(path) \(name)" }
    switch value {
    case let object as [String: Any]:
      for (key, value) in object { collect(value, at: join(key), into: &values) }
    case let list as [Any]:
      var names: [String] = []
      for (index, value) in list.enumerated() {
        let name = name(of: value) ?? "\(index)"
        // Of those that are named alike each has its place.
        names.append(names.contains(name) ? "\(name) \(index)" : name)
        collect(value, at: join(names[index]), into: &values)
      }
    case let number as NSNumber: values.append((path, .number(number.doubleValue)))
    default: values.append((path, .text("\(value)")))
    }
  }

  /// What it is about, in words; nil where it does not say.
  private static func name(of value: Any) -> String? {
    guard let object = value as? [String: Any] else { return nil }
    let keys = ["name", "variant", "instrument", "label", "level", "latency_of", "time"]
    let words = keys.compactMap { key in object[key].map { "\($0)" } }
    // A variant's own seeds are its figures, of the others each is about one.
    let seed = object["name"] == nil ? object["seed"].map { ["seed \($0)"] } ?? [] : []
    let parts = words + seed
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// What lies further from `baseline` than allowed, with both values.
  func drifts(from baseline: SummaryFigures, _ tolerances: Tolerances) -> [FigureDrift] {
    let old = Dictionary(uniqueKeysWithValues: baseline.values.map { ($0.path, $0.value) })
    let new = Dictionary(uniqueKeysWithValues: values.map { ($0.path, $0.value) })
    return Set(old.keys).union(new.keys).sorted().compactMap { path in
      let (own, other) = (old[path], new[path])
      if own == other { return nil }
      if case .number(let a)? = own, case .number(let b)? = other,
        let allowed = tolerances.metrics[path.split(separator: " ").last.map(String.init) ?? ""], abs(a - b) <= allowed
      {
        return nil
      }
      return FigureDrift(figure: path, baseline: Self.text(own), found: Self.text(other))
    }
  }

  private static func text(_ value: Value?) -> String {
    switch value {
    case .number(let number)?: "\(number)"
    case .text(let text)?: text
    case nil: "none"
    }
  }
}

/// A figure of the summary that moved.
package struct FigureDrift: Equatable, Encodable, Sendable {
  package var figure: String
  package var baseline: String
  package var found: String
}
