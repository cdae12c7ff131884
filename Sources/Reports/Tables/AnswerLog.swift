/// What a model answered, tick by tick, on its way to the tables.
package final class AnswerLog {
  package struct Answer: Equatable, Sendable {
    /// The model's reasoning, or why there is none.
    package var reason: String
    package var answeredBy: String
    /// Milliseconds.
    package var latency: Int64

    package init(reason: String, answeredBy: String, latency: Int64) {
      self.reason = reason
      self.answeredBy = answeredBy
      self.latency = latency
    }
  }

  private var answers: [Answer] = []
  private var read = 0
  /// Failures by reason, in order of first appearance.
  package private(set) var failures: [(reason: String, count: Int)] = []

  package init() {}

  /// Answers that no table has taken yet.
  package var pending: ArraySlice<Answer> { answers[read...] }

  package func append(_ answer: Answer) { answers.append(answer) }

  package func countFailure(_ reason: String) {
    if let index = failures.firstIndex(where: { $0.reason == reason }) {
      failures[index].count += 1
    } else {
      failures.append((reason, 1))
    }
  }

  /// Forgets the answers that no table will take.
  package func discard() {
    answers.removeAll(keepingCapacity: true)
    read = 0
  }

  /// The answer to the next question that was asked; nil when a rule decides.
  func next() -> Answer? {
    guard read < answers.count else { return nil }
    defer {
      read += 1
      if read == answers.count {
        answers.removeAll(keepingCapacity: true)
        read = 0
      }
    }
    return answers[read]
  }
}
