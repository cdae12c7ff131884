import Scenarios
import Testing

/// `--set` reaches every key that the schema knows: driven by it, so that no new key is forgotten.
@Suite struct OverrideCoverageTests {
  /// Each key with each value that the schema shows for it; `csv` names a file that is not there.
  private static let examples = SchemaTests.properties.filter { $0.name != "csv" }.flatMap { property in
    (property.schema["examples"]?.elements ?? []).map { Example(property: property, value: $0) }
  }

  struct Example: Sendable, CustomTestStringConvertible {
    var property: SchemaProperty
    var value: JSON

    /// As it is typed.
    var typed: String { "\(property.path.map(\.description).joined(separator: "."))=\(value.yaml)" }
    var testDescription: String { typed }
  }

  @Test(arguments: examples)
  func `a key that is set is a key that is written`(example: Example) throws {
    let property = example.property
    let written = try Scenario(yaml: property.with(example.value).yaml, file: "a.yaml")
    let set = try Scenario(yaml: property.document.yaml, file: "a.yaml", overrides: [example.typed])
    #expect(set == written)
  }

  /// Sections on the way that hold nothing need not be there.
  @Test(arguments: examples)
  func `sections that are absent are made on the way`(example: Example) throws {
    let property = example.property
    let bare = property.document.withoutEmptySections
    guard bare != property.document else { return }
    let written = try Scenario(yaml: property.with(example.value).yaml, file: "a.yaml")
    #expect(try Scenario(yaml: bare.yaml, file: "a.yaml", overrides: [example.typed]) == written)
  }

  @Test func `lists are set as a whole where they are absent and reached into where they are not`() throws {
    let range = "{ from: 2018-01-01, to: 2018-01-02, reason: known }"
    let whole = try read(overrides: ["data.0.bad_ranges=[\(range)]"])
    #expect(whole.panels[0].badRanges.map(\.reason) == ["known"])
    let inside = try read(
      overrides: ["data.0.bad_ranges=[\(range)]", "data.0.bad_ranges.0.reason=told"])
    #expect(inside.panels[0].badRanges.map(\.reason) == ["told"])
    let fault = try #require(refusal("", overrides: ["data.0.bad_ranges.0.reason=told"]))
    #expect("\(fault)" == "--set: data[0].bad_ranges: expected a list, found keys and values.")
  }

  @Test func `a sweep's keys have dots of their own and are set with the grid`() throws {
    let sweep = try read("sweep: { grid: { seed: [1] } }", overrides: ["sweep.grid={ strategy.fast: [5, 6] }"]).sweep
    #expect(sweep?.points.map(\.values) == [["5"], ["6"]])
  }
}

extension JSON {
  /// Without mappings that hold nothing, and what then holds nothing.
  fileprivate var withoutEmptySections: JSON {
    guard case .object(let object) = self else { return self }
    return .object(object.mapValues(\.withoutEmptySections).filter { $0.value != .object([:]) })
  }
}
