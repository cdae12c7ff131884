import Foundation
import Testing

/// A mapping that the schema describes, and a scenario that holds it.
struct SchemaSection: Sendable, CustomTestStringConvertible {
  /// Where the mapping stands in `document`.
  var path: [JSON.Step]
  var document: JSON
  var properties: [SchemaProperty]
  var required: [String]

  var testDescription: String { path.isEmpty ? "top" : path.map(\.description).joined(separator: ".") }
}

/// One key of a section.
struct SchemaProperty: Sendable, CustomTestStringConvertible {
  var name: String
  var path: [JSON.Step]
  /// The schema of its value, references resolved.
  var schema: JSON
  var document: JSON

  var testDescription: String { path.map(\.description).joined(separator: ".") }
  /// Whether the document needs the key, and so has it already.
  var isInDocument: Bool { document.value(at: path) != nil }

  func with(_ value: JSON) -> JSON { document.setting(path, to: value) }
}

/// Finds every mapping of the schema, and for each a smallest scenario in which it stands.
struct SchemaWalk {
  private let definitions: JSON
  private var sections: [SchemaSection] = []

  static let sections: [SchemaSection] = {
    let file = project.appending(path: "Documentation/scenario.schema.json")
    guard let data = try? Data(contentsOf: file), let schema = try? JSONDecoder().decode(JSON.self, from: data),
      let definitions = schema["$defs"]
    else { return [] }
    var walk = SchemaWalk(definitions: definitions)
    let document = JSON.object([
      "name": .string("a"), "data": .array([.object(["series": .string("BTCUSD 1h")])]),
      "strategy": .object(["kind": .string("always-hold")]),
    ])
    walk.visit(schema, at: [], in: document)
    return walk.sections
  }()

  private init(definitions: JSON) { self.definitions = definitions }

  /// What stands beside a reference goes before what it refers to.
  private func resolved(_ schema: JSON) -> JSON {
    guard let name = schema["$ref"]?.string?.split(separator: "/").last, case .object(let own) = schema,
      case .object(let target) = resolved(definitions[String(name)] ?? .null)
    else { return schema }
    return .object(target.merging(own) { $1 }.filter { $0.key != "$ref" })
  }

  private mutating func visit(_ reference: JSON, at path: [JSON.Step], in document: JSON) {
    let schema = resolved(reference)
    for branch in (schema["oneOf"]?.elements ?? []) + (schema["anyOf"]?.elements ?? []) {
      visit(branch, at: path, in: document)
    }
    if let items = schema["items"], resolved(items)["properties"] != nil {
      visit(items, at: path + [.index(0)], in: document)
    }
    guard case .object(let properties) = schema["properties"] ?? .null else { return }
    let required = schema["required"]?.elements.compactMap(\.string) ?? []
    let document = prepared(document, at: path, properties, required)
    var section = SchemaSection(path: path, document: document, properties: [], required: required)
    for (name, value) in properties.sorted(by: { $0.key < $1.key }) {
      section.properties.append(
        SchemaProperty(name: name, path: path + [.key(name)], schema: resolved(value), document: document))
    }
    sections.append(section)
    for property in section.properties { visit(property.schema, at: property.path, in: document) }
  }

  /// The document with the section in it, as short as it may be.
  private func prepared(
    _ document: JSON, at path: [JSON.Step], _ properties: [String: JSON], _ required: [String]
  ) -> JSON {
    guard !path.isEmpty else { return document }
    var document = document
    if path == [.key("models")] { document = document.setting([.key("strategy")], to: Self.languageModel) }
    var section: [String: JSON] = [:]
    for name in required {
      let schema = resolved(properties[name] ?? .null)
      section[name] = schema["const"] ?? schema["examples"]?.elements.first ?? .array([])
    }
    if path == [.key("models")] { section["variants"] = Self.variants }
    // An account in another currency, which the key 'exchange' is for.
    if path == Self.series {
      document = document.setting([.key("venue"), .key("currency")], to: .string("EUR"))
      section["exchange"] = .object(["series": .string("EURUSD 1h")])
    }
    // Several series can share an account, and a margin account is financed and liquidated.
    if path == [.key("venue")] { document = document.setting(Self.secondSeries, to: .string("EURUSD 1h")) }
    if path.last == .key("venue") {
      document = document.setting([.key("strategy"), .key("positions")], to: .string("long_short"))
    }
    // A server's answers need a tape.
    if path.last == .key("server") {
      document = document.setting([.key("models"), .key("tape"), .key("file")], to: .string("tape.jsonl"))
    }
    // An order that has a lifetime.
    if path.last == .key("entry") { section["time_in_force"] = .string("gtd") }
    // Points of some kind are needed.
    if path == [.key("sweep")] { section["grid"] = resolved(properties["grid"] ?? .null)["examples"]?.elements.first }
    if section["kind"] == .string("language-model") {
      document = document.setting([.key("models")], to: .object(["variants": Self.variants]))
    }
    if case .object(let existing) = document.value(at: path) ?? .null, section["kind"] == nil {
      section.merge(existing) { $1 }
    }
    return document.setting(path, to: .object(section))
  }

  private static let series: [JSON.Step] = [.key("data"), .index(0)]
  private static let secondSeries: [JSON.Step] = [.key("data"), .index(1), .key("series")]
  private static let languageModel = JSON.object(["kind": .string("language-model")])
  private static let variants = JSON.array(
    ["A", "B"].map { .object(["name": .string($0), "card": .string("card")]) })
}
