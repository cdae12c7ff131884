import Market
import Replay

/// The run that an audit compares with, as it was.
struct ReferenceRun: Sendable {
  /// In order of time; at one instant in order of the tracks.
  let ticks: [TickRecord]
  let moves: [AccountMove]
  let answers: KnownAnswers

  /// Plays `subject` page by page, like any replay.
  init<S: Strategy>(_ subject: AuditSubject<S>) async throws {
    var answers = KnownAnswers(tracks: subject.tracks.count)
    var run = AuditRun(subject, given: subject.tapes)
    try await run.playAll(subject.tapes) { strategy, track, ordinal in
      let answer = try await subject.answer(strategy, track, ordinal)
      answers.append(answer, to: strategy.questionFingerprint, track: track)
      return answer
    }
    ticks = run.ticks()
    moves = run.moves
    self.answers = answers
  }

  var decided: Int { ticks.count { $0.made != nil } }

  /// Of each instant with such a tick, the place of its last tick.
  func lastPlaces(where isMeant: (TickRecord) -> Bool) -> [Int] {
    var places: [Int] = []
    var isFound = false
    for (place, tick) in ticks.enumerated() {
      // Every tick is asked about: the question may remember.
      if isMeant(tick) { isFound = true }
      guard place == ticks.count - 1 || ticks[place + 1].time != tick.time else { continue }
      if isFound { places.append(place) }
      isFound = false
    }
    return places
  }

  /// The ticks to cut at: the first decisions, some spread evenly, and as many at which the decision changed, which is
  /// where looking ahead pays; `count` in all, every instant where that is no fewer.
  func cuts(_ count: Int, seed: UInt64) -> [Int] {
    let all = lastPlaces { _ in true }
    guard count < all.count else { return all }
    let decided = lastPlaces { $0.made != nil }
    guard !decided.isEmpty else { return Self.spread(count, over: all) }
    var chosen = Set(decided.prefix(min(2, count)))
    chosen.formUnion(Self.spread(min(count / 2, count - chosen.count), over: decided))
    var turns = turns
    var generator = SeededGenerator(seed: seed)
    while chosen.count < count, !turns.isEmpty { chosen.insert(turns.remove(at: generator.index(below: turns.count))) }
    while chosen.count < min(count, decided.count) { chosen.insert(decided[generator.index(below: decided.count)]) }
    return chosen.sorted()
  }

  /// `count` of `places`, evenly, the last of them first of all.
  private static func spread(_ count: Int, over places: [Int]) -> [Int] {
    guard count > 0 else { return [] }
    return (1...count).map { places[(places.count - 1) * $0 / count] }
  }

  /// The instants at which a track decided otherwise than before.
  private var turns: [Int] {
    var last: [Int: Action] = [:]
    return lastPlaces { tick in
      guard tick.made != nil else { return false }
      defer { last[tick.track] = tick.row.action }
      return last[tick.track].map { $0 != tick.row.action } ?? false
    }
  }
}
