import Foundation
import FoundationNetworking

/// What a server answered, whatever its status.
struct HTTPAnswer: Sendable {
  var status: Int
  var body: Data
}

/// Why there was no answer.
enum TransportError: Error, Hashable {
  case timeout
  /// In words.
  case broken(String)
}

/// Sends one request and reads all of its answer, within a time for both.
struct HTTPTransport: Sendable {
  private let session: URLSession

  init() {
    // Neither cookies nor a cache: each answer is the server's own.
    session = URLSession(configuration: .ephemeral, delegate: StayingDelegate(), delegateQueue: nil)
  }

  /// Closes the connection when the time is over, which ends a streamed reply's work on the server.
  func send(_ request: URLRequest, within limit: Duration) async throws -> HTTPAnswer {
    let answer = try await withThrowingTaskGroup(of: (Data, URLResponse).self) { [session] group in
      group.addTask {
        do { return try await session.data(for: request) } catch {
          if Task.isCancelled { throw CancellationError() }
          throw TransportError.broken(error.localizedDescription)
        }
      }
      group.addTask {
        try await Task.sleep(for: limit)
        throw TransportError.timeout
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { preconditionFailure("one of two tasks ends first") }
      return first
    }
    guard let response = answer.1 as? HTTPURLResponse else { throw TransportError.broken("the answer is no HTTP") }
    return HTTPAnswer(status: response.statusCode, body: answer.0)
  }
}

/// Follows no redirection: a key is for the server that it was given for.
private final class StayingDelegate: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}
