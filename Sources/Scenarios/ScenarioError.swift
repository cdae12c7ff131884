/// What is wrong with a scenario file, where, and what to do about it.
package struct ScenarioError: Error, Equatable, CustomStringConvertible {
  package var file: String
  /// From 1; zero where the fault has no place of its own.
  package var line: Int
  package var column: Int
  /// The key, from the top: `risk.drawdown.limit`; empty for the file as a whole.
  package var key: String
  /// What was found, and what to do.
  package var problem: String

  package init(file: String, line: Int, column: Int, key: String, problem: String) {
    self.file = file
    self.line = line
    self.column = column
    self.key = key
    self.problem = problem
  }

  package var description: String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    return key.isEmpty ? "\(place): \(problem)" : "\(place): \(key): \(problem)"
  }
}
