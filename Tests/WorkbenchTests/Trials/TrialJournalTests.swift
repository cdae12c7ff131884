import Foundation
import TestSupport
import Testing
import Workbench

@Suite struct TrialJournalTests {
  let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder(".x.trials.jsonl")
  }

  /// Figures and days as no other number has them.
  private func result(_ number: Double) throws -> TrialResult {
    let text = """
      { "ticks": \(number), "decisions": { "buy": 1, "sell": 2, "hold": 3 }, "funnel": { "risk:drawdown": 7 },
        "failures": {}, "orders": 4, "fills": 5, "trades": 6, "finalEquity": \(10_000.1 + number / 3), "fees": 0.1,
        "sharpe": \(1 / number), "totalReturn": \(-0.1 * number) }
      """
    let span = TrialDays.Span(first: 86_400_000, last: 259_200_000, count: 3)
    return TrialResult(
      figures: try JSONDecoder().decode(RunSummary.Figures.self, from: Data(text.utf8)),
      days: number == 2 ? nil : TrialDays(spans: [span], returns: [0.1 / number, -1e-17 * number, 0]))
  }

  /// A journal of three trials.
  private func write() throws {
    let journal = try TrialJournal(path, keeping: ["a", "b", "c"])
    for (index, key) in ["a", "b", "c"].enumerated() { try journal.append(result(Double(index + 1)), key: key) }
  }

  private func known(_ keys: Set<String> = ["a", "b", "c", "d"]) throws -> [String: TrialResult] {
    let journal = try TrialJournal(path, keeping: keys)
    return keys.reduce(into: [:]) { $0[$1] = journal[$1] }
  }

  @Test func `what was appended is known again, to the last digit`() throws {
    try write()
    #expect(try known() == ["a": result(1), "b": result(2), "c": result(3)])
  }

  @Test func `a line is a JSON object`() throws {
    try write()
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 3)
    for line in lines {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(Set(object.keys) == ["sum", "trial"])
    }
  }

  @Test func `trials of other inputs are dropped from the file`() throws {
    try write()
    #expect(try known(["b", "d"]) == ["b": result(2)])
    #expect(try known() == ["b": result(2)])
  }

  /// A kill tears the last line at any byte.
  @Test func `a torn last line is left out, and the journal goes on after it`() throws {
    try write()
    let whole = try Data(contentsOf: URL(filePath: path))
    let third = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n"))) + 1
    for end in stride(from: third, to: whole.count - 1, by: 7) {
      try whole[..<end].write(to: URL(filePath: path))
      let journal = try TrialJournal(path, keeping: ["a", "b", "c"])
      #expect(try journal["a"] == result(1) && journal["b"] == result(2) && journal["c"] == nil, "\(end)")
      try journal.append(result(9), key: "c")
      #expect(try known() == ["a": result(1), "b": result(2), "c": result(9)])
    }
  }

  @Test(arguments: 0..<60)
  func `a line with a byte that is not what was written is left out`(place: Int) throws {
    try write()
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let second = try #require(bytes.firstIndex(of: UInt8(ascii: "\n"))) + 1
    let end = try #require(bytes[second...].firstIndex(of: UInt8(ascii: "\n")))
    bytes[second + place * (end - second - 1) / 59] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    let journal = try TrialJournal(path, keeping: ["a", "b", "c"])
    #expect(try journal["a"] == result(1) && journal["b"] == nil && journal["c"] == result(3))
  }

  @Test(arguments: ["", "\n\n", "{}\n", "not a journal\n", "{\"sum\":\"0123456789abcdef\",\"trial\":{}}\n"])
  func `a file that is no journal is an empty one`(text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
    #expect(try known().isEmpty)
  }
}
