import Market
import Replay

/// Answers from the prompt's bytes alone, and remembers what it was asked.
final class RecordingRespondent: Respondent {
  struct Entry: Equatable {
    var time: Timestamp
    var prompt: String
    /// Percent a day.
    var forecast: Double?
  }

  private(set) var entries: [Entry] = []
  private let decide: ([UInt8]) -> Decision

  init(deciding decide: @escaping ([UInt8]) -> Decision = RecordingRespondent.fickle) { self.decide = decide }

  func answer(to question: Question) async throws -> OutsideAnswer {
    entries.append(
      Entry(
        time: question.time, prompt: String(decoding: question.prompt, as: UTF8.self), forecast: question.forecast))
    return OutsideAnswer(.decided(decide(question.prompt)), latency: 1_500)
  }

  /// Another decision for every other prompt: any byte that changes shows.
  static func fickle(_ prompt: [UInt8]) -> Decision {
    let hash = prompt.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    return Decision(Action.allCases[Int(hash >> 33) % 3], confidence: UInt8(hash >> 40 & 63) + 37)
  }
}
