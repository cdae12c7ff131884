import Foundation
import Testing

@Suite struct LinksTests {
  private static func pages() throws -> [SourceTree.File] {
    let top = try FileManager.default.contentsOfDirectory(atPath: SourceTree.path).filter { $0.hasSuffix(".md") }
      .sorted()
    let folders = [
      "Documentation", "datasets", "models", "scenarios", "Tests", "Benchmarks", "reports", "notebooks-export",
    ]
    return try top.map(SourceTree.file) + folders.flatMap { try SourceTree.files($0, ".md") }
  }

  @Test func `every link to a file leads to one`() throws {
    let pages = try Self.pages()
    #expect(pages.count > 3)
    for page in pages {
      let folder = page.path.split(separator: "/").dropLast().joined(separator: "/")
      for link in page.text.matches(of: #/\]\(([^)\s]+)\)/#).map(\.1) where !link.contains("://") {
        let target = link.split(separator: "#", omittingEmptySubsequences: false).first ?? ""
        guard !target.isEmpty else { continue }
        let path = "\(SourceTree.path)/\(folder.isEmpty ? "" : folder + "/")\(target)"
        #expect(FileManager.default.fileExists(atPath: path), "\(page.path) links to \(link)")
      }
    }
  }

  @Test func `every page of documentation is linked from another`() throws {
    let pages = try Self.pages()
    for page in pages where page.path.hasPrefix("Documentation/") {
      let others = pages.filter { $0.path != page.path }
      #expect(
        others.contains { $0.text.contains("\(page.name))") || $0.text.contains("\(page.name)#") }, "\(page.path)")
    }
  }

  /// `tapedeck run scenarios/x.yaml` in a text names a scenario that ships.
  @Test func `every scenario that a page names is there`() throws {
    for page in try Self.pages() {
      for name in page.text.matches(of: #/\bscenarios\/([a-z0-9-]{2,}\.yaml)/#).map(\.1) {
        #expect(FileManager.default.fileExists(atPath: "\(SourceTree.path)/scenarios/\(name)"), "\(page.path): \(name)")
      }
    }
  }
}
