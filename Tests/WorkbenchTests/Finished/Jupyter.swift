import Foundation
import TestSupport

/// A Python with Jupyter's client, which executes notebooks.
struct Jupyter {
  private let python: String

  /// Nil where a module is missing.
  static let found: Jupyter? = {
    let own = ProcessInfo.processInfo.environment["PYTHON"] ?? "\(Repository.path)/.cache/python/bin/python"
    let modules = "import nbclient, nbformat, ipykernel, pandas, matplotlib"
    guard FileManager.default.isExecutableFile(atPath: own), (try? run(own, ["-c", modules]))?.code == 0 else {
      return nil
    }
    return Jupyter(python: own)
  }()

  /// The pictures by notebook and cell; the complaint is empty where every cell ran.
  func execute(_ notebooks: [String]) throws -> (drawn: [[String: Int]], complaint: String) {
    let script = "\(Repository.path)/Tests/WorkbenchTests/notebook_check.py"
    let outcome = try Self.run(python, [script] + notebooks)
    let drawn = outcome.output.split(separator: "\n").compactMap {
      try? JSONDecoder().decode([String: Int].self, from: Data($0.utf8))
    }
    return (drawn, outcome.code == 0 ? "" : outcome.complaint)
  }

  private static func run(
    _ program: String, _ arguments: [String]
  ) throws -> (code: Int32, output: String, complaint: String) {
    let folder = try TemporaryFolder()
    let process = Process()
    for name in ["out", "err"] { try folder.write("", to: name) }
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle(forWritingAtPath: folder("out"))
    process.standardError = FileHandle(forWritingAtPath: folder("err"))
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try String(contentsOfFile: folder("out"), encoding: .utf8),
      try String(contentsOfFile: folder("err"), encoding: .utf8)
    )
  }
}
