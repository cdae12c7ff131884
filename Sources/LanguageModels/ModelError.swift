/// Why a model gave no answer.
package struct ModelError: Error, Hashable, CustomStringConvertible {
  /// The kinds of failure. The raw value is the reason code that decision logs show.
  package enum Reason: String, CaseIterable, Sendable {
    /// No answer within the time allowed.
    case timeout
    /// The server failed: HTTP 5xx.
    case serverError = "server_error"
    /// The key is missing, wrong or may not do this: HTTP 401, 403.
    case authentication = "auth"
    /// Too many requests: HTTP 429.
    case rateLimited = "rate_limited"
    /// The server does not have the model, or answered under another name.
    case unknownModel = "unknown_model"
    /// The server refuses the request as it stands: other HTTP 4xx, a prompt beyond the context.
    case badRequest = "bad_request"
    /// No connection, or one that broke.
    case unreachable
    /// The answer is not what the server's protocol promises.
    case protocolViolation = "protocol_violation"
    /// The mock found a prompt that lacks what it reads.
    case unreadablePrompt = "unreadable_prompt"
  }

  package var reason: Reason
  /// What was found, in words.
  package var detail: String
  /// How long the failed attempt took: a fallback that answers afterwards is later by this.
  package var latencyMilliseconds: Int

  package init(_ reason: Reason, _ detail: String, latencyMilliseconds: Int = 0) {
    (self.reason, self.detail, self.latencyMilliseconds) = (reason, detail, latencyMilliseconds)
  }

  package var description: String { "\(reason.rawValue): \(detail)" }
}
