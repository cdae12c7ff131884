import Foundation

/// A server written in Python that runs as long as a test needs it.
///
/// Its script prints `listening URL` when it is ready. `PYTHON` names the interpreter, as for all tests that need one.
package final class PythonServer: Sendable {
  /// Without a slash at its end.
  package let url: String
  private let process: Process

  package struct NotStarted: Error {
    package let script: String
  }

  package init(_ script: String, _ arguments: [String] = []) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [ProcessInfo.processInfo.environment["PYTHON"] ?? "python3", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var text = ""
    while !text.contains("\n") || !text.contains("listening ") {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { throw NotStarted(script: script) }
      text += String(decoding: data, as: UTF8.self)
    }
    url = text.split(separator: "listening ").last.map { String($0.prefix { !$0.isWhitespace }) } ?? ""
    self.process = process
  }

  deinit { stop() }

  /// Ends it at once; a second time does nothing.
  ///
  /// Not by SIGTERM: a process that a thread of the runtime starts inherits that thread's blocked signals. Not waited for
  /// by `waitUntilExit`, which needs the run loop of the thread that started it.
  package func stop() {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    for _ in 0..<500 where process.isRunning { usleep(10_000) }
  }

  /// Runs a script to its end.
  package static func run(_ script: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [ProcessInfo.processInfo.environment["PYTHON"] ?? "python3", script] + arguments
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw NotStarted(script: script) }
  }
}
