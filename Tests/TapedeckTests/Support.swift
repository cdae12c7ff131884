import Foundation
import Testing

/// The repository that these tests lie in.
enum Repository {
  static let path = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let hourlyBitcoin = "\(path)/datasets/coinbase/btcusd_1h.csv.gz"
  static let models = "\(path)/models"
  static let fixtures = "\(path)/Tests/TapedeckTests/Fixtures"
  static let markAgainstPound = "\(path)/Tests/VolatilityTests/Fixtures/dem2gbp.csv"
}

/// A folder that exists as long as a test needs it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/tapedeck-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: self(name)))
    return self(name)
  }

  /// Every file below, by its path from here.
  func files(below name: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for file in try FileManager.default.subpathsOfDirectory(atPath: self(name)) {
      files[file] = FileManager.default.contents(atPath: "\(self(name))/\(file)")
    }
    return files
  }
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

/// Small scenarios on the first months of 2018.
enum ScenarioText {
  /// Ends flat.
  static let rule = """
    name: rule
    data:
      - series: coinbase:BTCUSD 1h
        files: [\(Repository.hourlyBitcoin)]
        from: 2018-01-01
        to: 2018-03-01
    strategy: { kind: sma-cross }
    venue: { balance: 10000, fee: 5 bp }

    """

  static let models = """
    name: models
    data:
      - series: coinbase:BTCUSD 1h
        files: [\(Repository.hourlyBitcoin)]
        from: 2018-01-01
        to: 2018-03-15
    clock: { decide_every: 4 }
    strategy:
      kind: language-model
      positions: long_short
      prompt: { timeframes: [1h, 4h] }
    models:
      seeds: [1, 2]
      variants:
        - { name: 3B f16, card: llama3.2-3b-instruct-fp16 }
        - { name: 3B q4_0, card: llama3.2-3b-instruct-q4_0 }
    pipeline: { minimum_confidence: 38 }
    venue: { balance: 10000, fee: 5 bp }

    """
}
