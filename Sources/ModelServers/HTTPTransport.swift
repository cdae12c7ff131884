import Dispatch
import Foundation
import FoundationNetworking
import Synchronization

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

/// Sends requests, and reads all of each answer within a time for both.
///
/// Not by `URLSession.data(for:)`: on Linux, cancelling a task that waits for it can lock up for ever, because it cancels
/// the transfer while it holds the task's lock, which the transfer's end waits for.
struct HTTPTransport: Sendable {
  private let session: URLSession
  private let transfers = Transfers()

  init() {
    // Neither cookies nor a cache: each answer is the server's own.
    session = URLSession(configuration: .ephemeral, delegate: transfers, delegateQueue: nil)
  }

  /// Closes the connection when the time is over, which ends a streamed reply's work on the server.
  func send(_ request: URLRequest, within limit: Duration) async throws -> HTTPAnswer {
    var request = request
    // The session has a limit of its own, on silence: this one is not to be it.
    request.timeoutInterval = limit / .seconds(1) + 60
    let task = session.dataTask(with: request)
    // A timer of its own: a task would wait while replays keep all threads of the pool busy.
    let timer = DispatchSource.makeTimerSource()
    timer.schedule(deadline: .now() + .nanoseconds(Int(limit / .nanoseconds(1))))
    timer.setEventHandler { [transfers] in transfers.end(task, TransportError.timeout) }
    defer { timer.cancel() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        transfers.begin(task, continuation)
        timer.activate()
      }
    } onCancel: {
      // Later, and outside the lock that this is called in.
      Task.detached { transfers.end(task, CancellationError()) }
    }
  }
}

/// The transfers under way, by the numbers of their tasks.
private final class Transfers: NSObject, URLSessionDataDelegate {
  private struct Transfer {
    var continuation: CheckedContinuation<HTTPAnswer, any Error>
    var body = Data()
  }

  private let open = Mutex<[Int: Transfer]>([:])

  func begin(_ task: URLSessionDataTask, _ continuation: CheckedContinuation<HTTPAnswer, any Error>) {
    open.withLock { $0[task.taskIdentifier] = Transfer(continuation: continuation) }
    if Task.isCancelled { return end(task, CancellationError()) }
    task.resume()
  }

  /// Gives the waiting `error`, if it still waits, and closes the connection.
  func end(_ task: URLSessionDataTask, _ error: any Error) {
    guard let transfer = take(task) else { return }
    transfer.continuation.resume(throwing: error)
    task.cancel()
  }

  private func take(_ task: URLSessionTask) -> Transfer? {
    open.withLock { $0.removeValue(forKey: task.taskIdentifier) }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    open.withLock { $0[dataTask.taskIdentifier]?.body.append(data) }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    guard let transfer = take(task) else { return }
    if let error {
      transfer.continuation.resume(throwing: TransportError.broken(error.localizedDescription))
    } else if let response = task.response as? HTTPURLResponse {
      transfer.continuation.resume(returning: HTTPAnswer(status: response.statusCode, body: transfer.body))
    } else {
      transfer.continuation.resume(throwing: TransportError.broken("the answer is no HTTP"))
    }
  }

  /// Follows none: a key is for the server that it was given for.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}
