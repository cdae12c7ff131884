import Testing
import Workbench

@Suite struct LineDifferenceTests {
  private func text(_ old: String, _ new: String) -> String {
    LineDifference.lines(from: old, to: new).map { $0.kind.rawValue + $0.text }.joined(separator: "\n")
  }

  @Test func `equal texts have no line that changed`() {
    #expect(text("a\nb", "a\nb") == " a\n b")
    #expect(text("", "").isEmpty)
  }

  @Test func `a changed line is taken out and put in, and the rest stays`() {
    #expect(text("a\nb\nc", "a\nx\nc") == " a\n-b\n+x\n c")
  }

  @Test func `lines at the ends come and go`() {
    #expect(text("b\nc", "a\nb") == "+a\n b\n-c")
    #expect(text("", "a") == "+a")
    #expect(text("a", "") == "-a")
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `applying the difference gives the new text`(seed: UInt64) {
    var state = seed
    func random() -> [String] {
      (0..<20).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return ["a", "b", "c"][Int(state >> 33) % 3]
      }
    }
    let (old, new) = (random(), random())
    let lines = LineDifference.lines(from: old.joined(separator: "\n"), to: new.joined(separator: "\n"))
    #expect(lines.filter { $0.kind != .added }.map(\.text) == old)
    #expect(lines.filter { $0.kind != .removed }.map(\.text) == new)
  }
}
