import Foundation
import Reports
import TestSupport
import Testing

@Suite struct StagedDirectoryTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func stage(_ text: String, at name: String = "out") throws -> StagedDirectory {
    let staged = try StagedDirectory(for: folder(name), marker: "manifest.json")
    try Data(text.utf8).write(to: URL(filePath: "\(staged.path)/manifest.json"))
    return staged
  }

  private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }

  private func text(_ name: String = "out") throws -> String {
    try String(contentsOfFile: folder("\(name)/manifest.json"), encoding: .utf8)
  }

  @Test func `nothing shows before it is complete`() throws {
    let staged = try stage("first")
    #expect(!FileManager.default.fileExists(atPath: folder("out")))
    try staged.commit()
    #expect(try text() == "first")
    #expect(try names() == ["out"])
  }

  @Test func `an older one is replaced as a whole`() throws {
    try stage("first").commit()
    try Data().write(to: URL(filePath: folder("out/leftover")))
    try stage("second").commit()
    #expect(try text() == "second")
    #expect(try names() == ["out"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder("out")) == ["manifest.json"])
  }

  @Test func `what is discarded leaves the older one`() throws {
    try stage("first").commit()
    try stage("second").discard()
    #expect(try text() == "first")
    #expect(try names() == ["out"])
  }

  @Test func `a folder of other things is not touched`() throws {
    try FileManager.default.createDirectory(atPath: folder("mine"), withIntermediateDirectories: true)
    try Data("letter".utf8).write(to: URL(filePath: folder("mine/letter")))
    #expect(throws: OccupiedFolder.self) { try StagedDirectory(for: folder("mine"), marker: "manifest.json") }
    #expect(throws: OccupiedFolder.self) { try StagedDirectory(for: folder("mine/letter"), marker: "manifest.json") }
    #expect(try names() == ["mine"])
  }

  @Test func `folders above are made, slashes at the end do not matter`() throws {
    try stage("first", at: "a/b/c/").commit()
    #expect(try text("a/b/c") == "first")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder("a/b")) == ["c"])
  }

  @Test func `a place that cannot be made says why`() {
    #expect(throws: FileError(.create, "/dev/null/out", code: ENOTDIR)) {
      try StagedDirectory(for: "/dev/null/out", marker: "manifest.json")
    }
  }

  /// Process numbers end at 2^22 on Linux.
  @Test func `what a killed process left is cleared up, and an older run put back`() throws {
    for name in [
      ".out.9999999.partial", ".out.9999999.partial.old", ".other.9999999.partial", ".out.\(getppid()).partial",
    ] {
      try FileManager.default.createDirectory(atPath: folder(name), withIntermediateDirectories: true)
      try Data("older".utf8).write(to: URL(filePath: folder("\(name)/manifest.json")))
    }
    let staged = try stage("newer")
    #expect(try text() == "older")
    // Another run's, and one of a process that lives, stay.
    #expect(
      try names().filter { !$0.contains(".\(getpid()).") } == [
        ".other.9999999.partial", ".out.\(getppid()).partial", "out",
      ])
    try staged.commit()
    #expect(try text() == "newer")
  }
}
