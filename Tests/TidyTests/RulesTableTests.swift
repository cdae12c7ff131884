import Testing

/// Documentation/rules.md names a boundary test for every clause of the pipeline's rules: they have to be there.
@Suite struct RulesTableTests {
  /// A test as the page names it.
  struct Named {
    var file: String
    var title: String
    var sentence: String
  }

  private static func page() throws -> SourceTree.File { try SourceTree.file("Documentation/rules.md") }

  private static func named(in text: some StringProtocol) -> [Named] {
    String(text).matches(of: #/\[(\w+)\]\(\.\./(Tests/[\w/]+\.swift)\) "([^"]+)"/#).map { match in
      Named(file: String(match.2), title: String(match.1), sentence: String(match.3))
    }
  }

  @Test func `every test that the rules name is a test of that file`() throws {
    let named = Self.named(in: try Self.page().text)
    #expect(named.count > 100)
    for test in named {
      #expect(test.file.hasSuffix("/\(test.title).swift"), "\(test.title) leads to \(test.file)")
      guard let code = try? SourceTree.file(test.file).text else {
        Issue.record("\(test.file) is not there")
        continue
      }
      #expect(code.contains("func `\(test.sentence)`("), "\(test.file) has no \"\(test.sentence)\"")
    }
  }

  @Test func `every link to a test says which`() throws {
    let text = try Self.page().text
    #expect(text.matches(of: #/\]\(\.\./Tests/#).count == Self.named(in: text).count)
  }

  @Test func `the rules have their ten rows, and each clause a test`() throws {
    let lines = try Self.page().lines
    let rows = lines.compactMap { line in line.firstMatch(of: #/^## Row (\d+): /#).flatMap { Int($0.1) } }
    #expect(rows == Array(1...10))
    var section: Substring = ""
    var clauses: [Substring: Int] = [:]
    for line in lines {
      if line.hasPrefix("## ") { section = line }
      guard line.hasPrefix("| "), line != "| clause | boundary test |" else { continue }
      clauses[section, default: 0] += 1
      #expect(!Self.named(in: line).isEmpty, "\(section): \(line)")
    }
    for row in 1...10 {
      #expect(clauses.contains { $0.key.hasPrefix("## Row \(row): ") && $0.value > 0 }, "row \(row) has no clause")
    }
  }
}
