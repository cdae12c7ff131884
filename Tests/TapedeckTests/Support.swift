import Foundation
import TestSupport
import Testing

extension Repository {
  static let fixtures = "\(path)/Tests/TapedeckTests/Fixtures"
  static let markAgainstPound = "\(path)/Tests/VolatilityTests/Fixtures/dem2gbp.csv"
}

/// How a command ended, and what it wrote.
struct Outcome {
  var code: Int32
  var output: String
  var complaint: String

  /// The JSON object on standard output.
  func object() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }

  /// Expects what every failure owes: the code, nothing on standard output, and a line or two that hold `words`.
  func expectFailure(_ code: Int32, _ words: String..., at location: SourceLocation = #_sourceLocation) {
    #expect(self.code == code, "\(complaint)", sourceLocation: location)
    #expect(output.isEmpty, sourceLocation: location)
    let lines = complaint.split(separator: "\n")
    #expect((1...2).contains(lines.count), "\(complaint)", sourceLocation: location)
    #expect(complaint.hasPrefix("tapedeck: "), sourceLocation: location)
    for word in words { #expect(complaint.contains(word), "\(complaint)", sourceLocation: location) }
  }

  func expectSuccess(at location: SourceLocation = #_sourceLocation) {
    #expect(code == 0, "\(complaint)", sourceLocation: location)
  }
}

/// The built command in a process of its own, as a user runs it.
struct Command {
  /// Beside the tests' own executable.
  static let executable = Bundle.main.bundleURL.appending(path: "tapedeck")

  private let process = Process()
  private let output: String
  private let complaint: String

  /// Starts it in `folder`. Output goes to files there, so that no pipe can fill.
  init(_ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]) throws {
    let name = UUID().uuidString
    (output, complaint) = (folder(".\(name).out"), folder(".\(name).err"))
    for file in [output, complaint] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    var variables = ProcessInfo.processInfo.environment
    variables["TAPEDECK_STORE"] = nil
    variables["TAPEDECK_CHARTS"] = nil
    process.environment = variables.merging(environment) { $1 }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: complaint)
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  var isRunning: Bool { process.isRunning }

  /// Ends it as nothing can be ended more suddenly.
  func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  func outcome() throws -> Outcome {
    process.waitUntilExit()
    defer { for file in [output, complaint] { try? FileManager.default.removeItem(atPath: file) } }
    return Outcome(
      code: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8),
      complaint: try String(contentsOfFile: complaint, encoding: .utf8))
  }
}

extension TemporaryFolder {
  /// Runs the command here, to its end.
  func tapedeck(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try Command(arguments, in: self, environment: environment).outcome()
  }

  /// Runs a scenario with the store and the cards that these tests use.
  func run(_ scenario: String, _ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try Command(
      ["run", scenario, "--store", self("store.sqlite"), "--models", Repository.models] + arguments, in: self,
      environment: environment
    ).outcome()
  }
}
