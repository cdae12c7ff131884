import Foundation
import FoundationNetworking
package import LanguageModels
import Synchronization

/// One server at its address; it is asked one thing at a time.
package final class ModelServer: Sendable {
  package let address: ServerAddress
  private let kind: ServerKind
  /// A secret: it stands in a header and nowhere else.
  private let key: String?
  private let timeout: Duration
  private let transport = HTTPTransport()
  let line = RequestLine()
  /// Models that it was seen to serve.
  private let known = Mutex<Set<String>>([])

  package init(_ address: ServerAddress, kind: ServerKind, key: String?, timeout: Duration) {
    self.address = address
    self.kind = kind
    self.key = key
    self.timeout = timeout
  }

  /// What the model called `model` answers, with the time that took.
  ///
  /// Throws ``ModelError`` where it does not answer, ``ServerUnavailable`` where nothing does.
  func complete(_ request: CompletionRequest, model: String) async throws -> Completion {
    try await check(model)
    let body = try ChatRequest(request, model: model, kind).body(schema: request.schema)
    let clock = ContinuousClock()
    let start = clock.now
    func elapsed() -> Int { Int((clock.now - start) / .milliseconds(1)) }
    do {
      let answer = try await send("chat/completions", body)
      guard answer.status == 200 else { throw try error(of: answer) }
      let reply = try ChatReply(answer.body)
      guard reply.model.isEmpty || reply.model.isName(of: model) else {
        throw ModelError(.unknownModel, "\(model) was asked for, \(reply.model) answered")
      }
      return Completion(
        text: reply.text, latencyMilliseconds: elapsed(), answeredBy: reply.model.isEmpty ? model : reply.model,
        probabilities: reply.probabilities)
    } catch var error as ModelError {
      error.detail = readable(error.detail)
      error.latencyMilliseconds = elapsed()
      throw error
    } catch TransportError.timeout {
      throw ModelError(.timeout, "no answer within \(timeout)", latencyMilliseconds: elapsed())
    }
  }

  /// Before the first question to a model: is it there? A server that is loading it is waited for.
  private func check(_ model: String) async throws {
    guard !known.withLock({ $0.contains(model) }) else { return }
    let names = try await list()
    guard names?.contains(model) ?? true else {
      let list = (names ?? []).sorted().joined(separator: ", ")
      throw unavailable(
        "serves \(list.isEmpty ? "nothing" : readable(list)), and not \(model): correct served_as in its card.")
    }
    known.withLock { _ = $0.insert(model) }
  }

  /// The names of the models that it serves; nil where it has no such list.
  private func list() async throws -> [String]? {
    let pause = Duration.milliseconds(200)
    // Questions are counted, not time: while replays keep all threads busy a pause can last long.
    var pauses = Int(timeout / pause)
    while true {
      let answer: HTTPAnswer
      do { answer = try await send("models", nil) } catch TransportError.timeout {
        throw unavailable("does not answer within \(timeout).")
      }
      switch answer.status {
      case 200: return try names(answer.body)
      case 404, 405: return nil
      case 503 where pauses > 0:
        pauses -= 1
        try await Task.sleep(for: pause)
      case 401, 403: throw refusal(answer)
      default: throw unavailable("does not list its models (HTTP \(answer.status): \(text(answer))).")
      }
    }
  }

  private func names(_ body: Data) throws -> [String] {
    struct List: Decodable {
      struct Model: Decodable {
        var id: String
        var aliases: [String]?
      }
      var data: [Model]
    }
    guard let list = try? JSONDecoder().decode(List.self, from: body) else {
      throw unavailable("does not list its models in the way of OpenAI: is this the right address?")
    }
    return list.data.flatMap { [$0.id] + ($0.aliases ?? []) }
  }

  private func send(_ path: String, _ body: Data?) async throws -> HTTPAnswer {
    guard let url = address.url(path) else { throw unavailable("has an address that is none.") }
    var request = URLRequest(url: url)
    request.httpMethod = body == nil ? "GET" : "POST"
    request.httpBody = body
    if body != nil { request.setValue("application/json", forHTTPHeaderField: "Content-Type") }
    if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
    do { return try await transport.send(request, within: timeout) } catch TransportError.broken(let reason) {
      throw unavailable("cannot be reached: \(readable(reason)).")
    }
  }

  /// Throws ``ServerUnavailable`` where the key is refused: that says nothing about a model.
  private func error(of answer: HTTPAnswer) throws -> ModelError {
    let text = "HTTP \(answer.status): \(text(answer))"
    return switch answer.status {
    case 300..<400: ModelError(.protocolViolation, "HTTP \(answer.status): a redirection, which is not followed")
    case 401, 403: throw refusal(answer)
    case 404: ModelError(.unknownModel, text)
    case 408: ModelError(.timeout, text)
    case 429: ModelError(.rateLimited, text)
    case 500...: ModelError(.serverError, text)
    default: ModelError(.badRequest, text)
    }
  }

  private func unavailable(_ problem: String) -> ServerUnavailable {
    ServerUnavailable(address: address, problem: problem)
  }

  private func refusal(_ answer: HTTPAnswer) -> ServerUnavailable {
    unavailable("refuses the key (\(text(answer))): correct api_key of its variants.")
  }

  private func text(_ answer: HTTPAnswer) -> String { readable(ServerFault.text(in: answer.body)) }

  /// One line of at most 200 characters, without the key: a server may repeat what it was sent.
  private func readable(_ text: String) -> String {
    var text = text
    if let key, !key.isEmpty { text = text.replacingOccurrences(of: key, with: "<key>") }
    let line = String(text.map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0 })
    return line.count > 200 ? "\(line.prefix(200))…" : line
  }
}

extension String {
  /// Whether this is the name of `model`, or that with a date behind it: `gpt-4o-2024-08-06`.
  fileprivate func isName(of model: String) -> Bool {
    hasPrefix(model) && dropFirst(model.count).allSatisfy { $0 == "-" || $0.isASCII && $0.isNumber }
      && (count == model.count || dropFirst(model.count).first == "-")
  }
}

/// A model on a server.
package struct ServerModel: LanguageModel {
  package let name: String
  /// What the server calls it.
  private let servedAs: String
  let server: ModelServer

  package init(name: String, servedAs: String, on server: ModelServer) {
    self.name = name
    self.servedAs = servedAs
    self.server = server
  }

  package func complete(_ request: CompletionRequest) async throws -> Completion {
    try await server.complete(request, model: servedAs)
  }
}
