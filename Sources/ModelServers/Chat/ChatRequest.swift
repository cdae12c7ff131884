import Foundation
import LanguageModels

/// The body of a request to `/chat/completions`, which is streamed: a server ends the work on a stream that is closed.
struct ChatRequest: Encodable {
  private struct Message: Encodable {
    var role = "user"
    var content: String
  }

  private let model: String
  private let messages: [Message]
  private let temperature: Double
  private let seed: UInt64
  private let maxTokens: Int
  private let stream = true
  private let logprobs: Bool?
  private let topLogprobs: Int?
  /// llama.cpp's own: with it, an answer depends on what was asked before.
  private let cachePrompt: Bool?

  /// Each attempt has a seed of its own, so that asking again can help where words are drawn.
  init(_ request: CompletionRequest, model: String, _ kind: ServerKind) {
    self.model = model
    messages = [Message(content: String(decoding: request.prompt, as: UTF8.self))]
    temperature = request.sampling.temperature
    // Servers take 31 bits.
    seed = (request.seed &+ UInt64(request.attempt)) & 0x7FFF_FFFF
    maxTokens = request.sampling.maximumReply
    logprobs = request.sampling.likelihoods > 0 ? true : nil
    topLogprobs = request.sampling.likelihoods > 0 ? request.sampling.likelihoods : nil
    cachePrompt = kind == .llamaCpp ? false : nil
  }

  /// With `schema` as it is written: servers reply in the order of its keys.
  func body(schema: String?) throws -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var body = try encoder.encode(self)
    guard let schema else { return body }
    body.removeLast()
    let format = #","response_format":{"type":"json_schema","json_schema":{"name":"decision","strict":true,"schema":"#
    body.append(Data("\(format)\(schema)}}}".utf8))
    return body
  }
}

/// What sort of server it is, where servers of one interface differ.
package enum ServerKind: String, CaseIterable, Sendable {
  /// Nothing beyond the interface: OpenAI, vLLM, Ollama.
  case openAI = "openai"
  /// Its prompt cache is switched off.
  case llamaCpp = "llama.cpp"
}
