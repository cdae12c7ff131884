import TestSupport
import Testing
import Workbench

@Suite struct CSVColumnTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ column: String, _ text: String) throws -> [Double] {
    try CSVColumn.read(column, of: folder.write(text, to: "f.csv"))
  }

  @Test func `a column is found by its header's name`() throws {
    #expect(try read("b", "a,b\n1,2\n3,4\n") == [2, 4])
    #expect(try read("b", "a,b\r\n1,2\r\n3,4e-1") == [2, 0.4])
  }

  @Test func `quotes hold commas, line breaks and quotes`() throws {
    #expect(try read("x, y", "\u{FEFF}a,\"x, y\"\n\"1\n\"\"2\"\",\",\"3\"\n") == [3])
  }

  @Test func `spaces and empty lines are passed over`() throws {
    #expect(try read("b", "a, b\n\n1, 2\n\n3, 4\n\n") == [2, 4])
  }

  @Test(arguments: [
    ("a,b\n1,2\n3,x\n", 3), ("a,b\n1,2\n3\n", 3), ("a,b\n\n\n1,inf\n", 4), ("a,b\n\"1\n\",2\n3,\n", 4),
    ("a,c\n1,2\n", 1),
    ("", 1),
  ])
  func `what is no number is told by line`(text: String, line: Int) throws {
    let error = #expect(throws: CSVColumnError.self) { try read("b", text) }
    #expect(error?.description.contains("f.csv:\(line):") == true, "\(error?.description ?? "")")
  }

  @Test func `a file that is not there is told as such`() {
    #expect(throws: CSVColumnError.missing(file: "nowhere.csv")) { try CSVColumn.read("a", of: "nowhere.csv") }
  }
}
