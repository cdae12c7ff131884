import Foundation
import Testing

/// The repository as text.
enum SourceTree {
  static let path = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path

  struct File: Sendable, CustomTestStringConvertible {
    /// From the repository's root.
    var path: String
    var text: String

    /// The folder below `Sources` or `Tests`.
    var target: String { String(path.split(separator: "/")[1]) }
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var testDescription: String { path }

    /// The lines without what is written in comments.
    var code: [Substring] { lines.map { $0[..<($0.firstRange(of: "//")?.lowerBound ?? $0.endIndex)] } }
  }

  /// Files below `folder` whose names end in one of `endings`, by path.
  static func files(_ folder: String, _ endings: String...) throws -> [File] {
    try FileManager.default.subpathsOfDirectory(atPath: "\(path)/\(folder)").sorted().filter { name in
      endings.contains { name.hasSuffix($0) } && !name.split(separator: "/").contains(".build")
    }.compactMap { name in
      guard let data = FileManager.default.contents(atPath: "\(path)/\(folder)/\(name)") else { return nil }
      return File(path: "\(folder)/\(name)", text: String(decoding: data, as: UTF8.self))
    }
  }

  static func file(_ name: String) throws -> File {
    File(path: name, text: try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8))
  }

  /// Every Swift and C file that is compiled.
  static func sources() throws -> [File] { try files("Sources", ".swift", ".c", ".h") }

  /// Expects no line of code of `files` to match `pattern`; tells each that does.
  static func expectNone(
    _ pattern: some RegexComponent, in files: [File], at location: SourceLocation = #_sourceLocation
  ) {
    #expect(!files.isEmpty, sourceLocation: location)
    // Words end at a dot, which Unicode's default does not say.
    let pattern = pattern.regex.wordBoundaryKind(.simple)
    for file in files {
      for (index, line) in file.code.enumerated() where line.firstMatch(of: pattern) != nil {
        Issue.record("\(file.path):\(index + 1): \(line)", sourceLocation: location)
      }
    }
  }
}
