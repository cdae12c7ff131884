import LanguageModels
import Market
import Replay

/// One answer of a replay, so that it can be given again.
struct RecordedAnswer: Equatable, Sendable {
  var time: Timestamp
  var outcome: OutsideAnswer.Outcome
  /// Milliseconds.
  var latency: Int64
  /// Of the prompt: what a model draws its latency by.
  var question: UInt64
}

/// Writes down what another answers, and the prompts of some ticks.
final class RecordingRespondent: Respondent {
  private let other: any Respondent
  private let wanted: Set<Timestamp>
  private(set) var answers: [RecordedAnswer] = []
  private(set) var prompts: [Timestamp: String] = [:]

  /// `wanted` are the ticks whose prompts are kept.
  init(_ other: any Respondent, promptsOf wanted: Set<Timestamp> = []) {
    self.other = other
    self.wanted = wanted
  }

  func answer(to question: Question) async throws -> OutsideAnswer {
    let answer = try await other.answer(to: question)
    answers.append(
      RecordedAnswer(
        time: question.time, outcome: answer.outcome, latency: answer.latency,
        question: ContentHash.of(question.prompt)))
    if wanted.contains(question.time) {
      prompts[question.time] = String(decoding: question.prompt, as: UTF8.self)
    }
    return answer
  }
}

/// Gives recorded answers again, each after a latency of its own.
final class ScriptedRespondent: Respondent {
  private let answers: [RecordedAnswer]
  private let latency: (RecordedAnswer) -> Int64
  private var next = 0

  /// `latency` is in milliseconds.
  init(_ answers: [RecordedAnswer], latency: @escaping (RecordedAnswer) -> Int64) {
    self.answers = answers
    self.latency = latency
  }

  func answer(to question: Question) throws -> OutsideAnswer {
    guard next < answers.count, answers[next].time == question.time else {
      throw AttributionError.unexpectedQuestion(at: question.time)
    }
    defer { next += 1 }
    return OutsideAnswer(answers[next].outcome, latency: latency(answers[next]))
  }
}
