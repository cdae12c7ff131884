import Foundation
import Scenarios
import Testing

/// `Documentation/scenario.schema.json` and the reader say the same: everything here is driven by the schema.
@Suite struct SchemaTests {
  static let sections = SchemaWalk.sections
  static let properties = sections.flatMap(\.properties)

  @Test func `the schema reaches all of the file`() {
    #expect(Self.sections.count > 75)
    #expect(Self.properties.count > 270)
  }

  @Test(arguments: sections)
  func `a section's keys are those that the reader knows`(section: SchemaSection) throws {
    let document = section.document.setting(section.path + [.key("qqqqqqqqqq")], to: .integer(1))
    let fault = try #require(refusal(in: document.yaml))
    let prefix = "unknown key. Known here: "
    #expect(fault.problem.hasPrefix(prefix), "\(fault)")
    let known = fault.problem.dropFirst(prefix.count).dropLast().components(separatedBy: ", ")
    #expect(Set(known) == Set(section.properties.map(\.name)))
  }

  @Test(arguments: sections)
  func `a key that the schema requires is required`(section: SchemaSection) throws {
    for key in section.required {
      let fault = try #require(refusal(in: section.document.setting(section.path + [.key(key)], to: nil).yaml))
      // Where the key tells which form the value has, the error names all of them, or says what to set it to.
      let namesForms = fault.problem.hasPrefix("expected one value, or one of the keys") && fault.problem.contains(key)
      let saysWhatToSet = fault.problem.contains("set \(key): ")
      #expect(fault.problem == "the key '\(key)' is missing. Add it." || namesForms || saysWhatToSet)
    }
  }

  @Test(arguments: properties)
  func `an example is read and changes something`(property: SchemaProperty) throws {
    // It names a file, which PointsTableTests have.
    guard property.name != "csv" else { return }
    let without = try Scenario(yaml: property.document.yaml, file: "a.yaml")
    for example in property.schema["examples"]?.elements ?? [] {
      let with = try Scenario(yaml: property.with(example).yaml, file: "a.yaml")
      #expect(with != without || property.isInDocument, "\(example)")
    }
  }

  @Test(arguments: properties)
  func `a default changes nothing`(property: SchemaProperty) throws {
    guard let standard = property.schema["default"] else { return }
    let without = try Scenario(yaml: property.document.setting(property.path, to: nil).yaml, file: "a.yaml")
    #expect(try Scenario(yaml: property.with(standard).yaml, file: "a.yaml") == without)
  }

  @Test(arguments: properties)
  func `a choice has the names that the reader knows`(property: SchemaProperty) throws {
    guard let names = property.schema["enum"]?.elements.compactMap(\.string) else { return }
    let fault = try #require(refusal(in: property.with(.string("qqqqqqqqqq")).yaml))
    #expect(fault.problem == "'qqqqqqqqqq' is not known. Use one of \(names.joined(separator: ", ")).")
  }

  @Test(arguments: properties)
  func `a number has the range that the reader checks`(property: SchemaProperty) throws {
    for schema in [property.schema] + (property.schema["anyOf"]?.elements ?? []) {
      guard schema["type"] == .string("integer") || schema["type"] == .string("number"),
        let minimum = schema["minimum"]?.number, let maximum = schema["maximum"]?.number
      else { continue }
      func problem(_ value: Double) -> String { refusal(in: property.with(.number(value)).yaml)?.problem ?? "" }
      #expect(!problem(minimum).contains("range") && !problem(maximum).contains("range"))
      #expect(problem(minimum - 1).contains("out of range"))
      #expect(problem(maximum + 1).contains("out of range"))
    }
  }

  @Test(arguments: properties)
  func `a property is described, and says what holds without it`(property: SchemaProperty) {
    let description = property.schema["description"]?.string ?? ""
    #expect(description.hasSuffix("."))
    let isValue = property.schema["properties"] == nil && property.schema["anyOf"]?.elements.first?["properties"] == nil
    if isValue, property.schema["const"] == nil {
      #expect(property.schema["examples"] != nil || property.schema["items"] != nil || property.schema["oneOf"] != nil)
    }
  }

  @Test(arguments: properties)
  func `the reference names every key`(property: SchemaProperty) throws {
    let reference = try String(contentsOf: project.appending(path: "Documentation/scenarios.md"), encoding: .utf8)
    let words = reference.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
    #expect(words.contains(property.name))
  }
}
