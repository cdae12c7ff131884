import ModelServers
import Scenarios
import Testing

/// The keys of `models` that name servers and their tape.
@Suite struct ServedModelsTests {
  private static func text(_ server: String, _ rest: String = "  tape: { file: t.jsonl }\n") -> String {
    """
    name: served
    data:
      - series: coinbase:BTCUSD 1h
    strategy: { kind: language-model }
    models:
      variants:
        - { name: a, card: tiny-f16\(server) }

    """ + rest
  }

  private static func models(_ text: String) throws -> ModelsSettings {
    try #require(try Scenario(yaml: text, file: "s.yaml").models)
  }

  @Test func `a server has an address, a kind and the name of its key's variable`() throws {
    let server = #", server: { url: "http://127.0.0.1:8080/", kind: llama.cpp, api_key: "${MODEL_KEY}" }"#
    let models = try Self.models(Self.text(server))
    let read = try #require(models.variants[0].server)
    #expect(read.address.description == "http://127.0.0.1:8080/v1")
    #expect(read.kind == .llamaCpp)
    #expect(read.keyVariable == "MODEL_KEY")
    #expect(models.tape?.file == "t.jsonl")
    #expect(models.tape?.mode == .auto)
    let sampling = models.sampling
    #expect(sampling.temperature == 0 && sampling.maximumReply == 512)
    #expect(sampling.likelihoods == 20 && sampling.timeout == 60_000)
  }

  @Test func `sampling and the tape's mode are read`() throws {
    let rest = """
        tape: { file: t.jsonl, mode: replay }
        sampling: { temperature: 0.5, maximum_reply: 64, likelihoods: 0, timeout: 2s }

      """
    let models = try Self.models(Self.text(#", server: { url: "http://h" }"#, rest))
    #expect(models.tape?.mode == .replay)
    let sampling = models.sampling
    #expect(sampling.temperature == 0.5 && sampling.maximumReply == 64)
    #expect(sampling.likelihoods == 0 && sampling.timeout == 2_000)
  }

  @Test(arguments: [
    (#", server: { url: "http://h", api_key: sk-123 }"#, "a key is a secret and must not stand here"),
    (#", server: { url: "http://h", api_key: "${A B}" }"#, "a key is a secret and must not stand here"),
    (#", server: { url: "http://u:p@h" }"#, "is no address of a server"),
    (#", server: { url: "h:80" }"#, "is no address of a server"),
    (#", server: { kind: openai }"#, "the key 'url' is missing"),
    (#", server: { url: "http://h", kind: olama }"#, "is not known"),
    (#", server: { url: "http://h", keys: 1 }"#, "unknown key"),
  ])
  func `what cannot be a server is refused where it stands`(server: String, words: String) throws {
    let error = try #require(throws: ScenarioError.self) { try Self.models(Self.text(server)) }
    #expect(error.description.contains(words), "\(error)")
    #expect(!error.description.contains("sk-123"))
  }

  @Test func `a server without a tape is refused, as its answers could not be repeated`() throws {
    let error = try #require(throws: ScenarioError.self) {
      try Self.models(Self.text(#", server: { url: "http://h" }"#, ""))
    }
    #expect(error.description.contains("Add models.tape with a file."))
    #expect(error.key == "models.variants[0]")
  }

  @Test(arguments: ["temperature: 3", "maximum_reply: 1", "likelihoods: -1", "timeout: 0s", "timeout: 2d"])
  func `a sampling beyond its bounds is refused`(line: String) {
    let rest = "  tape: { file: t.jsonl }\n  sampling: { \(line) }\n"
    #expect(throws: ScenarioError.self) { try Self.models(Self.text(#", server: { url: "http://h" }"#, rest)) }
  }
}
