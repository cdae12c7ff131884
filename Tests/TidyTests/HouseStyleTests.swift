import Foundation
import Testing

@Suite struct HouseStyleTests {
  private static func everything() throws -> [SourceTree.File] {
    try SourceTree.sources() + SourceTree.files("Tests", ".swift", ".py")
      + SourceTree.files("Benchmarks", ".swift", ".py", ".sh")
      + SourceTree.files("scripts", "") + SourceTree.files("models", ".py", ".yaml")
      + SourceTree.files("scenarios", ".yaml")
      + SourceTree.files("Documentation", ".md") + [SourceTree.file("Package.swift"), SourceTree.file("README.md")]
  }

  /// The words are put together here, so that this file does not hold them.
  @Test func `nothing is left to do later`() throws {
    let words = [["TO", "DO"], ["FIX", "ME"], ["X", "XX"], ["HA", "CK"]].map { $0.joined() }
    let pattern = try Regex("\\b(\(words.joined(separator: "|")))\\b")
    for file in try Self.everything() {
      for (index, line) in file.lines.enumerated() where line.firstMatch(of: pattern) != nil {
        Issue.record("\(file.path):\(index + 1): \(line)")
      }
    }
  }

  @Test func `no tabs, no spaces at the ends of lines, one line end at the end`() throws {
    for file in try Self.everything() {
      for (index, line) in file.lines.enumerated() where line.contains("\t") || line.hasSuffix(" ") {
        Issue.record("\(file.path):\(index + 1)")
      }
      #expect(file.text.hasSuffix("\n") && !file.text.hasSuffix("\n\n"), "\(file.path)")
      #expect(!file.text.contains("\r"), "\(file.path)")
    }
  }

  @Test func `a file is short enough to read at once`() throws {
    for file in try SourceTree.files("Sources", ".swift", ".c", ".h", ".mustache", ".css", ".js") {
      #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func `no forced unwrapping, no try that stops the program`() throws {
    SourceTree.expectNone(
      #/\btry!|\bas!|[\w\)\]]!(?![=\w])(?=[\s.,)\]\[]|$)/#, in: try SourceTree.files("Sources", ".swift"))
  }

  /// What was checked out or built somewhere is nobody else's path.
  @Test func `no path of one machine`() throws {
    let pattern = #/["'`\s(=](\/home\/|\/root\/|\/Users\/|\/work\/|\/tmp\/\w)/#
    for file in try Self.everything() where file.name != "HouseStyleTests.swift" {
      for (index, line) in file.lines.enumerated() where line.firstMatch(of: pattern) != nil {
        Issue.record("\(file.path):\(index + 1): \(line)")
      }
    }
  }

  @Test func `every file of tests expects something`() throws {
    for file in try SourceTree.files("Tests", "Tests.swift") {
      #expect(file.text.contains("@Test"), "\(file.path)")
      #expect(
        file.code.contains { $0.contains(#/#expect|#require|\.?expect\w*\(|Issue\.record|check\w*\(/#) },
        "\(file.path)")
    }
  }

  @Test func `tests are sentences`() throws {
    for file in try SourceTree.files("Tests", "Tests.swift") {
      var isTest = false
      for line in file.code {
        if line.contains("@Test") { isTest = true }
        guard isTest, let name = line.firstMatch(of: #/\bfunc (.+)/#)?.1 else { continue }
        #expect(name.hasPrefix("`"), "\(file.path): \(name)")
        isTest = false
      }
    }
  }

  @Test func `no test asserts how long something takes`() throws {
    SourceTree.expectNone(
      #/#expect\(.*(duration\(to|[eE]lapsed *<|seconds *<)/#,
      in: try SourceTree.files("Tests", ".swift").filter { $0.name != "HouseStyleTests.swift" })
  }

  @Test func `the change log begins with what is not released yet`() throws {
    let headings = try SourceTree.file("CHANGELOG.md").lines.filter { $0.hasPrefix("## ") }
    #expect(headings.first?.contains("Unreleased") == true)
  }

  @Test func `scripts that make fixtures name what they were made with`() throws {
    for file in try SourceTree.files("Tests", ".py") where file.path.contains("/Fixtures/") {
      #expect(file.lines.prefix(25).contains { $0.contains(/\d+\.\d+/) }, "\(file.path) names no version")
    }
  }
}
