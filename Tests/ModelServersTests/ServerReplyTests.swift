import Foundation
import LanguageModels
import ModelServers
import TestSupport
import Testing

/// Replies that real servers gave, over real HTTP; replies.json names the source of each.
@Suite struct ServerReplyTests {
  private let server: PythonServer

  init() throws {
    server = try PythonServer("\(Repository.path)/Tests/ModelServersTests/Fixtures/serve_replies.py")
  }

  private func model(
    _ name: String, base: String = "/v1", kind: ServerKind = .openAI, key: String? = nil,
    timeout: Duration = .seconds(120)
  ) throws -> ServerModel {
    let address = try #require(ServerAddress(server.url + base))
    return ServerModel(name: name, servedAs: name, on: ModelServer(address, kind: kind, key: key, timeout: timeout))
  }

  private func ask(_ model: ServerModel, attempt: Int = 0, sampling: Sampling = Sampling()) async throws -> Completion {
    try await model.complete(
      CompletionRequest(prompt: Array("Decide.".utf8), seed: 7, sampling: sampling, ordinal: 0, attempt: attempt))
  }

  private struct Seen: Decodable {
    struct Request: Decodable {
      struct Body: Decodable {
        var seed: Int
        var stream: Bool
        var temperature: Double
        var maxTokens: Int
        var logprobs: Bool?
        var topLogprobs: Int?
        var cachePrompt: Bool?
      }
      var path: String
      var key: String
      var body: Body
    }
    var requests: [Request]
    var most: Int
    var closed: Int
  }

  private func seen() async throws -> Seen {
    let url = try #require(URL(string: "\(server.url)/requests"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Seen.self, from: Data(contentsOf: url))
  }

  @Test func `a stream is put together, and one that is none is read as it is`() async throws {
    #expect(try await ask(model("chat-stream")).text == #"{"action":"BUY","confidence": 67}"#)
    let plain = try await ask(model("chat-success-logprobs"))
    #expect(plain.text == #"{"action":"BUY","confidence": 67}"#)
    #expect(plain.answeredBy == "chat-success-logprobs")
    // Two candidates a word were recorded, and none of them is an action's beginning.
    #expect(plain.probabilities == nil)
    #expect(try await ask(model("vllm-chat")).text == "The text in the illustration is: **a tiger**")
    #expect(try await ask(model("ollama-v1-chat-json-schema")).text == #"{ "city": "Paris", "country": "France" }"#)
  }

  @Test func `a reply that was cut off is an answer that the contract refuses`() async throws {
    let text = try await ask(model("chat-truncated")).text
    #expect(throws: InvalidReply(.truncated, at: 11)) { try ReplyContract.parse(text) }
  }

  @Test func `a dated name of the model is its own, another name is not`() async throws {
    #expect(try await ask(model("gpt-4o-mini")).answeredBy == "gpt-4o-mini-2024-07-18")
    let error = try await #require(throws: ModelError.self) { try await ask(model("chat-unknown-model")) }
    #expect(error.reason == .unknownModel)
    #expect(error.detail == "chat-unknown-model was asked for, tiny-q4_0 answered")
    // A longer name is another model's.
    let longer = try await #require(throws: ModelError.self) { try await ask(model("gpt-4o")) }
    #expect(longer.detail == "gpt-4o was asked for, gpt-4o-mini-2024-07-18 answered")
  }

  @Test(arguments: [
    ("error-context-overflow", ModelError.Reason.badRequest, "HTTP 400: request (4008 tokens) exceeds"),
    ("error-output-not-parsed", .serverError, "HTTP 500: The model produced output that does not match"),
    ("groq-error-404", .unknownModel, "HTTP 404: The model `non-existent` does not exist"),
    ("error-malformed-json", .badRequest, "HTTP 400: [json.exception.parse_error.101]"),
    ("unfinished", .protocolViolation, "the stream ended before the reply did"),
    ("redirect", .protocolViolation, "HTTP 307: a redirection, which is not followed"),
  ])
  func `an error has its reason and the server's own words`(
    name: String, reason: ModelError.Reason, words: String
  ) async throws {
    let error = try await #require(throws: ModelError.self) { try await ask(model(name, key: "sk-secret")) }
    #expect(error.reason == reason)
    #expect(error.detail.hasPrefix(words), "\(error.detail)")
    #expect(try await !seen().requests.contains { $0.path == "/elsewhere" })
  }

  @Test func `a key goes into one header, and into no error that repeats it`() async throws {
    let error = try await #require(throws: ModelError.self) { try await ask(model("echo", key: "sk-secret")) }
    #expect(error.detail == "HTTP 500: bad header Bearer <key>")
    #expect(try await seen().requests.map(\.key) == ["Bearer sk-secret"])
    // Also where it says so in a stream that began well, and where the key lies across the place that a text is cut at.
    for (name, beginning) in [("echo-stream", "bad header Bearer <key>"), ("echo-late", "HTTP 500: xxx")] {
      let error = try await #require(throws: ModelError.self) { try await ask(model(name, key: "sk-secret")) }
      #expect(error.detail.hasPrefix(beginning) && !error.detail.contains("sk"), "\(error.detail)")
      #expect(error.detail.count <= 212)
    }
    let refused = try await #require(throws: ServerUnavailable.self) {
      try await ask(model("decision", base: "/locked", key: "sk-secret"))
    }
    #expect(refused.problem == "refuses the key (Invalid API Key Bearer <key>): correct api_key of its variants.")
  }

  @Test func `an answer that takes too long is a timeout, and its stream is closed`() async throws {
    let error = try await #require(throws: ModelError.self) {
      try await ask(model("slow", timeout: .milliseconds(600)))
    }
    #expect(error.reason == .timeout)
    #expect(error.latencyMilliseconds >= 600)
    for _ in 0..<300 where try await seen().closed == 0 { try await Task.sleep(for: .milliseconds(100)) }
    #expect(try await seen().closed == 1)
  }

  @Test func `a server that is not there, goes away, or is another thing ends the run`() async throws {
    let cut = try await #require(throws: ServerUnavailable.self) { try await ask(model("cut")) }
    #expect(cut.problem.hasPrefix("cannot be reached: "))
    let other = try await #require(throws: ServerUnavailable.self) { try await ask(model("decision", base: "/other")) }
    #expect(other.problem == "does not list its models in the way of OpenAI: is this the right address?")
    let unlisted = try await #require(throws: ServerUnavailable.self) { try await ask(model("llama")) }
    #expect(unlisted.problem.hasSuffix("and not llama: correct served_as in its card."))
    let late = try await #require(throws: ServerUnavailable.self) { try await ask(model("error-wrong-api-key")) }
    #expect(late.problem == "refuses the key (Invalid API Key): correct api_key of its variants.")
    server.stop()
    let gone = try await #require(throws: ServerUnavailable.self) { try await ask(model("decision")) }
    #expect(gone.problem.hasPrefix("cannot be reached: "))
    #expect(gone.description.hasSuffix("Answers so far are on the tape: run again to go on from there."))
  }

  @Test func `a server that is loading its model is waited for`() async throws {
    #expect(try await ask(model("decision", base: "/loading")).answeredBy == "decision")
  }

  /// By hand: SE and SELL speak for SELL, B for BUY, HOLD for HOLD; Z and the empty word for none.
  @Test func `likelihoods are those of the word in which the action begins`() async throws {
    let found = try #require(try await ask(model("likely")).probabilities)
    let (sell, buy, hold) = (exp(-1.0) + exp(-4.0), exp(-2.0), exp(-3.0))
    #expect(abs(found.sell - sell / (sell + buy + hold)) < 1e-9)
    #expect(abs(found.buy - buy / (sell + buy + hold)) < 1e-9)
    #expect(found.buy + found.sell + found.hold == 1)
  }

  @Test func `what is asked is decoded greedily, streamed, and has a seed of its own at each attempt`() async throws {
    var quiet = Sampling()
    quiet.likelihoods = 0
    quiet.maximumReply = 99
    _ = try await ask(model("decision"), attempt: 2)
    _ = try await ask(model("decision", kind: .llamaCpp), sampling: quiet)
    let bodies = try await seen().requests.map(\.body)
    try #require(bodies.count == 2)
    #expect(bodies.map(\.seed) == [9, 7])
    #expect(bodies.allSatisfy { $0.stream && $0.temperature == 0 })
    #expect(bodies.map(\.maxTokens) == [512, 99])
    #expect(bodies.map(\.topLogprobs) == [20, nil])
    #expect(bodies.map(\.logprobs) == [true, nil])
    #expect(bodies.map(\.cachePrompt) == [nil, false])
  }

  @Test(arguments: [
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
    ("https://api.example.com/v1/", "https://api.example.com/v1"),
    ("http://host/proxy/v1", "http://host/proxy/v1"), ("ftp://host/v1", nil), ("127.0.0.1:8080", nil),
    ("http://user:secret@host/v1", nil), ("http://host/v1?key=secret", nil), ("", nil), ("http://", nil),
  ])
  func `an address has a host and no secret`(text: String, expected: String?) {
    #expect(ServerAddress(text)?.description == expected)
  }
}
