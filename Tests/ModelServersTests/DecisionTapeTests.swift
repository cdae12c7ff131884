import Foundation
import LanguageModels
import ModelServers
import TestSupport
import Testing

@Suite struct DecisionTapeTests {
  private let folder: TemporaryFolder
  private let server: PythonServer

  init() throws {
    folder = try TemporaryFolder()
    server = try PythonServer("\(Repository.path)/Tests/ModelServersTests/Fixtures/serve_replies.py")
  }

  private var path: String { folder("tape.jsonl") }

  private func model(_ name: String, digest: String = "sha256:1", on tape: DecisionTape) throws -> TapedModel {
    let address = try #require(ServerAddress(server.url))
    let server = ModelServer(address, kind: .openAI, key: nil, timeout: .seconds(120))
    return TapedModel(ServerModel(name: name, servedAs: name, on: server), digest: digest, tape: tape)
  }

  private static func request(_ prompt: String, seed: UInt64 = 1) -> CompletionRequest {
    CompletionRequest(prompt: Array(prompt.utf8), seed: seed, ordinal: 0)
  }

  private func asked() throws -> (count: Int, most: Int) {
    struct Seen: Decodable {
      var requests: [Request]
      var most: Int
      struct Request: Decodable {}
    }
    let url = try #require(URL(string: "\(server.url)/requests"))
    let seen = try JSONDecoder().decode(Seen.self, from: Data(contentsOf: url))
    return (seen.requests.count, seen.most)
  }

  /// A tape of three answers, one of them with likelihoods, one a failure.
  private func recordThree() async throws {
    let tape = try DecisionTape(path: path, mode: .auto)
    _ = try await model("decision", on: tape).complete(Self.request("one"))
    _ = try await model("likely", on: tape).complete(Self.request("two"))
    await #expect(throws: ModelError.self) {
      try await model("error-output-not-parsed", on: tape).complete(Self.request("three"))
    }
  }

  @Test func `what was recorded is replayed without a server, failures included`() async throws {
    try await recordThree()
    let (recorded, count) = (try Data(contentsOf: URL(filePath: path)), try asked().count)
    server.stop()
    let tape = try DecisionTape(path: path, mode: .replay)
    let one = try await model("decision", on: tape).complete(Self.request("one"))
    #expect(one.text == #"{"action": "BUY", "confidence": 55, "reasoning": "up"}"#)
    #expect(one.latencyMilliseconds >= 50)
    let likely = try await model("likely", on: tape).complete(Self.request("two")).probabilities
    #expect(likely.map { $0.buy + $0.sell + $0.hold } == 1)
    let error = try await #require(throws: ModelError.self) {
      try await model("error-output-not-parsed", on: tape).complete(Self.request("three"))
    }
    #expect(error.reason == .serverError)
    #expect(count == 3)
    #expect(try Data(contentsOf: URL(filePath: path)) == recorded)
  }

  @Test func `the answer that is used first is the answer that is replayed, to the last bit`() async throws {
    let first = try await model("likely", on: try DecisionTape(path: path, mode: .auto)).complete(Self.request("p"))
    let again = try await model("likely", on: try DecisionTape(path: path, mode: .replay)).complete(Self.request("p"))
    #expect(first == again)
  }

  @Test func `nothing but the very same question has a recorded answer`() async throws {
    let tape = try DecisionTape(path: path, mode: .auto)
    _ = try await model("decision", on: tape).complete(Self.request("one"))
    let replay = try model("decision", on: tape)
    var others = [Self.request("one "), Self.request("one", seed: 2)]
    var other = Self.request("one")
    other.schema = nil
    others.append(other)
    other = Self.request("one")
    other.attempt = 1
    others.append(other)
    other = Self.request("one")
    other.repetition = 1
    others.append(other)
    for (name, change) in [
      ("temperature", { $0.temperature = 0.5 }), ("reply", { $0.maximumReply = 100 }),
      ("likelihoods", { $0.likelihoods = 5 }),
    ] as [(String, (inout Sampling) -> Void)] {
      other = Self.request("one")
      change(&other.sampling)
      #expect(other.sampling != Sampling(), "\(name)")
      others.append(other)
    }
    for request in others { _ = try await replay.complete(request) }
    #expect(try asked().count == 1 + others.count)
    // Another variant's answers are never served, even under the same name.
    _ = try await model("decision", digest: "sha256:2", on: tape).complete(Self.request("one"))
    #expect(try asked().count == 2 + others.count)
    // What a request is counted as changes nothing.
    _ = try await replay.complete(CompletionRequest(prompt: Array("one".utf8), seed: 1, ordinal: 17))
    #expect(try asked().count == 2 + others.count)
  }

  @Test func `auto asks for what is missing, record asks for everything once`() async throws {
    try await recordThree()
    do {
      let tape = try DecisionTape(path: path, mode: .auto)
      _ = try await model("decision", on: tape).complete(Self.request("one"))
      #expect(try asked().count == 3)
      _ = try await model("decision", on: tape).complete(Self.request("four"))
      #expect(try asked().count == 4)
    }
    let tape = try DecisionTape(path: path, mode: .record)
    for _ in 0..<2 { _ = try await model("decision", on: tape).complete(Self.request("one")) }
    #expect(try asked().count == 5)
  }

  @Test func `a missing answer ends a replay and says what to do`() async throws {
    try await recordThree()
    let tape = try DecisionTape(path: path, mode: .replay)
    let error = try await #require(throws: DecisionTapeError.self) {
      try await model("decision", on: tape).complete(Self.request("never"))
    }
    #expect(error.description.hasPrefix("decision was never asked this on '\(path)'"))
    #expect(error.description.hasSuffix("Record it with --set models.tape.mode=auto and its server running."))
    #expect(throws: DecisionTapeError.missing(folder("none"))) { try DecisionTape(path: folder("none"), mode: .replay) }
  }

  @Test func `many who ask at once are asked for one at a time, and equal questions once`() async throws {
    let tape = try DecisionTape(path: path, mode: .auto)
    let model = try model("decision", on: tape)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<12 { group.addTask { _ = try await model.complete(Self.request("\(number % 4)")) } }
      try await group.waitForAll()
    }
    let (count, most) = try asked()
    #expect(count == 4)
    #expect(most == 1)
  }

  @Test func `what a run took has a hash that no order changes`() async throws {
    func hash(_ prompts: [Int]) async throws -> String {
      let tape = try DecisionTape(path: path, mode: .auto)
      for prompt in prompts { _ = try await model("likely", on: tape).complete(Self.request("\(prompt)")) }
      #expect(tape.used.count == Set(prompts).count)
      return tape.used.sha256
    }
    let first = try await hash(Array(0..<40))
    #expect(try await hash((0..<40).reversed() + [3]) == first)
    #expect(try await hash(Array(0..<39)) != first)
  }

  @Test func `a changed, moved, missing or cut line is found, and where`() async throws {
    try await recordThree()
    let good = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    let lines = good.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    try #require(lines.count == 5)
    func problem(_ text: String, mode: DecisionTape.Mode = .auto) throws -> DecisionTapeError? {
      try folder.write(text, to: "tape.jsonl")
      do {
        _ = try DecisionTape(path: path, mode: mode)
      } catch let error as DecisionTapeError {
        // Nothing was repaired or lost.
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(text.utf8))
        return error
      }
      return nil
    }
    func line(_ error: DecisionTapeError?) -> Int? {
      if case .damaged(_, let line, _) = error { line } else { nil }
    }
    #expect(try problem(good) == nil)
    #expect(try line(problem(good.replacing("BUY", with: "SELL", maxReplacements: 1))) == 2)
    #expect(try line(problem(good.replacing(#""latency_ms":"#, with: #""latency_ms":1"#, maxReplacements: 1))) == 2)
    #expect(try line(problem([lines[0], lines[2], lines[1], lines[3], ""].joined(separator: "\n"))) == 2)
    #expect(try line(problem([lines[0], lines[2], lines[3], ""].joined(separator: "\n"))) == 2)
    #expect(try line(problem(String(good.dropLast(10)), mode: .replay)) == 4)
    #expect(try line(problem(good + "{}\n")) == 5)
    #expect(try problem("time,open\n1,2\n") == .notATape(path))
    #expect(try problem("no line end") == .notATape(path))
  }

  @Test func `a line that a killed run broke off is asked for again, in its place`() async throws {
    try await recordThree()
    let good = try Data(contentsOf: URL(filePath: path))
    let lines = good.split(separator: 0x0A)
    let whole = good.dropLast(lines[3].count + 1)
    let fragments = [lines[3].prefix(1), lines[3].prefix(20), lines[3].dropLast(), Data(repeating: 0x78, count: 5_000)]
    for fragment in fragments {
      try (whole + fragment).write(to: URL(filePath: path))
      let tape = try DecisionTape(path: path, mode: .auto)
      let before = try asked().count
      _ = try await model("decision", on: tape).complete(Self.request("one"))
      #expect(try asked().count == before)
      await #expect(throws: ModelError.self) {
        try await model("error-output-not-parsed", on: tape).complete(Self.request("three"))
      }
      #expect(try asked().count == before + 1)
      let now = try Data(contentsOf: URL(filePath: path))
      #expect(now.split(separator: 0x0A).count == 4 && now.starts(with: whole))
      _ = try DecisionTape(path: path, mode: .replay)
    }
  }

  @Test func `a tape is written by one run at a time`() async throws {
    let first = try DecisionTape(path: path, mode: .auto)
    #expect(throws: DecisionTapeError.locked(path)) { try DecisionTape(path: path, mode: .record) }
    _ = try DecisionTape(path: path, mode: .replay)
    #expect(first.used.count == 0)
    #expect(throws: DecisionTapeError.self) { try DecisionTape(path: folder("no/such/tape"), mode: .auto) }
  }
}
