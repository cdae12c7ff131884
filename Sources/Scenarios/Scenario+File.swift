import Foundation

extension Scenario {
  /// Reads the scenario in the file at `path`.
  package init(contentsOf path: String, overrides: [String] = []) throws(ScenarioError) {
    func fail(_ problem: String) -> ScenarioError {
      ScenarioError(file: path, line: 0, column: 0, key: "", problem: problem)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw fail("there is no such scenario file, or it cannot be read.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      let readable = String(decoding: data, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }
      throw ScenarioError(
        file: path, line: 1 + readable.count { $0 == "\n" }, column: 1, key: "",
        problem: "the line is not UTF-8 text. Save the file as UTF-8.")
    }
    try self.init(yaml: text, file: path, overrides: overrides)
  }
}
