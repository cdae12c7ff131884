import Foundation
import Scenarios
import Testing

/// A CSV file of points, whole and damaged.
@Suite struct PointsTableTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "tapedeck-points-\(UUID())")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func sweep(_ bytes: Data) throws -> Sweep? {
    defer { try? FileManager.default.removeItem(at: folder) }
    try bytes.write(to: folder.appending(path: "points.csv"))
    let file = folder.appending(path: "a.yaml").path
    return try Scenario(yaml: shortest + "sweep: { csv: points.csv }", file: file).sweep
  }

  @Test(arguments: ["\n", "\r\n"])
  func `each row is a point, whatever the line ends`(end: String) throws {
    let rows = ["strategy.fast,sizing.stop", "5,3 %", "10,\"{ atr: 2, minimum: 1 % }\"", "20,\"off\""]
    let sweep = try #require(try sweep(Data(rows.joined(separator: end).utf8)))
    #expect(sweep.keys == ["strategy.fast", "sizing.stop"])
    #expect(sweep.points.map(\.values) == [["5", "3 %"], ["10", "{ atr: 2, minimum: 1 % }"], ["20", "off"]])
    #expect(sweep.file?.name == "points.csv")
    guard case .scenario(let second) = sweep.points[1].reading else {
      Issue.record("the second point is refused")
      return
    }
    #expect(
      try second == read(overrides: ["strategy.fast=10", "sizing.stop={ atr: 2, minimum: 1 % }"]))
  }

  @Test func `a byte order mark and a line end at the end are no part of it`() throws {
    let sweep = try #require(try sweep(Data([0xEF, 0xBB, 0xBF]) + Data("seed\n7\n".utf8)))
    #expect(sweep.keys == ["seed"])
    #expect(sweep.points.map(\.values) == [["7"]])
  }

  @Test(arguments: [
    ("", 1, "the file is empty. It needs a header of keys."),
    ("seed\n", 1, "there is a header, but no point. Add a row."),
    ("seed,seed\n1,2\n", 1, "the key 'seed' stands twice in the header. Keep one."),
    ("seed,\n1,2\n", 1, "a key of the header is empty. Write it as in strategy.fast."),
    ("seed,strategy.fast\n1,2\n3\n", 3, "the row has 1 fields, the header 2. Write one a key."),
    ("seed\n1\n\n2\n", 3, "the field of 'seed' is empty. Write a value."),
    ("seed\n\"1\n2\n", 2, "a quoted field is never closed. Close it."),
    ("seed\n\"1\"2\n", 2, "text stands behind a closing quote. Double the quotes inside a field."),
    ("seed\n1\"2\"\n", 2, "a quote stands inside a field. Quote the whole field."),
    ("seed\n\"a\nb\"\n1,2\n", 4, "the row has 2 fields, the header 1. Write one a key."),
    ("seed\n1\0\n", 2, "the row is not UTF-8 text. Save the file as UTF-8."),
  ])
  func `a damaged file is refused with its line`(text: String, line: Int, problem: String) throws {
    let fault = try #require(throws: ScenarioError.self) { try sweep(Data(text.utf8)) }
    #expect(fault.problem == problem)
    #expect(fault.line == line)
    #expect(fault.file.hasSuffix("/points.csv"))
  }

  @Test func `bytes that are no text are refused`() throws {
    let fault = try #require(throws: ScenarioError.self) { try sweep(Data("seed\n".utf8) + Data([0xFF, 0xFE])) }
    #expect(fault.problem == "the row is not UTF-8 text. Save the file as UTF-8.")
  }

  @Test func `a file that is not there is told at its key`() throws {
    let fault = try #require(refusal("sweep: { csv: nowhere/points.csv }"))
    #expect("\(fault)".hasPrefix("a.yaml:4:15: sweep.csv: 'nowhere/points.csv' is not there or cannot be read."))
  }

  @Test(arguments: 0..<200)
  func `no damage stops the program`(seed: UInt64) throws {
    var generator = Splitter(seed: seed)
    var bytes = Array("strategy.fast,sizing.stop\n5,\"{ atr: 2, minimum: 1 % }\"\n20,\"off\"\n".utf8)
    for _ in 0..<3 {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch seed % 3 {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.remove(at: place)
      default: bytes.insert([34, 44, 10, 13, 0][Int.random(in: 0..<5, using: &generator)], at: place)
      }
    }
    do {
      let sweep = try #require(try sweep(Data(bytes)))
      #expect(!sweep.points.isEmpty)
    } catch let fault as ScenarioError {
      #expect(!fault.problem.isEmpty)
    }
  }
}

/// A linear congruential generator (Knuth's MMIX constants): the same damage for the same seed.
private struct Splitter: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
