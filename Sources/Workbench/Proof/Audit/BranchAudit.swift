import LanguageModels
import Market
import Replay

/// At every tick, lets copies of the pipeline go on without a future and with another one.
///
/// The pipeline is a value and does no input: a copy taken before the first unknown candle was loaded, of any track,
/// cannot have seen it. Two branches a tick, so the cost grows linearly. It shows what the engine, and whatever a
/// strategy learnt through it, make of the future; a strategy that was handed candles outside the pipeline is
/// ``ReplayAudit``'s to catch.
struct BranchAudit<S: Strategy> {
  let subject: AuditSubject<S>
  let reference: ReferenceRun
  let seed: UInt64
  /// Whether the question of that track and number is really asked again; else the recorded answer serves the same
  /// prompt.
  let asksAgain: @Sendable (Int, Int) -> Bool

  /// Ticks that both branches played.
  private(set) var covered = 0
  /// Ticks left out because a fill in a candle that was not known moved the account, which is no leak.
  private(set) var moved = 0
  private(set) var leaks: [Leak] = []
  /// Ticks at which either branch leaked.
  private(set) var leakingTicks = 0

  /// Candles of the other future: more than one, so that a look further ahead shows too.
  private static var depth: Int { 24 }

  init(
    _ subject: AuditSubject<S>, _ reference: ReferenceRun, seed: UInt64,
    asksAgain: @escaping @Sendable (Int, Int) -> Bool
  ) {
    self.subject = subject
    self.reference = reference
    self.seed = seed
    self.asksAgain = asksAgain
  }

  mutating func play() async throws {
    var main = AuditRun(subject, given: subject.tapes)
    var asking = try await main.advance(answer: again)
    for (ticks, knowledge) in groups() {
      // The original is given what is known and never more: what it waits for is the future.
      while let track = asking {
        let (loaded, known) = (main.loaded[track], knowledge.candles(track))
        if loaded < known {
          main.load(subject.tracks[track].page(loaded..<known), track: track)
        } else if loaded == subject.tracks[track][.candles].count, !isLast(knowledge) {
          main.endTape(track)
        } else {
          break
        }
        asking = try await main.advance(answer: again)
      }
      main.forget()
      try await branch(from: main, asking: asking, ticks, knowledge)
    }
  }

  /// The ticks at which the same is known, in order.
  private func groups() -> [(ticks: Range<Int>, knowledge: Knowledge)] {
    var groups: [(ticks: Range<Int>, knowledge: Knowledge)] = []
    for (place, tick) in reference.ticks.enumerated() {
      if place > 0, reference.ticks[place - 1].time == tick.time {
        groups[groups.count - 1].ticks = groups[groups.count - 1].ticks.lowerBound..<place + 1
        continue
      }
      let knowledge = subject.knowledge(at: tick.time)
      if groups.last?.knowledge == knowledge {
        groups[groups.count - 1].ticks = groups[groups.count - 1].ticks.lowerBound..<place + 1
      } else {
        groups.append((place..<place + 1, knowledge))
      }
    }
    return groups
  }

  /// Whether nothing is left of any tape.
  private func isLast(_ knowledge: Knowledge) -> Bool {
    subject.tracks.indices.allSatisfy { knowledge.candles($0) == subject.tracks[$0][.candles].count }
  }

  /// Plays `ticks`, places in the reference, with the future cut and with another one.
  private mutating func branch(from main: AuditRun<S>, asking: Int?, _ ticks: Range<Int>, _ knowledge: Knowledge)
    async throws
  {
    let future = subject.future(at: knowledge, seed: seed)
    var (leaking, excused) = (Set<Int>(), Set<Int>())
    defer {
      leakingTicks += leaking.count
      moved += excused.count
      covered += ticks.count - excused.count
    }
    for test in [Leak.Test.cutBranch, .changedBranch] {
      if test == .changedBranch, knowledge.nextCandle(of: subject.tracks) == nil { continue }
      var branch = main
      branch.end(after: reference.ticks[ticks.upperBound - 1].time)
      branch.exchange(at: future.rates(isChanged: test == .changedBranch))
      let pages =
        test == .cutBranch ? future.cutPages(loaded: main.loaded) : future.pages(loaded: main.loaded, depth: Self.depth)
      try await branch.play(pages, asking: asking, answer: again)
      let found = compare(branch, ticks, knowledge, test)
      leaking.formUnion(found.leaking)
      excused.formUnion(found.excused)
    }
  }

  /// Compares the ticks at `places` with the reference's; returns the places of those that leak, and of those that a
  /// fill has moved.
  private mutating func compare(_ branch: AuditRun<S>, _ places: Range<Int>, _ knowledge: Knowledge, _ test: Leak.Test)
    -> (leaking: [Int], excused: [Int])
  {
    var (leaking, excused): ([Int], [Int]) = ([], [])
    // It may have played ticks before them once more.
    let ticks = branch.ticks().suffix(places.count)
    precondition(ticks.count == places.count, "a branch has the ticks of its reference")
    for (place, tick) in zip(places, ticks) {
      let expected = reference.ticks[place]
      precondition(expected.time == tick.time && expected.track == tick.track, "ticks come in order")
      let differences = expected.differences(to: tick)
      if differences.contains(where: { !$0.isOfTheMarket }), !differences.contains(where: \.isOfTheMarket),
        knowledge.allows(reference.moves + branch.moves, of: subject.tracks, by: tick.time)
      {
        excused.append(place)
        continue
      }
      guard !differences.isEmpty else { continue }
      let candle = knowledge.nextCandle(of: subject.tracks).map(subject.interval)
      let instrument = subject.tracks[tick.track].name
      leaks.append(Leak(instrument, tick.time, test, differences, candle))
      leaking.append(place)
    }
    return (leaking, excused)
  }

  private func again(_ strategy: S, _ track: Int, _ ordinal: Int) async throws -> OutsideAnswer {
    if !asksAgain(track, ordinal),
      let answer = reference.answers.answer(ordinal, to: strategy.questionFingerprint, track: track)
    {
      return answer
    }
    return try await subject.answer(strategy, track, ordinal)
  }
}
